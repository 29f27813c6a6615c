import {type Entry, hasOwnTime, type Micros} from '../log/entry.ts';
import {type Filter, type Order} from '../log/query.ts';
import {type TimeSpan} from '../log/time-range.ts';
import {type Gap} from './coverage.ts';

/** Servers are asked in milliseconds. */
export const shortestSpan: Micros = 1000;

/** A page of past logs as it was asked for and came. */
export type Page = {
	readonly filter: Filter;
	readonly order: Order;
	/** What it is to fill: [from, to), to the server's now when `to` is `Infinity`. */
	readonly from: Micros;
	readonly to: Micros;
	/** What was asked for: another span than that when a cursor went on where another page ended, and a little more when it is to be seen whether past logs have come so far. */
	readonly range: Gap;
	readonly cursor?: string;
	/** The span of which the page has all. */
	readonly whole: TimeSpan;
	/** Spans within `whole` of which not all can be had. */
	readonly passedOver?: ReadonlyArray<TimeSpan & {readonly why?: string}>;
	/** Oldest first, whatever the order. */
	readonly entries: readonly Entry[];
	/** Absent where the page cannot be gone on from. */
	readonly next?: string;
	/** The server's clock when it answered. */
	readonly serverTime?: Micros;
};

/** What a page says, with what it carries over to the next one. */
export type Landing = {
	/** Its entries in [from, to) have their place in the list. */
	readonly from: Micros;
	readonly to: Micros;
	/** All from `from` up to here is known. */
	readonly certainTo: Micros;
	readonly entries: readonly Entry[];
	/** Entries of the instant that the border of the page may have cut in two. */
	readonly carried: readonly Entry[];
	/** It has brought no instant whole of what it is to fill. */
	readonly isStalled: boolean;
};

/**
Takes of a page what is certain. Spans end between instants: the last instant of a page that goes on may be incomplete, so it waits for the next page.

Past logs may lag behind: a page that was asked for more than it is to fill is known up to a margin before its newest entry.
*/
export function land(
	page: Page,
	carried: readonly Entry[],
	margin: Micros,
): Landing {
	const {order, next} = page;
	const isDescending = order === 'desc';
	const all = isDescending
		? [...page.entries, ...carried]
		: [...carried, ...page.entries];
	const {from, to} = wholeOf(page);
	const endBehind = (last: Entry | undefined) => (last?.time ?? from - 1) + 1;
	/** Only what has a time of its own tells how far past logs have come. */
	const reached = isOver(page)
		? endBehind(all.findLast((entry) => hasOwnTime(entry)))
		: undefined;
	const placedTo = isOver(page)
		? Math.min(to, Math.max(from, endBehind(all.at(-1))))
		: to;
	return {
		from,
		to: placedTo,
		certainTo:
			reached === undefined || reached > page.to + margin
				? to
				: certainOf(page, {from, to}, reached - margin),
		entries: entriesWithin(all, from, placedTo),
		carried:
			next === undefined
				? []
				: all.filter(
						({time}) =>
							time >= page.from &&
							time < page.to &&
							(isDescending ? time < from : time >= to),
					),
		isStalled: from >= to,
	};
}

/** Those of a span, which mostly follow each other. */
function entriesWithin(
	all: readonly Entry[],
	from: Micros,
	to: Micros,
): readonly Entry[] {
	const isWithin = ({time}: Entry) => time >= from && time < to;
	const first = all.findIndex((entry) => isWithin(entry));
	const last = all.findLastIndex((entry) => isWithin(entry));
	const run = first === -1 ? [] : all.slice(first, last + 1);
	return run.every((entry) => isWithin(entry))
		? run
		: run.filter((entry) => isWithin(entry));
}

/** What of the span to fill the page has whole; where it has none of it, the empty span at the side from which it is read. */
function wholeOf({order, range, whole, ...page}: Page): Gap {
	const from = Math.max(page.from, range.from);
	const to = Math.min(page.to, range.to);
	return order === 'desc'
		? {from: Math.min(to, Math.max(from, whole.from)), to}
		: {from, to: Math.max(from, Math.min(to, whole.to))};
}

/** Where a page spans less than the margin, paging has to go on all the same. */
function certainOf(page: Page, {from, to}: Gap, certainTo: Micros): Micros {
	return page.order === 'asc' && goesOn(page) && certainTo <= from
		? to
		: Math.min(to, certainTo);
}

/** Whether another page has to follow before all is read that was asked for: by a cursor, or by its time. */
export function goesOn({order, range, whole, next}: Page): boolean {
	return (
		next !== undefined ||
		(order === 'asc' ? whole.to < range.to : whole.from > range.from)
	);
}

function isOver({cursor, range, to}: Page): boolean {
	return (
		to === Number.POSITIVE_INFINITY || (cursor === undefined && range.to > to)
	);
}
