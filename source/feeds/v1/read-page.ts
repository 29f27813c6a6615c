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
import {type Judgement, judgePage} from './judge-page.ts';
import {type ReadPageOptions, sendForPage, toRange} from './send-for-page.ts';
import {turnBatch, turnedError, withRest} from './turned-pages.ts';

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
