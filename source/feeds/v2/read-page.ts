/* eslint-disable no-await-in-loop -- A window follows the other. */
import {type Micros} from '../../log/entry.ts';
import {type Filter, isAsked} from '../../log/query.ts';
import {farAhead, type TimeSpan} from '../../log/time-range.ts';
import {type Page, type PastRequest} from '../feed.ts';
import {
	type AskLogs,
	readForward,
	type ReadSpan,
	joinSent,
	type SentEntry,
} from './read-forward.ts';
import {mostLogs} from './v2-api.ts';

/**
One page of the past, over an API that tells it oldest first only.

Newest first, a window of time in front of what is known is read whole: it grows while windows come back empty and shrinks where one overflows. Nothing is asked for below `floor`, before which the deployment was not there. A page up to now has an entry if there is one, however far back: it is by its newest entry that is seen how far past logs have come. `onReached` is called with how far back it has been looked meanwhile.
*/
export async function readPage(
	{filter, range, order}: Pick<PastRequest, 'filter' | 'range' | 'order'>,
	{
		ask,
		floor,
		now,
		size,
		onReached,
	}: {
		readonly ask: AskLogs;
		readonly floor: Micros;
		/** The server's clock. */
		readonly now: Micros;
		/** Learns from page to page. */
		readonly size: WindowSize;
		readonly onReached?: (time: Micros) => void;
	},
): Promise<Page> {
	const {since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY} =
		range;
	const from = Math.max(since, floor);
	const to = until === farAhead ? until : Math.min(until, now);
	if (from >= to) {
		return {batch: joinSent([], 0), whole: {from: since, to: until}};
	}

	if (order === 'asc') {
		const read = await readForward({from, to}, ask);
		const wholeTo = read.wholeTo === to ? until : read.wholeTo;
		return toPage(read, filter, {from: since, to: wholeTo});
	}

	const read = await readBackward({from, to}, ask, {
		size,
		isWanted: (one) => isAskedFor(filter, one),
		mostEmpty:
			until === Number.POSITIVE_INFINITY
				? Number.POSITIVE_INFINITY
				: mostEmptyWindows,
		...(onReached !== undefined && {onReached}),
	});
	const wholeFrom = read.wholeFrom === from ? since : read.wholeFrom;
	const page = toPage(read, filter, {from: wholeFrom, to: until});
	return {...page, batch: reverse(page.batch)};
}

/** A page that ends somewhere tells how far it has got after so many windows, though they were empty. */
const mostEmptyWindows = 4;

/** The end of a span, as much as one window holds in which something is wanted. */
async function readBackward(
	{from, to}: TimeSpan,
	ask: AskLogs,
	{
		size,
		isWanted,
		mostEmpty,
		onReached,
	}: {
		readonly size: WindowSize;
		readonly isWanted: (sent: SentEntry) => boolean;
		/** After so many windows in which nothing is, the reading ends all the same. */
		readonly mostEmpty: number;
		readonly onReached?: (time: Micros) => void;
	},
): Promise<ReadSpan & {readonly wholeFrom: Micros}> {
	let end = to;
	let emptyCount = 0;
	let isAfterSilence = false;
	let malformedCount = 0;
	let serverTime: Micros | undefined;
	/** Where a window began that held more than a page. */
	let fullFrom: Micros | undefined;
	for (;;) {
		// Between milliseconds, since a server may know no finer times.
		const start = Math.max(
			from,
			Math.floor((end - size.width) / leastWidth) * leastWidth,
		);
		const isLeast = end - start <= leastWidth;
		// Some servers name a cursor behind the last page, too: what holds little is likely no page of several.
		const read = await readForward(
			{from: start, to: end},
			ask,
			(count) => !isLeast && count >= size.pageEntries / 2,
		);
		serverTime ??= read.serverTime;
		if (read.wholeTo < end) {
			Object.assign(
				size,
				shrinkWindow(end - start, {
					count: read.sent.length,
					reached: read.wholeTo - start,
					isAfterSilence,
				}),
			);
			fullFrom = start;
			continue;
		}

		malformedCount += read.malformedCount;
		Object.assign(
			size,
			growWindow(size, end - start, {
				count: read.sent.length,
				// What overflowed is halved, not asked for again.
				most: fullFrom === undefined ? undefined : (start - fullFrom) / 2,
			}),
		);
		if (fullFrom !== undefined && start <= fullFrom) {
			fullFrom = undefined;
		}

		emptyCount++;
		isAfterSilence = read.sent.length === 0;
		onReached?.(start);
		if (
			read.sent.some((one) => isWanted(one)) ||
			read.passedOver.length > 0 ||
			start === from ||
			emptyCount >= mostEmpty
		) {
			return {
				...read,
				malformedCount,
				wholeFrom: start,
				...(serverTime !== undefined && {serverTime}),
			};
		}

		end = start;
	}
}

