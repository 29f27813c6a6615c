import {type Micros} from '../../log/entry.ts';
import {loadedFilter, type Order} from '../../log/query.ts';
import {type Gap, gaps} from '../../timeline/coverage.ts';
import {knownCoverage} from '../../timeline/known.ts';
import {type Connection} from '../../timeline/connection.ts';
import {mayAskToNow} from '../../timeline/open-connection.ts';
import {nextRecheck} from '../../timeline/recheck.ts';
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
import {exactPage, type WantedPage, wantedPage} from './wanted-page.ts';

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

/** The gap nearest the reader, when it is on the screen or within a screen of it, or when what is there lies in it: of a gap some entries may be held that were loaded for something else. */
function nearPages(logs: Logs, open: readonly Gap[]): readonly WantedPage[] {
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
