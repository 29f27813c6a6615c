import {contentKey, type Entry, type Micros} from '../../log/entry.ts';
import {type Failure} from '../../log/failure.ts';
import {type Filter, isSameFilter, matches} from '../../log/query.ts';
import {type PastAction} from '../action.ts';
import {cover, gaps} from '../coverage.ts';
import {seamMargin} from '../known.ts';
import {type EntryId, type Origin} from '../log-buffer.ts';
import {markAgain} from '../mark.ts';
import {land, type Landing, type Page} from '../page.ts';
import {join} from '../seam.ts';
import {
	type Connection,
	type Continuation,
	type Cut,
	type FailedGap,
	type Logs,
	type Selection,
	type Tail,
} from '../state.ts';
import {evict} from './evict.ts';
import {certainFrom, hasReached, joined} from './join-tail.ts';

const mostContinuations = 8;

type Held = {
	readonly id: EntryId;
	readonly entry: Entry;
	readonly origin: Origin;
};

export function updatePast(logs: Logs, action: PastAction): Logs {
	switch (action.kind) {
		case 'page-landed': {
			return evict(
				landed(
					{
						...logs,
						malformedCount: logs.malformedCount + action.malformedCount,
					},
					action.page,
					action.at,
				),
			);
		}

		case 'page-failed': {
			return failed(logs, action);
		}

		case 'retry-gap': {
			return {
				...logs,
				failedGaps: logs.failedGaps.filter(
					({from, to}) => to <= action.from || from >= action.to,
				),
			};
		}
	}
}

/** Where a page that goes on continues an earlier one. */
export function continuationOf(
	{continuations}: Logs,
	{filter, order, from, to}: Pick<Page, 'filter' | 'order' | 'from' | 'to'>,
) {
	return continuations.find(
		(one) =>
			one.order === order &&
			one.at === (order === 'desc' ? to : from) &&
			isSameFilter(one.filter, filter),
	);
}

function landed(logs: Logs, unsorted: Page, at: Micros): Logs {
	const page = {
		...unsorted,
		entries: unsorted.entries.toSorted((a, b) => a.time - b.time),
	};
	const continuation = continuationOf(logs, page);
	const landing = land(page, continuation?.carried);
	const newest = landing.entries.at(-1)?.time;
	const isOpenEnded = landing.to === Number.POSITIVE_INFINITY;
	const to = isOpenEnded ? (newest ?? landing.from - 1) + 1 : landing.to;
	const {found, freshCount} = placed(logs, page, landing, to);
	const tail = tailOf(logs, page);
	const isSettling = tail?.kind === 'settling';
	// Whether it is one of several pages that tell of the seam together.
	const isBetween = isSettling && !isOpenEnded;
	const next: Logs = {
		...logs,
		...found,
		connection: toldOf(logs.connection, newest ?? 0),
		cuts: filled(
			tail?.kind === 'open' ? bounded(logs, landing.from) : logs,
			landing,
			page.filter,
			freshCount,
		),
		coverage: isBetween
			? logs.coverage
			: cover(logs.coverage, {
					from: isSettling ? tail.verifiedUntil : landing.from,
					// The newest instants may still get company; it is the live stream that goes on from there.
					to: isOpenEnded ? to - seamMargin : to,
					filter: page.filter,
				}),
		continuations: continued(logs, page, landing, continuation),
	};
	if (next.connection.kind !== 'live' || tail === undefined) {
		return next;
	}

	const nextTail: Tail = isBetween
		? {...tail, reached: landing.to, dueAt: 0}
		: joined(next.connection, {from: landing.from, newest, at});
	return {
		...next,
		isTailOverdue: false,
		failedGaps: hasReached(next.connection, newest)
			? next.failedGaps
			: [...next.failedGaps, ...neverSettled(next, nextTail)],
		connection: {...next.connection, tail: nextTail},
	};
}

/** What past logs did not tell in all the time that they were given. Where the stream has brought nothing yet, they cannot lag behind it. */
function neverSettled(
	{coverage, connection}: Logs,
	tail: Tail,
): readonly FailedGap[] {
	return connection.kind === 'live' &&
		connection.tail.kind === 'settling' &&
		tail.kind === 'settled'
		? gaps(coverage, connection.filter, {
				from: connection.tail.verifiedUntil,
				to: tail.from,
			}).map((gap) => ({...gap, failure: lagging}))
		: [];
}

const lagging: Failure = {
	message: 'Past logs did not catch up with the live stream.',
	isRefusal: false,
};

/** The seam of which a page tells: one that reaches up to the server's now. */
function tailOf({connection}: Logs, page: Page): Tail | undefined {
	return connection.kind === 'live' &&
		isSameFilter(connection.filter, page.filter) &&
		page.to === Number.POSITIVE_INFINITY
		? connection.tail
		: undefined;
}

/** An entry up to the end of a page may come from the stream as well. */
function toldOf(connection: Connection, newest: Micros): Connection {
	return connection.kind === 'live'
		? {
				...connection,
				joinedUntil: Math.max(connection.joinedUntil, newest),
			}
		: connection;
}

