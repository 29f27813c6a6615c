/* eslint-disable no-await-in-loop -- A window follows the other. */
import {
	type Entry,
	type EntryBatch,
	type Micros,
} from '../../source/log/entry.ts';
import {type TimeSpan} from '../../source/log/time-range.ts';
import {
	type Feed,
	type Page,
	type PastRequest,
} from '../../source/feeds/feed.ts';

const firstWidth: Micros = 60_000_000;
const leastWidth: Micros = 1000;
/** A window that takes more pages is too wide. */
const mostPages = 3;
/** A page that has fewer entries than this part of what was asked for is not worth a look. */
const worthwhile = 0.1;
const mostWindows = 24;

/**
Makes pages of the newest entries out of a server that tells the oldest ones first.

It asks for a window of time before the end of the range, wider where there are few entries and narrower where there are too many; how wide the last one was is remembered. The page is whole for just that window, and what is older is asked for by its time.
*/
export function readBackwards(
	pastEntries: Feed['pastEntries'],
	now: () => Micros,
): Feed['pastEntries'] {
	let width = firstWidth;
	let offset = 0;

	return async (request) => {
		if (request.order === 'asc') {
			return pastEntries(request);
		}

		const {limit, range} = request;
		const since = Math.max(0, range.since ?? 0);
		const end = range.until ?? Math.max(since, now() + offset);
		const parts: Page[] = [];
		let reached = end;
		let count = 0;
		for (let windows = 0; windows < mostWindows; windows++) {
			const from = Math.max(since, Math.min(reached - leastWidth, end - width));
			const until = parts.length === 0 ? range.until : reached;
			const window = await readWindow(
				pastEntries,
				request,
				{from, to: until ?? Number.POSITIVE_INFINITY},
				reached - from > leastWidth ? mostPages : Number.POSITIVE_INFINITY,
			);
			if (window === undefined) {
				if (parts.length > 0) {
					break;
				}

				width = Math.max(leastWidth, (reached - from) / 8);
				continue;
			}

			for (const {batch, serverTime} of window) {
				count += batch.entries.length;
				offset = serverTime === undefined ? offset : serverTime - now();
			}

			parts.unshift(...window);
			reached = from;
			if (from <= since || count >= limit * worthwhile) {
				break;
			}

			width = (end - from) * 4;
		}

		return {
			batch: joinReversed(parts.map(({batch}) => batch)),
			whole: {
				from:
					reached <= since
						? (range.since ?? Number.NEGATIVE_INFINITY)
						: reached,
				to: range.until ?? Number.POSITIVE_INFINITY,
			},
			passedOver: parts.flatMap(({passedOver = []}) => passedOver),
			serverTime: parts.at(-1)?.serverTime,
		};
	};
}

/** All pages of a window, oldest first; nothing where there are too many. */
async function readWindow(
	pastEntries: Feed['pastEntries'],
	{cursor: _, ...request}: PastRequest,
	{from, to}: TimeSpan,
	most: number,
): Promise<Page[] | undefined> {
	const pages: Page[] = [];
	let since = from;
	let first = from;
	let cursor: string | undefined;
	while (pages.length < most) {
		const page = await pastEntries({
			...request,
			order: 'asc',
			range: {
				since: first,
				...(to !== Number.POSITIVE_INFINITY && {until: to}),
			},
			...(cursor !== undefined && {cursor}),
		});
		const reached = Math.min(page.whole.to, to);
		pages.push(page.next === undefined ? cutPage(page, reached) : page);
		if (reached >= to) {
			return pages;
		}

		if (page.next === undefined && reached <= since) {
			// Nothing goes on from here; what is left is asked for as it is.
			return undefined;
		}

		cursor = page.next;
		since = reached;
		first = cursor === undefined ? reached : first;
	}

	return undefined;
}

/** Without the instant that is not whole: it comes again. */
function cutPage(page: Page, to: Micros): Page {
	const {batch} = page;
	const length = batch.entries.findIndex(({time}) => time >= to);
	return length === -1
		? page
		: {...page, batch: {...batch, entries: batch.entries.slice(0, length)}};
}

/** The entries of several batches, the last one first. */
function joinReversed(
	batches: ReadonlyArray<EntryBatch<readonly Entry[]>>,
): EntryBatch<readonly Entry[]> {
	const places = batches
		.flatMap((batch) =>
			batch.entries.map((entry, index) => ({batch, entry, index})),
		)
		.toReversed();
	let malformedCount = 0;
	for (const batch of batches) {
		malformedCount += batch.malformedCount;
	}

	return {
		entries: places.map(({entry}) => entry),
		malformedCount,
		rawLine(index) {
			const place = places[index];
			return place?.batch.rawLine(place.index) ?? new Uint8Array();
		},
	};
}
