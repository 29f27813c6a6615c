import {type Micros} from '../../log/entry.ts';
import {knownGaps} from '../known.ts';
import {type Logs} from '../logs.ts';
import {type State} from '../state.ts';
import {type CellCounts, cellStart, type HistogramWindow} from '../view/histogram.ts';
import {histogramWindow} from './histogram-window.ts';

/** A cell of the histogram. */
export type HistogramCell = {
	readonly from: Micros;
	readonly to: Micros;
	readonly counts: CellCounts;
	readonly total: number;
	/** Whether nothing more can be in it, as far as is known. */
	readonly isLoaded: boolean;
};

/** Cells that are left to the words beside the bar. */
const wordCells: ReadonlyArray<readonly [columns: number, cells: number]> = [
	[100, 46],
	[0, 36],
];
/** Before the bar and behind the words. */
const edges = 2;
const leastCells = 12;

export function histogramCells(
	logs: Logs,
	window: HistogramWindow,
): readonly HistogramCell[] {
	const {since = 0} = logs.query.range;
	const gaps = knownGaps(logs);
	return logs.histogram.cells(window).map((counts, index): HistogramCell => {
		const from = cellStart(window, index);
		const to = from + window.width;
		return {
			from,
			to,
			counts,
			total: counts.reduce((sum, count) => sum + count, 0),
			isLoaded: !gaps.some(
				(gap) => gap.from < to && gap.to > Math.max(from, since),
			),
		};
	});
}

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