function continued(
	{continuations}: Logs,
	page: Page,
	landing: Landing,
	previous: Continuation | undefined,
): readonly Continuation[] {
	const others = continuations.filter((one) => one !== previous);
	return page.next === undefined
		? others
		: [
				{
					filter: page.filter,
					order: page.order,
					at: page.order === 'desc' ? landing.from : landing.to,
					cursor: page.next,
					range: page.range,
					carried: landing.carried,
				},
				...others,
			].slice(0, mostContinuations);
}

/** The first page after a lost connection says where its hole ends; what is newer is joined to the stream. */
function bounded(logs: Logs, to: Micros): Logs {
	const {connection, cuts} = logs;
	return connection.kind === 'live'
		? {
				...logs,
				cuts: cuts.map((cut) =>
					cut.after === connection.before ? {...cut, to} : cut,
				),
			}
		: logs;
}

/** Counts what a page has brought of what a lost connection had missed. */
function filled(
	{cuts, coverage}: Logs,
	{from, to}: Landing,
	filter: Filter,
	freshCount: number,
): readonly Cut[] {
	const index = cuts.findLastIndex(
		(cut) =>
			(to === Number.POSITIVE_INFINITY || (cut.from < to && cut.to > from)) &&
			isSameFilter(cut.filter, filter) &&
			gaps(coverage, filter, {from: cut.from, to}).length > 0,
	);
	return cuts.map((cut, at) =>
		at === index ? {...cut, filledCount: cut.filledCount + freshCount} : cut,
	);
}

/** Puts a page among what is held; what is selected or marked is found again when the page holds it too. */
function placed(logs: Logs, page: Page, landing: Landing, to: Micros) {
	const {buffer, selection, marks, rangeFrom} = logs;
	const held: Held[] = [];
	for (const place of buffer.places(landing.from, to)) {
		const id = buffer.idAt(place);
		const entry = buffer.entry(id);
		if (entry !== undefined) {
			held.push({id, entry, origin: buffer.originAt(place)});
		}
	}

	const origin = {source: 0, text: page.filter.text};
	const all = join(landing.entries, held, (one) => stays(one, page));
	const ids = buffer.replace(
		landing.from,
		to,
		all.map((one) => ('entry' in one ? one : {entry: one, origin})),
	);
	return {
		found: {
			selection: foundAgain(selection, all, ids),
			marks: marks.map((mark) => markAgain(mark, all, ids)),
			...(rangeFrom !== undefined && {
				rangeFrom: markAgain(rangeFrom, all, ids),
			}),
		},
		freshCount: all.length - held.length,
	};
}

/** The selection when what it stands for is held under another id, or at last. */
function foundAgain(
	selection: Selection,
	all: ReadonlyArray<Entry | Held>,
	ids: readonly EntryId[],
): Selection {
	const id = ids[indexOfSelected(selection, all)];
	if (id === undefined) {
		return selection;
	}

	return selection.kind === 'awaited'
		? {kind: 'entry', id, time: selection.entry.time}
		: selection.kind === 'entry'
			? {...selection, id}
			: selection;
}

function indexOfSelected(
	selection: Selection,
	all: ReadonlyArray<Entry | Held>,
): number {
	switch (selection.kind) {
		case 'entry': {
			return all.findIndex((one) => 'entry' in one && one.id === selection.id);
		}

		case 'awaited': {
			const key = contentKey(selection.entry);
			return all.findIndex(
				(one) => contentKey('entry' in one ? one.entry : one) === key,
			);
		}

		case 'newest':
		case 'first':
		case 'rule':
		case 'instant': {
			return -1;
		}
	}
}

/** Whether an entry that the page lacks is held on to. */
function stays({entry, origin}: Held, page: Page): boolean {
	const isAtSeam =
		entry.time < page.from + seamMargin || entry.time >= page.to - seamMargin;
	return (
		(origin.source > 0 && (isAtSeam || page.to === Number.POSITIVE_INFINITY)) ||
		!isAskedFor(page.filter, entry, origin)
	);
}

/** Whether a page of this filter has to hold the entry. What a server finds for a text is its own affair. */
function isAskedFor(filter: Filter, entry: Entry, {text}: Origin): boolean {
	return (
		matches(filter, entry) ||
		(text === filter.text && matches({...filter, text: ''}, entry))
	);
}

function failed(
	logs: Logs,
	{
		from,
		to,
		failure,
		serverTime,
	}: Extract<PastAction, {readonly kind: 'page-failed'}>,
): Logs {
	const {connection} = logs;
	if (to !== Number.POSITIVE_INFINITY || connection.kind !== 'live') {
		return {...logs, failedGaps: [...logs.failedGaps, {from, to, failure}]};
	}

	const certain =
		certainFrom(connection) ?? Math.max(from, serverTime) + seamMargin;
	return {
		...logs,
		failedGaps: [...logs.failedGaps, {from, to: certain, failure}],
		connection: {...connection, tail: {kind: 'settled', from: certain}},
		isTailOverdue: false,
	};
}
