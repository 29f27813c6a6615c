import {type Micros} from '../../log/entry.ts';
import {type State} from '../state.ts';
import {histogramWindow} from './histogram-window.ts';
import {type HistogramWindow} from './window.ts';

/** Cells that are left to the words beside the bar. */
const wordCells: ReadonlyArray<readonly [columns: number, cells: number]> = [
	[100, 46],
	[0, 36],
];
/** Before the bar and behind the words. */
const edges = 2;
const leastCells = 12;

/** The window that the screen has room for, which ends at the server's now. */
export function shownWindow(
	{details, logs, screen, clockOffset}: State,
	/** Our clock; what was logged last is the end where it is behind. */
	now: Micros = 0,
): HistogramWindow | undefined {
	const {columns, bucket} = screen;
	const [, words = 0] = wordCells.find(([least]) => columns >= least) ?? [];
	const deployedAt = details.deployment?.createdAt;
	return histogramWindow(logs, {
		cellCount: Math.max(leastCells, columns - edges - words),
		now: now + clockOffset,
		...(deployedAt !== undefined && {deployedAt}),
		...(bucket !== undefined && {width: bucket}),
	});
}
