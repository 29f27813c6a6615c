/* eslint-disable no-await-in-loop -- A page is asked for again after it has come. */
import {hasOwnTime, type EntryBatch, type Micros} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {isAsked, type Order} from '../../log/query.ts';
import {
	isWithin,
	type TimeRange,
	type TimeSpan,
	toSpan,
} from '../../log/time-range.ts';
import {isCursorRefused} from '../errors.ts';
import {type Page, type PastRequest} from '../feed.ts';
import {isAgainst, joinBatches, ownTimesOf, timesOf} from '../json/batch.ts';
import {
	type ReadPageOptions,
	sendForPage,
	toRange,
	turnBatch,
	turnedError,
	withRest,
} from './send-for-page.ts';

/** Asks for a page of the past, and once more where it is doubtful. */
export async function readPage(
	request: PastRequest,
	options: ReadPageOptions,
): Promise<Page> {
	const start = startOf(request);
	const {span} = start;
	let {cursor} = start;
	/** Entries at the start that came with the page before. */
	let repeatedCount = 0;
	let countBefore: number | undefined;
	for (let doubts = 0; ; doubts++) {
		let answer;
		try {
			answer = await sendForPage(request, {...options, cursor, span});
		} catch (error) {
			if (cursor === undefined || !isCursorRefused(error)) {
				throw error;
			}

			// The server does not know its cursor any more: what follows is asked for by its time.
			cursor = undefined;
			repeatedCount = start.carriedCount;
			continue;
		}

		answer = await withRest(request, {...options, cursor, span}, answer);
		const {next, isCutOff, serverTime} = answer;
		const batches = [...answer.batches];
		const times = timesOf(batches);
		const ownTimes = ownTimesOf(batches, times);
		const isFull = !isCutOff && countLines(batches) >= request.limit;
		// That of a page that was cut off leads past what is missing.
		// Of a full page that is the timeline's to notice.
		const isStill =
			!isFull && start.cursor !== undefined && next?.cursor === start.cursor;
		if (isStill && cursor !== undefined) {
			// It leads nowhere, and what it has given may have come before.
			cursor = undefined;
			repeatedCount = start.carriedCount;
			continue;
		}

		const nextCursor = isCutOff || isStill ? undefined : next?.cursor;
		const hasNext = isCutOff || (next !== undefined && !isStill);
		const isTurned = isAgainst(request.order, times);
		if (isTurned && hasNext) {
			throw turnedError(request.order);
		}

		const judged = judgePage(
			{
				order: request.order,
				range: span,
				times: ownTimes,
				count: times.length,
				isFull,
				hasNext,
			},
			doubts === mostDoubts ? times.length : countBefore,
		);
		if (judged.kind === 'doubtful') {
			countBefore = times.length;
			continue;
		}

		return toPage(request, judged, {
			batches,
			times,
			ownTimes,
			span,
			cursor,
			repeatedCount,
			hasNext,
			nextCursor,
			isTurned,
			serverTime,
		});
	}
}

/** A page that is shorter each time it comes is taken at last. */
const mostDoubts = 5;

/** How many lines an answer had, those that are no entries among them. */
function countLines(batches: ReadonlyArray<EntryBatch<EntryColumns>>): number {
	let count = 0;
	for (const {entries, malformedCount} of batches) {
		count += entries.length + malformedCount;
	}

	return count;
}

/** The page that an answer makes, once it is known for which span it is whole. */
function toPage(
	request: PastRequest,
	{whole: judgedWhole, isFollowed}: Extract<Judgement, {kind: 'taken'}>,
	{
		batches,
		times,
		ownTimes,
		span,
		cursor,
		repeatedCount,
		hasNext,
		nextCursor,
		isTurned,
		serverTime,
	}: {
		readonly batches: ReadonlyArray<EntryBatch<EntryColumns>>;
		readonly times: Float64Array;
		/** Of the entries that have one of their own. */
		readonly ownTimes: Float64Array;
		readonly span: TimeSpan;
		/** That of the request; absent where it was asked for by its time. */
		readonly cursor: string | undefined;
		/** Entries at the start that came with the page before. */
		readonly repeatedCount: number;
		readonly hasNext: boolean;
		readonly nextCursor: string | undefined;
		/** The server gave it the wrong way round. */
		readonly isTurned: boolean;
		readonly serverTime: Micros | undefined;
	},
): Page {
	const isStuck =
		hasNext &&
		judgedWhole.from >= judgedWhole.to &&
		(!isFollowed || nextCursor === undefined);
	const passed = isStuck ? instantAt(request.order, span, ownTimes) : undefined;
	const whole = passed ?? judgedWhole;
	const at = request.order === 'asc' ? whole.to : whole.from;
	const batch = joinBatches(
		batches,
		takeOf(
			{...request, ...(cursor === undefined && {range: toRange(span)})},
			repeatedCount,
		),
	);
	let carriedCount = 0;
	for (const time of times) {
		const isBehind = request.order === 'asc' ? time >= at : time < at;
		carriedCount += isBehind ? 1 : 0;
	}

	return {
		batch: isTurned ? turnBatch(batch) : batch,
		whole,
		...(passed !== undefined && {passedOver: [passed]}),
		...(isFollowed &&
			passed === undefined &&
			nextCursor !== undefined && {
				next: `${at} ${carriedCount} ${nextCursor}`,
			}),
		...(serverTime !== undefined && {serverTime}),
	};
}

