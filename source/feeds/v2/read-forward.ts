/* eslint-disable no-await-in-loop -- A page says where the next begins. */

/* eslint-disable no-await-in-loop -- A page says where the next begins. */
import {
	contentKey,
	type Micros,
	type Entry,
	type EntryBatch,
} from '../../log/entry.ts';
import {ApiError} from '../errors.ts';
import {type TimeSpan} from '../../log/time-range.ts';

/** One answer of `/apps/{app}/logs` with an `end`. */
export type LogsPage = {
	/** Oldest first. */
	readonly sent: readonly SentEntry[];
	/** The server's cursor: there is more. */
	readonly next?: string;
	readonly malformedCount: number;
	/** The server's clock when it answered. */
	readonly serverTime?: Micros;
};

export type AskLogs = (span: {
	readonly start: Micros;
	readonly end: Micros;
	readonly cursor?: string;
}) => Promise<LogsPage>;

export type ReadSpan = {
	readonly sent: readonly SentEntry[];
	/** All from the start of the span up to here has come, but for what was passed over. */
	readonly wholeTo: Micros;
	readonly passedOver: readonly TimeSpan[];
	readonly malformedCount: number;
	/** The server's clock at the first answer. */
	readonly serverTime?: Micros;
};

const millisecond: Micros = 1000;
/** A server may look through some time in which nothing matches, and say so page by page; one that never comes to an end gives each of them a new cursor. */
const mostEmptyPages = 200;

/**
Reads [from, to), oldest first, until it is whole or `mostPages` have come.

A page goes on where the page before has its last instant, asked for by its time: what the page before had of that instant is left out until it comes again, whole. So it does not matter whether a cursor names the last entry or the one behind it. Only within an instant that has more entries than a page the cursor is taken; where it does not move, the rest of the instant cannot be had, and is passed over.
*/
export async function readForward(
	{from, to}: TimeSpan,
	ask: AskLogs,
	mostPages = 1,
): Promise<ReadSpan> {
	const sent: SentEntry[] = [];
	const passedOver: TimeSpan[] = [];
	let malformedCount = 0;
	let serverTime: Micros | undefined;
	let reached = from;
	/** Within an instant that has more entries than a page. */
	let flood: Flood | undefined;
	let emptyCount = 0;

	for (let count = 1; ; count++) {
		const page = await ask({
			start: reached,
			end: to,
			...(flood !== undefined && {cursor: flood.cursor}),
		});
		malformedCount += page.malformedCount;
		serverTime ??= page.serverTime;
		const from = reached;
		const isWithin = ({entry: {time}}: SentEntry) => time >= from && time < to;
		const beyond = dropRepeated(page, flood);
		const news = beyond.news.filter((one) => isWithin(one));
		const {next} = page;
		emptyCount = countEmpty(page, emptyCount);
		const isStuck = next !== undefined && flood?.cursors.has(next) === true;
		// A server that tells of more and shows nothing, again and again, has nothing.
		const isOver = next === undefined || (isStuck && page.sent.length === 0);
		const last = news.at(-1)?.entry.time;
		if (isOver) {
			sent.push(...news);
			reached = to;
		} else if (last !== undefined && last > reached) {
			sent.push(...news.filter(({entry: {time}}) => time < last));
			reached = last;
			flood = undefined;
		} else if (isStuck) {
			const isOfInstant = page.sent.some((one) => isWithin(one));
			const behind = Math.min(behindInstant(reached, isOfInstant), to);
			addSpan(passedOver, {from: reached, to: behind});
			reached = behind;
			flood = undefined;
		} else {
			sent.push(...news);
			flood = {
				cursor: next,
				cursors: new Set([...(flood?.cursors ?? []), next]),
				before: page,
				isCounting: beyond.isCounting,
			};
		}

		if (reached >= to || (count >= mostPages && flood === undefined)) {
			return {
				sent,
				wholeTo: reached,
				passedOver,
				malformedCount,
				...(serverTime !== undefined && {serverTime}),
			};
		}
	}
}

/** How many pages without an entry have come, one after the other. Too many are refused. */
function countEmpty({sent}: LogsPage, before: number): number {
	if (sent.length === 0 && before === mostEmptyPages) {
		throw new ApiError(
			'unexpected-answer',
			`The server tells of more logs in ${mostEmptyPages} pages without one. Try again; if it stays so, ask for another range of time.`,
		);
	}

	return sent.length === 0 ? before + 1 : 0;
}

/** Where to go on behind an instant the rest of which cannot be had; a server that rounds it has the whole millisecond. */
function behindInstant(instant: Micros, isExact: boolean): Micros {
	return isExact
		? instant + 1
		: (Math.floor(instant / millisecond) + 1) * millisecond;
}

type Flood = {
	readonly cursor: string;
	/** All that came since the instant began. */
	readonly cursors: ReadonlySet<string>;
	readonly before: LogsPage;
	/** A page has shown that the cursor counts entries. */
	readonly isCounting: boolean;
};

/**
What a page that a cursor named has beyond the page before.

A cursor may be the time of the last entry, that entry included: then the page begins with all that the page before had of that instant, which is dropped by content and count. A cursor is taken for one of these until the head of a page shows that it is not, or until it leads away from an instant that fills a page.
*/
function dropRepeated(
	{sent, next}: LogsPage,
	flood: Flood | undefined,
): {readonly news: readonly SentEntry[]; readonly isCounting: boolean} {
	if (flood === undefined) {
		return {news: sent, isCounting: false};
	}

	const {before, cursor, isCounting} = flood;
	const instant = before.sent.at(-1)?.entry.time;
	const tail = before.sent.filter(({entry: {time}}) => time === instant);
	const isInclusive =
		!isCounting &&
		haveSameContents(tail, sent.slice(0, tail.length)) &&
		(tail.length < before.sent.length || next === cursor);
	return isInclusive
		? {news: sent.slice(tail.length), isCounting: false}
		: {news: sent, isCounting: true};
}

function haveSameContents(
	some: readonly SentEntry[],
	others: readonly SentEntry[],
): boolean {
	const keysOf = (sent: readonly SentEntry[]) =>
		sent.map(({entry}) => contentKey(entry)).toSorted();
	const otherKeys = keysOf(others);
	return (
		some.length === others.length &&
		keysOf(some).every((key, index) => key === otherKeys[index])
	);
}

function addSpan(spans: TimeSpan[], span: TimeSpan): void {
	const last = spans.at(-1);
	if (last?.to === span.from) {
		spans[spans.length - 1] = {from: last.from, to: span.to};
	} else {
		spans.push(span);
	}
}

/** An entry of a page, and where its line is. */
export type SentEntry = {
	readonly entry: Entry;
	readonly batch: Pick<EntryBatch, 'rawLine'>;
	readonly index: number;
};

/** The entries of one answer, oldest first: what came out of order is put in its place. */
export function listSent(batches: readonly EntryBatch[]): SentEntry[] {
	return batches
		.flatMap((batch) =>
			[...batch.entries].map((entry, index) => ({entry, batch, index})),
		)
		.toSorted((a, b) => a.entry.time - b.entry.time);
}

/** As one batch, in the order given. */
export function joinSent(
	sent: readonly SentEntry[],
	malformedCount: number,
): EntryBatch<readonly Entry[]> {
	return {
		entries: sent.map(({entry}) => entry),
		malformedCount,
		rawLine(index) {
			const one = sent[index];
			return one ? one.batch.rawLine(one.index) : new Uint8Array();
		},
	};
}
