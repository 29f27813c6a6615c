import {type State} from '../state.ts';
import {histogramWindow} from './histogram-window.ts';
import {type HistogramWindow} from './window.ts';

/** On a terminal that is so wide there is room for so many cells beside the words. */
const cellCounts: ReadonlyArray<readonly [columns: number, cells: number]> = [
	[140, 60],
	[100, 40],
	[60, 24],
	[0, 12],
];

/** The window that the screen has room for. */
export function shownWindow({
	details,
	logs,
	screen,
}: State): HistogramWindow | undefined {
	const [, cells = 12] =
		cellCounts.find(([columns]) => screen.columns >= columns) ?? [];
	return histogramWindow(logs, cells, details.deployment?.createdAt);
}