/** Takes what was asked for. What has no time of its own is always taken, in the range. */
function takeOf(
	{filter, range}: PastRequest,
	repeatedCount: number,
): (entries: EntryColumns, index: number) => Micros | undefined {
	const takesAll = filter.levels.length + filter.regions.length === 0;
	let count = 0;
	return (entries, index) => {
		const time = entries.time(index);
		const isInside = isWithin(time, range);
		if (!isInside && hasOwnTime({time, timeText: entries.timeText(index)})) {
			return undefined;
		}

		count++;
		const isTaken =
			count > repeatedCount &&
			(takesAll ||
				isAsked(filter, {
					level: entries.level(index),
					region: entries.region(index),
				}));
		return isTaken ? (isInside ? time : nearestWithin(time, range)) : undefined;
	};
}

function nearestWithin(time: Micros, {since, until}: TimeRange): Micros {
	const notAfter = until === undefined ? time : Math.min(time, until - 1);
	return since === undefined ? notAfter : Math.max(notAfter, since);
}

/** The instant at the start of a page that has no other, and cannot be gone on from. */
function instantAt(
	order: Order,
	{from, to}: TimeSpan,
	times: Float64Array,
): TimeSpan {
	const first = times[0];
	if (first === undefined) {
		return {from, to};
	}

	return order === 'asc'
		? {from, to: Math.min(to, first + 1)}
		: {from: Math.max(from, first), to};
}

/** A cursor is where the page before has ended, how many entries it had behind that, and the server's own. */
function startOf({cursor, order, range}: PastRequest): {
	readonly cursor: string | undefined;
	readonly carriedCount: number;
	readonly span: TimeSpan;
} {
	const span = toSpan(range);
	const [, at, carried, own] = /^(\S+) (\d+) (.+)$/sv.exec(cursor ?? '') ?? [];
	if (own === undefined) {
		return {cursor: undefined, carriedCount: 0, span};
	}

	return {
		cursor: own,
		carriedCount: Number(carried),
		span:
			order === 'asc'
				? {from: Number(at), to: span.to}
				: {from: span.from, to: Number(at)},
	};
}

/**
Judges a page by how it ends: servers end pages badly.

The last instant of a page that goes on may be incomplete. A cursor is followed only from a full page: one that is shorter may have been cut off, and its cursor would lead past what is missing; what follows such a page is asked for by its time. Where it has no instant whole, or no entry that has a time, there is nothing but the cursor, once the page has come twice with the same number of entries.
*/
export function judgePage(
	{order, range, times, count = times.length, isFull, hasNext}: RawPage,
	/** How many entries it had when it was asked for before. */
	countBefore: number | undefined,
): Judgement {
	if (!hasNext) {
		return {kind: 'taken', whole: range, isFollowed: false};
	}

	const whole = wholeSpan(order, range, times);
	if (isFull) {
		return {kind: 'taken', whole, isFollowed: true};
	}

	if (whole.from < whole.to) {
		return {kind: 'taken', whole, isFollowed: false};
	}

	return count === countBefore
		? {kind: 'taken', whole, isFollowed: true}
		: {kind: 'doubtful'};
}

/** A page as it came. */
type RawPage = {
	readonly order: Order;
	/** What is asked for and was not read before. */
	readonly range: TimeSpan;
	/** Of all its entries that have one of their own, in any order. */
	readonly times: readonly Micros[] | Float64Array;
	/** How many entries it has. */
	readonly count?: number;
	/** It has as many entries as were asked for. */
	readonly isFull: boolean;
	/** The server says that there is another page. */
	readonly hasNext: boolean;
};

/** What a page is worth: of which span it has all, and whether its cursor can be followed. */
type Judgement =
	| {
			readonly kind: 'taken';
			readonly whole: TimeSpan;
			readonly isFollowed: boolean;
	  }
	/** It is asked for once more: what was cut off is longer then. */
	| {readonly kind: 'doubtful'};

/** Up to the last instant of a page that goes on; nothing where none of its entries has a time. */
function wholeSpan(
	order: Order,
	{from, to}: TimeSpan,
	times: RawPage['times'],
): TimeSpan {
	if (order === 'asc') {
		let last = from;
		for (const time of times) {
			last = Math.max(last, time);
		}

		return {from, to: Math.min(last, to)};
	}

	let first = to;
	for (const time of times) {
		first = Math.min(first, time + 1);
	}

	return {from: Math.max(first, from), to};
}