/** The API knows one level and no regions: it sends more than was asked for. */
function isAskedFor(filter: Filter, {entry}: SentEntry): boolean {
	return isAsked(filter, entry);
}

function toPage(
	{sent, passedOver, malformedCount, serverTime}: ReadSpan,
	filter: Filter,
	whole: TimeSpan,
): Page {
	return {
		batch: joinSent(
			sent.filter((one) => isAskedFor(filter, one)),
			malformedCount,
		),
		whole,
		...(passedOver.length > 0 && {passedOver}),
		...(serverTime !== undefined && {serverTime}),
	};
}

function reverse({entries, malformedCount, rawLine}: Page['batch']) {
	return {
		entries: entries.toReversed(),
		malformedCount,
		rawLine: (index: number) => rawLine(entries.length - 1 - index),
	};
}

/** The first window: what a busy app logs in it is about a page. */
const firstWidth: Micros = 60_000_000;
/** Servers tell times to the millisecond. */
const leastWidth: Micros = 1000;
/** A window this wide is looked at once, whatever is in it. */
const mostWidth: Micros = 30 * 86_400_000_000;
/** Of a page: a window aims to fill so much of it, so that the next one seldom overflows. */
const aim = 0.6;
const mostGrowth = 16;

/** What windows have been like so far; one for each filter. */
export type WindowSize = {
	width: Micros;
	/** As many entries as a page was seen to hold. */
	pageEntries: number;
};

export function createWindowSize(): WindowSize {
	return {width: firstWidth, pageEntries: mostLogs};
}

/** How wide the next window is to be, going back, after one that had so many entries. */
function growWindow(
	{pageEntries}: WindowSize,
	width: Micros,
	{
		count,
		most = Number.POSITIVE_INFINITY,
	}: {
		readonly count: number;
		/** Going back beyond this, there is more than a page. */
		readonly most?: Micros | undefined;
	},
): WindowSize {
	const growth =
		count === 0
			? Math.max(0.5, Math.min(mostGrowth, most / width))
			: Math.max(0.5, Math.min(mostGrowth, (pageEntries * aim) / count));
	return {
		width: clamp(width * growth),
		pageEntries,
	};
}

/** How wide a window is to be instead of one that overflowed: a page of `count` entries has only come so far. */
function shrinkWindow(
	width: Micros,
	{
		count,
		reached,
		isAfterSilence,
	}: {
		readonly count: number;
		readonly reached: Micros;
		/** Nothing was logged behind it: its end is likely as silent, however much its beginning holds. */
		readonly isAfterSilence: boolean;
	},
): WindowSize {
	const likely = isAfterSilence
		? Math.max(width / 4, reached * aim)
		: reached * aim;
	return {
		width: clamp(Math.min(width / 2, likely)),
		pageEntries: Math.min(mostLogs, Math.max(1, count)),
	};
}

function clamp(width: Micros): Micros {
	return Math.round(Math.max(leastWidth, Math.min(mostWidth, width)));
}
