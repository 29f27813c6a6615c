import {type Micros} from '../../log/entry.ts';
import {knownGaps} from '../known.ts';
import {type Logs} from '../logs.ts';
import {type State} from '../state.ts';
import {
	type CellCounts,
	cellStart,
	type HistogramWindow,
} from '../view/histogram.ts';
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

const minute: Micros = 60_000_000;
const second: Micros = 1_000_000;
const day: Micros = 86_400_000_000;
/** Blanks around the bar, and its key. */
const edges = 6;
/** `, max 9,999/30 min  ▼ 9,999 new, 9 errors`, and without the errors. */
const otherCells = {wide: 18 + 23, narrow: 14 + 11};
/** From so many rows on the marks are explained beside the row of errors, and what is new is told with its errors. */
const leastRowsForTwo = 32;
/** The bar never has less of the row. */
const leastShare = 0.3;
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
	const {columns, rows, bucket} = screen;
	const deployedAt = details.deployment?.createdAt;
	const windowOf = (words: number) =>
		histogramWindow(logs, {
			cellCount: Math.max(
				leastCells,
				Math.floor(columns * leastShare),
				columns - edges - words,
			),
			now: now + clockOffset,
			...(deployedAt !== undefined && {deployedAt}),
			...(bucket !== undefined && {width: bucket}),
		});
	const others = rows >= leastRowsForTwo ? otherCells.wide : otherCells.narrow;
	const first = windowOf(others + endsCells(minute, 1));
	if (first === undefined) {
		return undefined;
	}

	// The words keep their cells: a bar that is shorter may need longer ones.
	const cells = endsCells(first.width, daysOf(first, logs));
	const next = windowOf(others + cells) ?? first;
	const nextCells = endsCells(next.width, daysOf(next, logs));
	return nextCells <= cells ? next : windowOf(others + nextCells);
}

/** The cells of `12:01:05 to 12:03:10`, whatever the times are. */
function endsCells(width: Micros, days: number): number {
	const clock = width % minute === 0 ? 5 : width % second === 0 ? 8 : 12;
	return 2 * (clock + (days > 1 ? dateCells : 0)) + 4;
}

const dateCells = 11;

/** 1, or 2 where the ends are not of the same day. */
function daysOf(
	{from, width, count}: HistogramWindow,
	{startOfDay = (time: Micros) => Math.floor(time / day) * day}: Logs,
): number {
	return startOfDay(from) === startOfDay(from + width * count - 1) ? 1 : 2;
}
