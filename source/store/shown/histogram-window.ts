import {type Micros} from '../../log/entry.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {knownGaps} from '../missing.ts';
import {firstTime, lastTime} from '../buffer/look-up.ts';
import {type Logs} from '../logs.ts';
import {anchorTime} from '../list/viewport.ts';
import {
	type HistogramWindow,
	type CellCounts,
	cellIndex,
	cellStart,
} from '../view/histogram.ts';
import {type State} from '../state.ts';

/**
The window over what the reader looks at: the range of the query, else what is loaded around the selected entry.

A query that begins somewhere has its window begin there, and it fills up. Else, while what is newest is looked at, it ends with the cell that it is now: that nothing was logged of late is to be seen. Elsewhere it begins at a round time.
*/
export function histogramWindow(
	logs: Logs,
	wish: WindowWish,
): ShownWindow | undefined {
	const window = roundWindow(logs, wish);
	if (window === undefined) {
		return undefined;
	}

	const {from, width, count} = window;
	const {since = from, until} = logs.query.range;
	const end = Math.ceil(newestOf(logs, wish) / width) * width;
	return {
		...window,
		told: {
			from: Math.max(from, since),
			to: Math.min(from + width * count, until ?? Math.max(end, from + width)),
		},
	};
}

const second: Micros = 1_000_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How wide a cell may be, and on what round times the window then begins. */
const scales: ReadonlyArray<readonly [width: Micros, step: Micros]> = [
	[second / 100, second / 10],
	[second / 20, second / 2],
	[second / 10, second],
	[second / 2, 5 * second],
	[second, 10 * second],
	[2 * second, 30 * second],
	[5 * second, minute],
	[10 * second, 2 * minute],
	[15 * second, 3 * minute],
	[30 * second, 5 * minute],
	[minute, 10 * minute],
	[2 * minute, 20 * minute],
	[5 * minute, hour],
	[10 * minute, 2 * hour],
	[15 * minute, 3 * hour],
	[30 * minute, 6 * hour],
	[hour, 12 * hour],
	[2 * hour, day],
	[3 * hour, day],
	[6 * hour, 2 * day],
	[12 * hour, 4 * day],
	[day, 10 * day],
	[7 * day, 70 * day],
];

/** A deployment that logs its first entry within this time is shown from its beginning. */
const longestStart = 10 * minute;

/** While entries may still come, a cell is a second at least. */
const firstLiveScale = 4;

/** The widths that a reader can choose. */
export const bucketWidths: readonly Micros[] = scales.map(([width]) => width);

/** What the window is made for besides what is loaded. */
type WindowWish = {
	readonly cellCount: number;
	/** Now, by the server's clock. */
	readonly now: Micros;
	readonly deployedAt?: Micros;
	/** How wide a cell is; as wide as all needs unless told. */
	readonly width?: Micros;
};

/** A window, and of which time it tells: what lies in its cells before or behind that is not asked for, or yet to come. */
export type ShownWindow = HistogramWindow & {readonly told: TimeSpan};

function roundWindow(
	logs: Logs,
	wish: WindowWish,
): HistogramWindow | undefined {
	const span = shownSpan(logs, wish);
	if (span === undefined) {
		return undefined;
	}

	const {cellCount: count, width} = wish;
	const {since, until} = logs.query.range;
	const isOpen = until === undefined;
	const endsNow =
		isOpen && since === undefined && span.to >= newestOf(logs, wish);
	if (width !== undefined) {
		return {from: fromOf(width, span, {logs, wish, endsNow}), width, count};
	}

	for (const [wide, step] of scales.slice(isOpen ? firstLiveScale : 0)) {
		const from = endsNow
			? startOfLast(span.to, wide, count)
			: startOf(span.from, since === undefined ? step : wide);
		if (from <= span.from && from + wide * count >= span.to) {
			return {from, width: wide, count};
		}
	}

	const days = Math.ceil((span.to - span.from) / (count - 1) / day) * day;
	return {
		from: endsNow ? startOfLast(span.to, days, count) : startOf(span.from, day),
		width: days,
		count,
	};
}

function startOf(time: Micros, step: Micros): Micros {
	return Math.floor(time / step) * step;
}

/** Where a window of cells begins of which the last one holds the instant before `to`. */
function startOfLast(to: Micros, width: Micros, count: number): Micros {
	return (Math.floor((to - 1) / width) + 1 - count) * width;
}

