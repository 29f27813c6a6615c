import {type Micros} from '../../log/entry.ts';
import {knownGaps} from '../known.ts';
import {firstTime, lastTime} from '../buffer/held-times.ts';
import {type Logs} from '../logs.ts';
import {anchorTime} from '../view/viewport.ts';
import {type HistogramWindow} from './window.ts';

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

/**
The window over what the reader looks at: the range of the query, else what is loaded around the selected entry.

It is steady: it begins at a round time and ends behind the newest entry, so it only jumps when that grows out of it.
*/
export function histogramWindow(
	logs: Logs,
	cellCount: number,
	deployedAt?: Micros,
): HistogramWindow | undefined {
	const span = shownSpan(logs, deployedAt);
	if (span === undefined) {
		return undefined;
	}

	const {from, to} = span;
	const first = logs.query.range.until === undefined ? firstLiveScale : 0;
	for (const [width, step] of scales.slice(first)) {
		const start = Math.floor(from / step) * step;
		if (start + width * cellCount >= to) {
			return {from: start, width, count: cellCount};
		}
	}

	const width = Math.ceil((to - from) / cellCount / day) * day;
	return {from: Math.floor(from / day) * day, width, count: cellCount};
}

type Span = {readonly from: Micros; readonly to: Micros};

function shownSpan(
	logs: Logs,
	deployedAt: Micros | undefined,
): Span | undefined {
	const {since, until} = logs.query.range;
	const newest = logs.buffer.lastTime;
	const to = until ?? (newest === undefined ? undefined : newest + 1);
	if (to === undefined) {
		return undefined;
	}

	return since === undefined
		? loadedAround(logs, to, deployedAt)
		: {from: since, to: Math.max(to, since + 1)};
}

/** What is loaded around the reader, and beyond gaps that are shorter than that. */
function loadedAround(
	logs: Logs,
	end: Micros,
	deployedAt: Micros | undefined,
): Span | undefined {
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
): Span[] {
	const {buffer} = logs;
	const gaps = [...knownGaps(logs), {from: end, to: Number.POSITIVE_INFINITY}];
	const regions: Span[] = [];
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

	return [...regions, ...streamed(logs, end, regions)];
}

/** What has streamed in is there before it is joined to the past. */
function streamed(
	{buffer, connection}: Logs,
	end: Micros,
	regions: readonly Span[],
): Span[] {
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
