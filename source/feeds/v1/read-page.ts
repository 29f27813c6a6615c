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
import {boundTimes, timeBounds} from '../bound-times.ts';
import {type Page, type PastRequest} from '../feed.ts';
import {ApiError} from '../errors.ts';
import {type NextPage, readNextPage} from '../http/next-page.ts';
import {type Send} from '../http/request.ts';
import {watchEntries} from '../http/watch-entries.ts';
import {joinBatches} from '../json/batch.ts';
import {createEntryDecoder} from '../json/entry-decoder.ts';
import {decodeBody} from './decode.ts';
import {type Judgement, judgePage} from './judge-page.ts';
import {pastUrl} from './v1-url.ts';

/** A page has at most 10,000 entries of some 2 KB; one that has more bytes is cut off here, and goes on by time. */
const pageBytesLimit = 64 * 1024 * 1024;
/** A page that is shorter each time it comes is taken at last. */
const mostDoubts = 5;
/** So many pages of a server that gives them the wrong way round are read, and turned. */
const mostTurned = 20;

type ReadPageOptions = {
	/** Of the deployment whose entries are asked for. */
	readonly base: string;
	readonly send: Send;
	readonly now: () => Micros;
	/** In milliseconds: how long an answer may go on without an entry. */
	readonly patience: number;
};

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
		const isFull = !isCutOff && countLines(batches) >= request.limit;
		// That of a page that was cut off leads past what is missing.
		const nextCursor = isCutOff ? undefined : next?.cursor;
		const isSame = nextCursor !== undefined && nextCursor === cursor;
		const hasNext = isCutOff || (next !== undefined && (isFull || !isSame));
		const isTurned = isAgainst(request.order, times);
		if (isTurned && hasNext) {
			throw turnedError(request.order);
		}

		const judged = judgePage(
			{
				order: request.order,
				range: span,
				times,
				isTimed: endsTimed(request.order, batches),
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

/** How many lines an answer had, those that are no entries among them. */
function countLines(batches: ReadonlyArray<EntryBatch<EntryColumns>>): number {
	let count = 0;
	for (const {entries, malformedCount} of batches) {
		count += entries.length + malformedCount;
	}

	return count;
}

function turnedError(order: Order): ApiError {
	return new ApiError(
		'unexpected-answer',
		`The server gives its pages ${order === 'asc' ? 'newest' : 'oldest'} first whatever is asked for, so that they cannot be put together. Ask for ${order === 'asc' ? 'the newest first (--order desc)' : 'the oldest first (--order asc)'}, or for a shorter range of time.`,
	);
}

/** The page that an answer makes, once it is known for which span it is whole. */
function toPage(
	request: PastRequest,
	{whole: judgedWhole, isFollowed}: Extract<Judgement, {kind: 'taken'}>,
	{
		batches,
		times,
		span,
		cursor,
		repeatedCount,
		hasNext,
		nextCursor,
		isTurned,
		serverTime,
	}: {
		readonly batches: ReadonlyArray<EntryBatch<EntryColumns>>;
		readonly times: readonly Micros[];
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
	const passed = isStuck ? instantAt(request.order, span, times) : undefined;
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

/** Whether the last instant of a page is that of an entry, which stands at its own time. */
function endsTimed(
	order: Order,
	batches: ReadonlyArray<EntryBatch<EntryColumns>>,
): boolean {
	let last: Micros | undefined;
	let isTimed = true;
	for (const {entries} of batches) {
		for (let index = 0; index < entries.length; index++) {
			const time = entries.time(index);
			const isFarther =
				last === undefined || (order === 'asc' ? time > last : time < last);
			if (isFarther || time === last) {
				const isOwn =
					!entries.hasTimeTexts ||
					hasOwnTime({time, timeText: entries.timeText(index)});
				isTimed = isOwn || (isTimed && !isFarther && last !== undefined);
				last = time;
			}
		}
	}

	return isTimed;
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

/** Where a server gives its first page in the other order than was asked for, what was asked for comes last: so the pages are read to their end, if they are few. */
async function withRest(
	request: PastRequest,
	options: Parameters<typeof sendForPage>[1],
	first: Sent,
): Promise<Sent> {
	if (
		options.cursor !== undefined ||
		first.next === undefined ||
		!isAgainst(request.order, timesOf(first.batches))
	) {
		return first;
	}

	const batches = [...first.batches];
	let next = first.next as NextPage | undefined;
	for (let page = 1; page < mostTurned && next !== undefined; page++) {
		const sent = await sendForPage(request, {...options, cursor: next.cursor});
		if (sent.isCutOff || sent.next?.cursor === next.cursor) {
			return first;
		}

		batches.push(...sent.batches);
		next = sent.next;
	}

	return next === undefined ? {...first, batches, next} : first;
}

function timesOf(
	batches: ReadonlyArray<EntryBatch<EntryColumns>>,
): readonly Micros[] {
	const times: Micros[] = [];
	for (const {entries} of batches) {
		for (let index = 0; index < entries.length; index++) {
			times.push(entries.time(index));
		}
	}

	return times;
}

/** Whether entries come in the other order than was asked for: most steps from one to the next say so. */
function isAgainst(order: Order, times: readonly Micros[]): boolean {
	const against = order === 'asc' ? -1 : 1;
	const first = times[0] ?? 0;
	const last = times.at(-1) ?? 0;
	if (Math.sign(last - first) !== against) {
		return false;
	}

	let steps = 0;
	let before = first;
	for (const time of times) {
		steps += Math.sign(time - before);
		before = time;
	}

	return Math.sign(steps) === against;
}

function turnBatch({
	entries,
	rawLine,
	malformedCount,
	untimedCount = 0,
}: Page['batch']): Page['batch'] {
	return {
		malformedCount,
		untimedCount,
		entries: entries.toReversed(),
		rawLine: (index) => rawLine(entries.length - 1 - index),
	};
}

/** The instant at the start of a page that has no other, and cannot be gone on from. */
function instantAt(
	order: Order,
	{from, to}: TimeSpan,
	times: readonly Micros[],
): TimeSpan {
	const first = times[0];
	if (first === undefined) {
		return {from, to};
	}

	return order === 'asc'
		? {from, to: Math.min(to, first + 1)}
		: {from: Math.max(from, first), to};
}

/** A server that does not know its cursor any more: the request itself was good before. */
function isCursorRefused(error: unknown): boolean {
	return (
		error instanceof ApiError &&
		[400, 404, 410, 412, 416, 422].includes(error.status ?? 0)
	);
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

type Sent = {
	readonly batches: ReadonlyArray<EntryBatch<EntryColumns>>;
	readonly next: NextPage | undefined;
	/** It had more bytes than are read. */
	readonly isCutOff: boolean;
	readonly serverTime?: Micros;
};

async function sendForPage(
	request: PastRequest,
	{
		base,
		send,
		now,
		patience,
		cursor,
		span,
	}: ReadPageOptions & {
		readonly cursor: string | undefined;
		readonly span: TimeSpan;
	},
): Promise<Sent> {
	const url =
		cursor === undefined && request.cursor !== undefined
			? pastUrl(base, {...request, range: toRange(span)})
			: pastUrl(base, request);
	if (cursor !== undefined) {
		url.searchParams.set('cursor', cursor);
	}

	const watch = watchEntries(url, request.signal, patience);
	try {
		const answer = await send({
			url,
			accept: 'application/x-ndjson',
			signal: watch.signal,
		});
		watch.hear();
		let byteCount = 0;
		const createEndless = () =>
			new ApiError(
				'unexpected-answer',
				`${url.host} sent a page without end. Check --api-url: the server may take a request for past logs for a live one.`,
			);
		const counted = async function* () {
			for await (const chunk of answer.body) {
				byteCount += chunk.length;
				// A page that is cut off below holds one more line at most.
				if (byteCount > 2 * pageBytesLimit) {
					throw createEndless();
				}

				yield chunk;
			}
		};

		const batches: Array<EntryBatch<EntryColumns>> = [];
		let count = 0;
		let isCutOff = false;
		for await (const batch of decodeBody(counted(), createEntryDecoder(now))) {
			batches.push(batch);
			count += batch.entries.length + batch.malformedCount;
			if (batch.entries.length > 0) {
				watch.hear();
			}

			isCutOff = byteCount > pageBytesLimit;
			if (isCutOff && count > request.limit) {
				throw createEndless();
			}

			if (isCutOff) {
				break;
			}
		}

		boundPage(batches, {
			span,
			now: now(),
			serverTime: answer.serverTime,
		});
		return {
			batches,
			next: readNextPage(answer.header('link'), url),
			isCutOff,
			...(answer.serverTime !== undefined && {serverTime: answer.serverTime}),
		};
	} finally {
		watch.stop();
	}
}

/** Puts entries whose time cannot be at their place of arrival. */
function boundPage(
	batches: ReadonlyArray<EntryBatch<EntryColumns>>,
	{
		span,
		now,
		serverTime,
	}: {
		readonly span: TimeSpan;
		readonly now: Micros;
		readonly serverTime: Micros | undefined;
	},
) {
	const {to} = timeBounds(now, serverTime);
	// What is older than its deployment may be so: a server of saved logs has the deployment made anew.
	const from = 0;
	let last: Micros | undefined;
	for (const {entries} of batches) {
		last = boundTimes(
			entries,
			{from, to},
			last,
			Math.max(span.from, Math.min(span.to - 1, serverTime ?? now)),
		);
		keepWithin(entries, span);
	}
}

/** What has no time of its own stands among what the page is asked for, wherever the page before it has ended. */
function keepWithin(entries: EntryColumns, {from, to}: TimeSpan) {
	for (let index = 0; entries.hasTimeTexts && index < entries.length; index++) {
		const time = entries.time(index);
		if (
			(time < from || time >= to) &&
			!hasOwnTime({time, timeText: entries.timeText(index)})
		) {
			entries.times[index] = Math.max(from, Math.min(to - 1, time));
		}
	}
}

function toRange({from, to}: TimeSpan): TimeRange {
	return {
		...(Number.isFinite(from) && {since: from}),
		...(Number.isFinite(to) && {until: to}),
	};
}
