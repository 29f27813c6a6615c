import {type Micros} from '../../log/entry.ts';
import {knownGaps} from '../missing.ts';
import {type Logs} from '../logs.ts';
import {type State} from '../state.ts';
import {type CellCounts, cellIndex, cellStart} from '../view/histogram.ts';
import {histogramWindow, type ShownWindow} from './histogram-window.ts';

/** Those of which the window tells: the first and the last may be parts of cells. */
export function histogramCells(
	logs: Logs,
	window: ShownWindow,
): readonly HistogramCell[] {
	const {told} = window;
	const gaps = knownGaps(logs);
	return logs.histogram
		.cells(window)
		.slice(0, cellIndex(window, told.to - 1) + 1)
		.map((counts, index): HistogramCell => {
			const from = Math.max(told.from, cellStart(window, index));
			const to = Math.min(told.to, cellStart(window, index + 1));
			return {
				from,
				to,
				counts,
				total: counts.reduce((sum, count) => sum + count, 0),
				isLoaded: !gaps.some((gap) => gap.from < to && gap.to > from),
			};
		});
}

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
/** Blanks around the bar, and its key. */
const edges = 6;
/** `, max 9,999/30 min  ▼ 9,999 new, 9 errors`, and without the errors. */
const otherCells = {wide: 18 + 23, narrow: 14 + 11};
/** From so many rows on the marks are explained beside the row of errors, and what is new is told with its errors. */
const leastRowsForTwo = 32;
/** The bar never has less of the row. */
const leastShare = 0.3;
const leastCells = 12;

/** The window that the screen has room for, which ends at the server's now. */
export function shownWindow(
	{details, logs, screen, clockOffset}: State,
	/** Our clock; what was logged last is the end where it is behind. */
	now: Micros = 0,
): ShownWindow | undefined {
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
	const cells = endsCells(precisionOf(first, logs), daysOf(first, logs));
	const next = windowOf(others + cells) ?? first;
	const nextCells = endsCells(precisionOf(next, logs), daysOf(next, logs));
	return nextCells <= cells ? next : windowOf(others + nextCells);
}

/** How precisely the ends of a window are told: as its cells are, and as those of the query where it has some. */
function precisionOf({width}: ShownWindow, {query: {range}}: Logs): Micros {
	const isOn = (unit: Micros) =>
		[width, range.since ?? 0, range.until ?? 0].every(
			(time) => time % unit === 0,
		);
	return width % second === 0 ? (isOn(minute) ? minute : second) : 1;
}

/** The cells of `12:01:05 to 12:03:10`, whatever the times are. */
function endsCells(precision: Micros, days: number): number {
	const clock = precision === minute ? 5 : precision === second ? 8 : 12;
	return 2 * (clock + (days > 1 ? dateCells : 0)) + 4;
}

const dateCells = 11;

/** 1, or 2 where the ends are not of the same day. */
function daysOf(
	{told}: ShownWindow,
	{dayZone = 'utc', measures: {startOfDay}}: Logs,
): number {
	return startOfDay(told.from, dayZone) === startOfDay(told.to - 1, dayZone)
		? 1
		: 2;
}

/** Which cells are chosen while the histogram has the keys. */
export function chosenCells(
	{screen: {mode}}: State,
	window: ShownWindow,
): {readonly first: number; readonly last: number} | undefined {
	if (mode.kind !== 'histogram') {
		return undefined;
	}

	const last = cellIndex(window, window.told.to - 1);
	const clamp = (index: number) => Math.max(0, Math.min(index, last));
	const cell = clamp(cellIndex(window, mode.at));
	const anchor = clamp(cellIndex(window, mode.anchor ?? mode.at));
	return {first: Math.min(cell, anchor), last: Math.max(cell, anchor)};
}
