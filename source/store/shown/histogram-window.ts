import {type Micros} from '../../log/entry.ts';
import {knownGaps} from '../missing.ts';
import {firstTime, lastTime} from '../buffer/look-up.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {type Logs} from '../logs.ts';
import {anchorTime} from '../list/viewport.ts';
import {type HistogramWindow} from '../view/histogram.ts';

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
