import {type Micros} from '../../log/entry.ts';
import {loadedFilter, type Order, type Filter} from '../../log/query.ts';
import {type Gap, gaps} from '../../timeline/coverage.ts';
import {knownCoverage} from '../../timeline/known.ts';
import {type Connection} from '../../timeline/connection.ts';
import {mayAskToNow, isToldEarly} from '../../timeline/open-connection.ts';
import {nextRecheck} from '../../timeline/recheck.ts';
import {shortPageLimit} from '../../log/feed-traits.ts';
import {longestLag, seamMargin, lagOf} from '../../timeline/lag.ts';
import {continuationOf, isStuck} from '../../timeline/continuation.ts';
import {type Item} from '../list/list.ts';
import {
	isNarrowedHere,
	isSearchStopped,
	rangePaging,
	endOfAsked,
	withoutFailed,
} from '../missing.ts';
import {type Logs} from '../logs.ts';
import {anchorTime, listOf, selectedItem, walk} from '../list/viewport.ts';
import {isAskedFor} from '../update/past.ts';

/** The page that ought to be asked for first: what the reader is about to see, then what a lost connection left open, then the seam with the live stream, then the rest of a past range; what is to be asked for later comes last. */
export function firstWantedPage(logs: Logs): WantedPage | undefined {
	const {query, asked, connection} = logs;
	if (
		query !== asked ||
		(connection.kind === 'connecting' && !mayAskToNow(connection)) ||
		isAnsweredLocally(connection) ||
		rangePaging(logs) === 'stopped'
	) {
		return undefined;
	}

	return [
		...gapPages(logs),
		...seamPages(logs),
		...rangePages(logs),
		...recheckPages(logs),
	].toSorted((a, b) => a.dueAt - b.dueAt)[0];
}

/** So many screens before the reader comes to a gap it is asked for. */
const screensAhead = 2;

/** Without a connection another query is answered from what is loaded, and the server is asked with the next one. */
export function isAnsweredLocally(connection: Connection): boolean {
	return (
		(connection.kind === 'reconnecting' || connection.kind === 'offline') &&
		connection.isUnasked
	);
}

function gapPages(logs: Logs): readonly WantedPage[] {
	const open = openGaps(logs);
	const tail = open.at(-1);
	const isStopped = isSearchStopped(logs);
	if (
		isStopped &&
		tail?.to === Number.POSITIVE_INFINITY &&
		tail.from === (logs.asked.range.since ?? 0)
	) {
		return [];
	}

	if (tail?.to === Number.POSITIVE_INFINITY && mayAskToNow(logs.connection)) {
		return [page(logs, withNext(logs, tail, open.at(-2)), 'desc')];
	}

	// What was logged since a connection was lost waits for the next one.
	const bounded = open.filter(({to}) => to !== Number.POSITIVE_INFINITY);
	return [
		...(isStopped ? [] : nearPages(logs, bounded)),
		...cutPages(logs, open),
	];
}

/** The gap at the newest end, together with the one behind it where little lies between them: so one answer brings all that another query has to show. What a lost connection left open is asked for by itself, as is what has to be searched for. */
function withNext(logs: Logs, tail: Gap, next: Gap | undefined): Gap {
	if (
		next === undefined ||
		isNarrowedHere(logs) ||
		logs.cuts.some(({to}) => to > next.to)
	) {
		return tail;
	}

	const list = listOf(logs);
	const last = list.last();
	const near =
		last === undefined
			? []
			: [
					last,
					...walk(last, logs.height * screensAhead, (item) =>
						list.previous(item),
					),
				];
	return near.some((item) => gapAt(item, [next]) !== undefined)
		? {from: next.from, to: tail.to}
		: tail;
}

/** Gaps that are worth asking for: those that failed are not. */
function openGaps(logs: Logs): readonly Gap[] {
	const {asked} = logs;
	const {range} = asked;
	return withoutFailed(
		gaps(knownCoverage(logs), loadedFilter(asked), {
			from: range.since ?? 0,
			to: endOfAsked(logs, asked),
		}),
		logs.failedGaps,
	);
}