/** Where cells of a width begin that the reader has chosen: all they look at, else what is around the selected entry. */
function fromOf(
	width: Micros,
	span: TimeSpan,
	{
		logs,
		wish: {cellCount},
		endsNow,
	}: {
		readonly logs: Logs;
		readonly wish: WindowWish;
		readonly endsNow: boolean;
	},
): Micros {
	const length = width * cellCount;
	const start = startOf(span.from, width);
	const last =
		logs.query.range.since === undefined
			? startOfLast(span.to, width, cellCount)
			: Math.max(start, startOfLast(span.to, width, cellCount));
	const first = endsNow ? last : start;
	const anchor = Math.max(span.from, Math.min(anchorTime(logs), span.to - 1));
	if (anchor >= first && anchor < first + length) {
		return first;
	}

	// It moves by quarters, not with each entry.
	const step = width * Math.ceil(cellCount / 4);
	return Math.min(last, startOf(anchor - length / 2, step) + step);
}

function shownSpan(logs: Logs, wish: WindowWish): TimeSpan | undefined {
	const {since, until} = logs.query.range;
	const newest = logs.buffer.lastTime;
	const to = until ?? (newest === undefined ? undefined : newestOf(logs, wish));
	if (to === undefined) {
		return undefined;
	}

	return since === undefined
		? loadedAround(logs, to, wish.deployedAt)
		: {from: since, to: Math.max(to, since + 1)};
}

/** Where a log that goes on ends: now, unless its clock is ahead of that. */
function newestOf({buffer, traits}: Logs, {now}: WindowWish): Micros {
	const end = (buffer.lastTime ?? 0) + 1;
	return traits.isLive ? Math.max(end, now + 1) : end;
}

/** What is loaded around the reader, and beyond gaps that are shorter than that. */
function loadedAround(
	logs: Logs,
	end: Micros,
	deployedAt: Micros | undefined,
): TimeSpan | undefined {
	const regions = loadedRegions(logs, end, deployedAt);
	const anchor = Math.min(anchorTime(logs), end - 1);
	const index = Math.max(
		0,
		regions.findLastIndex(({from}) => from <= anchor),
	);
	const near = regions[index];
	if (near === undefined) {
		return undefined;
	}

	let {from, to} = near;
	for (const region of regions.slice(0, index).toReversed()) {
		if (from - region.to > to - from) {
			break;
		}

		from = region.from;
	}

	for (const region of regions.slice(index + 1)) {
		if (region.from - to > to - from) {
			break;
		}

		to = region.to;
	}

	return {from, to};
}

/** Where entries are held, whether they match or not, between the gaps: to look for matches would take long, and the window would jump with the filter. */
function loadedRegions(
	logs: Logs,
	end: Micros,
	deployedAt = Number.NEGATIVE_INFINITY,
): TimeSpan[] {
	const {buffer} = logs;
	const gaps = [...knownGaps(logs), {from: end, to: Number.POSITIVE_INFINITY}];
	const regions: TimeSpan[] = [];
	let reached = 0;
	for (const gap of gaps) {
		const first = firstTime(buffer, reached);
		const last = lastTime(buffer, gap.from);
		if (first !== undefined && last !== undefined) {
			const hasStart =
				reached <= deployedAt &&
				deployedAt <= first &&
				first - deployedAt <= longestStart;
			const from = hasStart ? deployedAt : first;
			if (from <= last) {
				regions.push({from, to: gap.from >= end ? end : last + 1});
			}
		}

		reached = Math.max(reached, gap.to);
	}

	return [...regions, ...streamedSpan(logs, end, regions)];
}

/** What has streamed in is there before it is joined to the past. */
function streamedSpan(
	{buffer, connection}: Logs,
	end: Micros,
	regions: readonly TimeSpan[],
): TimeSpan[] {
	const from = buffer.pieces[0]?.firstTime;
	if (regions.at(-1)?.to === end || from === undefined) {
		return [];
	}

	const firstLive =
		connection.kind === 'live' ? connection.firstTime : undefined;
	if (firstLive !== undefined && firstLive < end) {
		return [{from: firstLive, to: end}];
	}

	return regions.length === 0 && from < end ? [{from, to: end}] : [];
}

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
	{details, logs, screen, clockOffset = 0}: State,
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
