import {
	contentKey,
	hasOwnTime,
	isSameContent,
	type Micros,
} from '../log/entry.ts';
import {isSameFilter} from '../log/query.ts';
import {type Failure} from '../log/failure.ts';
import {type Landing, type Page, land, shortestSpan} from './page.ts';
import {type Continuation, type Timeline} from './timeline.ts';

/** Finds where a page goes on that continues an earlier one. */
export function continuationOf(
	{continuations}: Pick<Timeline, 'continuations'>,
	{filter, order, from, to}: Pick<Page, 'filter' | 'order' | 'from' | 'to'>,
): Continuation | undefined {
	return continuations.find(
		(one) =>
			one.order === order &&
			one.at === (order === 'desc' ? to : from) &&
			(to !== Number.POSITIVE_INFINITY || one.range.to === to) &&
			isSameFilter(one.filter, filter),
	);
}

/** What has become of a page, and how paging goes on after it. */
export type Turned = {readonly continuations: readonly Continuation[]} & (
	| {readonly kind: 'landed'; readonly landing: Landing}
	/** It holds something of the page before it: what follows is asked for by its time instead. */
	| {readonly kind: 'overlapping'}
	/** Paging would never come to an end. */
	| {readonly kind: 'circle'}
);

export const circling: Failure = {
	message: 'The pages of past logs go round in a circle.',
	isRefusal: false,
};

const mostContinuations = 8;
/** Pages in a row that bring no instant whole: a server may look through days in which nothing matches. */
const mostStalled = 1000;

/** Whether it is by the cursor alone that paging can go on: an instant holds more than a page. */
export function isStuck({stalled}: Continuation): boolean {
	return stalled.length > 0;
}

/** How paging goes on after a page; `circle` when it never would. What follows a page of late is asked for by its time. */
function goOn(
	others: readonly Continuation[],
	page: Page,
	landing: Landing,
	previous: Continuation | undefined,
): readonly Continuation[] | 'circle' {
	const {filter, order, range, next} = page;
	if (
		!landing.isStalled &&
		(next === undefined || isOver(page) || isFilled(page))
	) {
		return others;
	}

	const further: Continuation = {
		filter,
		order,
		at: order === 'desc' ? landing.from : landing.to,
		...(next !== undefined && {cursor: next}),
		range,
		carried: landing.carried,
		stalled: isDense(landing, previous) ? [page.cursor ?? ''] : [],
	};
	const taken = landing.isStalled
		? afterStalled(further, page, previous)
		: further;
	return taken === 'circle'
		? taken
		: [taken, ...others].slice(0, mostContinuations);
}

/** Whether a page that was come to by its cursor alone brings so short a span that what follows it can be come to by time no more than itself. */
function isDense(
	{from, to}: Landing,
	previous: Continuation | undefined,
): boolean {
	return (
		previous !== undefined && isStuck(previous) && to - from < shortestSpan
	);
}

/** How paging goes on after a page that has brought no instant whole. */
function afterStalled(
	further: Continuation,
	page: Page,
	previous: Continuation | undefined,
): Continuation | 'circle' {
	const {from, to, range, cursor, next} = page;
	const {carried = [], stalled = []} = previous ?? {};
	if (cursor === undefined && range.to > to) {
		// What it was asked over has filled it: without that there is room.
		return {
			...withoutCursor(further),
			range: {from, to},
			carried: [],
			stalled: [''],
		};
	}

	const cursors = [...stalled, cursor ?? ''];
	return next === undefined ||
		cursors.includes(next) ||
		cursors.length > mostStalled ||
		(stalled.length > 0 && isRepeated(page, carried))
		? 'circle'
		: {...further, stalled: cursors};
}

/** Whether it has all that it is to fill: what it has beyond that was not taken, and its cursor leads past it. */
function isFilled({order, from, to, whole}: Page): boolean {
	return order === 'desc' ? whole.from <= from : whole.to >= to;
}

function withoutCursor({cursor, ...further}: Continuation): Continuation {
	return further;
}

/** Whether it was asked for by its time, and a little over. */
function isOver({order, range, to, cursor}: Page): boolean {
	return (
		cursor === undefined &&
		(range.to > to || (order === 'asc' && to === Number.POSITIVE_INFINITY))
	);
}

/** Whether a page that goes on holds something that the page before it had: by its cursor something may be missing then, too. */
function isOverlapping(
	{order, from, to, cursor, entries}: Page,
	{carried, stalled}: Continuation,
): boolean {
	if (cursor === undefined || stalled.length > 0) {
		return false;
	}

	const times = new Set(carried.map(({time}) => time));
	const keys = new Set(carried.map((entry) => contentKey(entry)));
	// Where none of them has a time, there is nothing else to go on by: they are others that are alike.
	const isTimed = carried.some((entry) => hasOwnTime(entry));
	return entries.some(
		(entry) =>
			(order === 'desc' ? entry.time >= to : entry.time < from) ||
			((hasOwnTime(entry) ? times.has(entry.time) : isTimed) &&
				keys.has(contentKey(entry))),
	);
}

/** Whether a page of one instant is the page before once more. */
function isRepeated(
	{order, entries}: Page,
	carried: Continuation['carried'],
): boolean {
	const before =
		order === 'desc'
			? carried.slice(0, entries.length)
			: carried.slice(-entries.length);
	return (
		before.length === entries.length &&
		// Those that are alike and have no time may be others: the cursors tell of a circle then.
		entries.some((entry) => hasOwnTime(entry)) &&
		entries.every((entry, index) => {
			const other = before[index];
			return other !== undefined && isSameContent(entry, other);
		})
	);
}

/** Takes a page as what it is worth: servers end pages badly, and hand them out twice. */
export function turnPage(
	continuations: readonly Continuation[],
	page: Page,
	margin: Micros,
): Turned {
	const sortedPage = sortEntries(page);
	const known = continuationOf({continuations}, page);
	const previous = known?.cursor === page.cursor ? known : undefined;
	const others = continuations.filter((one) => one !== known);
	if (previous !== undefined && isOverlapping(sortedPage, previous)) {
		return {kind: 'overlapping', continuations: others};
	}

	const landing = land(sortedPage, previous?.carried ?? [], margin);
	const further = goOn(others, sortedPage, landing, previous);
	return further === 'circle'
		? {kind: 'circle', continuations: others}
		: {kind: 'landed', continuations: further, landing};
}

/** Nearly all pages are so already. */
function sortEntries(page: Page): Page {
	const {entries} = page;
	const isSorted = entries.every(
		({time}, index) =>
			index === 0 || time >= (entries[index - 1]?.time ?? time),
	);
	return isSorted
		? page
		: {...page, entries: entries.toSorted((a, b) => a.time - b.time)};
}