/** The gap nearest the reader: on the screen, within a screen of it, or around what is shown, since entries within a gap may be held that were loaded for something else. */
function nearPages(logs: Logs, open: readonly Gap[]): readonly WantedPage[] {
	if (open.length === 0) {
		return [];
	}

	const list = listOf(logs);
	const selected = selectedItem(logs, list);
	const reach = logs.height * screensAhead;
	const near =
		selected === undefined
			? []
			: [
					selected,
					...alternate(
						walk(selected, reach, (item) => list.previous(item)),
						walk(selected, reach, (item) => list.next(item)),
					),
				];
	const anchor = anchorTime(logs, list);
	for (const item of near) {
		const gap = gapAt(item, open);
		if (gap !== undefined) {
			return [pageTowards(logs, gap, anchor)];
		}
	}

	return [];
}

function gapAt(item: Item, open: readonly Gap[]): Gap | undefined {
	if (item.kind === 'entry') {
		return open.find(({from, to}) => item.time >= from && item.time < to);
	}

	const {kind, time} = item.rule;
	return kind === 'gap' || kind === 'full'
		? open.find(({to}) => to === time)
		: undefined;
}

/** Asks for the side of a gap that is nearest to an instant. */
function pageTowards(logs: Logs, gap: Gap, anchor: Micros): WantedPage {
	if (anchor >= gap.to) {
		return page(logs, gap, 'desc');
	}

	return anchor > gap.from
		? page(logs, {from: anchor, to: gap.to}, 'asc')
		: page(logs, gap, 'asc');
}

/** What a lost connection left open is filled wherever the reader is. */
function cutPages(logs: Logs, open: readonly Gap[]): readonly WantedPage[] {
	const pages: WantedPage[] = [];
	for (const cut of logs.cuts.toReversed()) {
		for (const gap of open.toReversed()) {
			const from = Math.max(gap.from, cut.from);
			const to = Math.min(gap.to, cut.to);
			if (from < to && to !== Number.POSITIVE_INFINITY) {
				const wantedPage = page(logs, {from, to}, 'desc');
				pages.push(wantedPage);
				if (wantedPage.dueAt === 0) {
					return pages;
				}
			}
		}
	}

	return pages;
}

function seamPages(logs: Logs): readonly WantedPage[] {
	const {connection} = logs;
	if (connection.kind !== 'live' || connection.tail.kind !== 'settling') {
		return [];
	}

	const {tail, filter} = connection;
	const gap = {from: tail.reached, to: Number.POSITIVE_INFINITY};
	return [{...wantedPage(logs, gap, 'asc', filter), dueAt: tail.dueAt}];
}

/** What was taken to be whole is asked for once more when it is time. */
function recheckPages(logs: Logs): readonly WantedPage[] {
	const recheck = nextRecheck(logs);
	if (recheck === undefined) {
		return [];
	}

	const {filter, from, to, dueAt} = recheck;
	return [{...exactPage(logs, {from, to}, 'asc', filter), dueAt}];
}

/** Goes on where the reader would get to last. */
function rangePages(logs: Logs): readonly WantedPage[] {
	if (rangePaging(logs) !== 'going') {
		return [];
	}

	const order = logs.traits.isAtHand === true ? 'desc' : logs.query.order;
	const open = openGaps(logs);
	const gap = order === 'asc' ? open[0] : open.at(-1);
	return gap === undefined ? [] : [page(logs, gap, order)];
}

function page(logs: Logs, gap: Gap, order: Order): WantedPage {
	return wantedPage(logs, gap, order, loadedFilter(logs.asked));
}

function alternate(above: readonly Item[], below: readonly Item[]): Item[] {
	return Array.from(
		{length: Math.max(above.length, below.length)},
		(_, index) => [above[index], below[index]],
	)
		.flat()
		.filter((item) => item !== undefined);
}

/** A page of past logs that ought to be asked for. */
export type WantedPage = {
	readonly kind: 'page';
	readonly filter: Filter;
	readonly order: Order;
	/** What it is to fill: [from, to), to the server's now when `to` is `Infinity`. */
	readonly from: Micros;
	readonly to: Micros;
	/** What is asked for: more than that when a cursor goes on where another page ended. */
	readonly range: Gap;
	readonly limit: number;
	readonly cursor?: string;
	/** Not before this, by our clock. */
	readonly dueAt: Micros;
};

/** What the platform logs in ten seconds at most: of late pages overlap by some seconds. */
const recentLimit = 10_000;
/** Entries that are looked at for one that a page may hold. */
const mostTried = 500;

/** How a gap is asked for, from one of its sides. */
export function wantedPage(
	logs: Logs,
	{from, to}: Gap,
	order: Order,
	filter: Filter,
): WantedPage {
	const isRecent = isOfLate(logs, to) || isSeam(order, to);
	const gap = {filter, order, from, to};
	const continuation = continuationOf(logs, gap);
	const isContinued =
		continuation !== undefined &&
		// What was logged of late is asked for by its time, a little over.
		(!isRecent || isStuck(continuation));
	return {
		kind: 'page',
		...gap,
		limit: isRecent
			? Math.min(recentLimit, logs.traits.pageLimit)
			: shortPageLimit(logs.traits),
		dueAt: lagOf(logs, {filter, to})?.dueAt ?? 0,
		...goOnFrom(
			isContinued
				? continuation
				: {range: {from, to: isRecent ? overEnd(logs, filter, to) : to}},
		),
	};
}

/** How a span is asked for that past logs have come to: in few requests, and nothing beyond it. */
function exactPage(
	logs: Logs,
	{from, to}: Gap,
	order: Order,
	filter: Filter,
): WantedPage {
	const gap = {filter, order, from, to};
	const continuation = continuationOf(logs, gap);
	return {
		kind: 'page',
		...gap,
		limit: Math.min(recentLimit, logs.traits.pageLimit),
		dueAt: 0,
		...goOnFrom(
			continuation !== undefined && isStuck(continuation)
				? continuation
				: {range: {from, to}},
		),
	};
}

function goOnFrom({range, cursor}: Reach): Reach {
	return {range, ...(cursor !== undefined && {cursor})};
}

type Reach = Pick<WantedPage, 'range' | 'cursor'>;

/** Whether a page is to tell of the seam with the live stream. */
function isSeam(order: Order, to: Micros): boolean {
	return order === 'asc' && to === Number.POSITIVE_INFINITY;
}

/** Whether an instant is so close to the newest entry that past logs may not have come to it yet. */
function isOfLate({connection, buffer}: Logs, to: Micros): boolean {
	return (
		to !== Number.POSITIVE_INFINITY &&
		connection.kind !== 'none' &&
		to > (buffer.lastTime ?? 0) - longestLag
	);
}

/** Up to when a page is asked for that is to end at `to`: up to an entry that is held and far enough behind that for past logs that have it to have all before `to`. */
function overEnd(logs: Logs, filter: Filter, to: Micros): Micros {
	const {buffer} = logs;
	const from = to + seamMargin(logs);
	let tried = 0;
	for (const place of buffer.places(from, Number.POSITIVE_INFINITY)) {
		const entry = buffer.entry(buffer.idAt(place));
		if (
			entry !== undefined &&
			isAskedFor(filter, entry, buffer.originAt(place))
		) {
			return entry.time + 1;
		}

		tried++;
		if (tried === mostTried) {
			break;
		}
	}

	return Number.POSITIVE_INFINITY;
}

export function pageKey(
	{filter, order, from, to, range, cursor, dueAt}: WantedPage,
	connection: Connection,
	reloads: number,
): string {
	// What was asked for when the stream was on its way is asked for once more when it is open; what has not come by then is not.
	const again =
		to === Number.POSITIVE_INFINITY && isToldEarly(connection) ? ' again' : '';
	// A span whose page was filled by what lies behind it is asked for once more, without that.
	const reach = range.to > to ? 'over' : 'exact';
	return `page ${JSON.stringify(filter)} ${order} ${from} ${to} ${reach}${again} ${cursor ?? ''} ${dueAt} ${reloads}`;
}
