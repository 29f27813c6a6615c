/* eslint-disable no-await-in-loop -- A page says where the next begins. */
import {
	type Micros,
	contentKey,
	type Entry,
	type EntryBatch,
	hasOwnTime,
} from '../../log/entry.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {ApiError, isCursorRefused} from '../errors.ts';

/**
Reads [from, to), oldest first, until it is whole or enough has come; one page, unless told.

A page goes on where the page before has its last instant, asked for by its time: what the page before had of that instant is left out until it comes again, whole. So it does not matter whether a cursor names the last entry or the one behind it. Only within an instant that has more entries than a page, and behind entries without a time, the cursor is taken; where it does not move or is refused, the rest of the instant cannot be had, and is passed over.
*/
export async function readForward(
	{from, to}: TimeSpan,
	ask: AskLogs,
	isEnough: (entryCount: number) => boolean = () => true,
): Promise<ReadSpan> {
	const sent: SentEntry[] = [];
	const passedOver: TimeSpan[] = [];
	let malformedCount = 0;
	let serverTime: Micros | undefined;
	let reached = from;
	/** Within an instant that has more entries than a page. */
	let flood: Flood | undefined;
	let emptyCount = 0;

	for (;;) {
		const page = await askFrom({start: reached, end: to}, ask, flood);
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
		const last = lastInstant(news);
		if (isOver) {
			sent.push(...news);
			reached = to;
		} else if (last.isTimed && last.time > reached) {
			sent.push(...news.filter(({entry: {time}}) => time < last.time));
			reached = last.time;
			flood = undefined;
		} else if (isStuck) {
			const isOfInstant = page.sent.some((one) => isWithin(one));
			const behind = flood?.isTimed
				? Math.min(behindInstant(reached, isOfInstant), to)
				: to;
			addSpan(passedOver, {from: reached, to: behind});
			reached = behind;
			flood = undefined;
		} else {
			sent.push(...news);
			flood = goOnIn(flood, page, next, beyond.isCounting);
		}

		if (reached >= to || (flood === undefined && isEnough(sent.length))) {
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

/** One answer of `/apps/{app}/logs` with an `end`. */
export type LogsPage = {
	/** Oldest first. */
	readonly sent: readonly SentEntry[];
	/** They came newest first. */
	readonly isTurned?: boolean;
	/** There is more: the server's cursor, empty where it tells none. */
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
/** So many pages of a server that gives them newest first are read, and turned. */
const mostTurned = 20;

/** The flood after one more page of it, or as its first page shows it. */
function goOnIn(
	flood: Flood | undefined,
	page: LogsPage,
	cursor: string,
	isCounting: boolean,
): Flood {
	return {
		cursor,
		cursors: new Set([...(flood?.cursors ?? []), cursor]),
		before: page,
		isTimed: page.sent.length === 0 || lastInstant(page.sent).isTimed,
		isCounting,
	};
}

/** The page that begins at an instant, or that a cursor names. One whose cursor is refused is taken for the same page once more: it does not get on. */
async function askFrom(
	span: {readonly start: Micros; readonly end: Micros},
	ask: AskLogs,
	flood: Flood | undefined,
): Promise<LogsPage> {
	if (flood === undefined) {
		const page = await ask(span);
		return page.isTurned === true && page.next !== undefined
			? readTurned(page, span, ask)
			: page;
	}

	const {cursor, before} = flood;
	try {
		return await ask({...span, cursor});
	} catch (error) {
		if (isCursorRefused(error)) {
			return {sent: tailOf(before.sent), malformedCount: 0, next: cursor};
		}

		throw error;
	}
}

/** What a server has that gives its pages newest first: all of them are read, if they are few, and put in order. */
async function readTurned(
	first: LogsPage,
	span: {readonly start: Micros; readonly end: Micros},
	ask: AskLogs,
): Promise<LogsPage> {
	let page = first;
	let sent = [...first.sent];
	let {malformedCount} = first;
	for (let count = 1; page.next !== undefined; count++) {
		const {next: cursor, sent: newer} = page;
		page = await ask({...span, cursor});
		if (count === mostTurned || page.next === cursor) {
			throw new ApiError(
				'unexpected-answer',
				'The server gives its pages newest first, though the API says oldest first, so that they cannot be put together. Ask for a shorter range of time.',
			);
		}

		const oldest = newer[0]?.entry.time;
		const seam = newer.filter(({entry: {time}}) => time === oldest);
		const again = page.sent
			.filter(({entry: {time}}) => time === oldest)
			.slice(-seam.length);
		const isInclusive = haveSameContents(seam, again);
		sent = [
			...page.sent.filter((one) => !isInclusive || !again.includes(one)),
			...sent,
		];
		malformedCount += page.malformedCount;
	}

	const {next, ...rest} = first;
	return {...rest, sent: sent.toSorted(byTime), malformedCount};
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
	/** Its newest instant is that of an entry with a time of its own. */
	readonly isTimed: boolean;
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

	const {before, cursor, isTimed, isCounting} = flood;
	const tail = tailOf(before.sent);
	const count = isCounting
		? 0
		: isTimed
			? haveSameContents(tail, sent.slice(0, tail.length))
				? tail.length
				: 0
			: countOverlap(tail, sent);
	const isInclusive =
		count > 0 && (count < before.sent.length || next === cursor);
	return isInclusive
		? {news: sent.slice(count), isCounting: false}
		: {news: sent, isCounting: true};
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
export function listSent(
	batches: readonly EntryBatch[],
	/** They came newest first. */
	isTurned = false,
): SentEntry[] {
	const sent = batches.flatMap((batch) =>
		[...batch.entries].map((entry, index) => ({entry, batch, index})),
	);
	return (isTurned ? sent.toReversed() : sent).toSorted(byTime);
}

function byTime(a: SentEntry, b: SentEntry): number {
	return a.entry.time - b.entry.time;
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

/** The newest instant of some entries, and whether one of them stands there by its own time. */
function lastInstant(sent: readonly SentEntry[]): {
	readonly time: Micros;
	readonly isTimed: boolean;
} {
	const time = sent.at(-1)?.entry.time ?? 0;
	return {
		time,
		isTimed: sent.some(({entry}) => entry.time === time && hasOwnTime(entry)),
	};
}

/** What there is of the newest instant of some entries. */
function tailOf(sent: readonly SentEntry[]): readonly SentEntry[] {
	const {time} = lastInstant(sent);
	return sent.filter(({entry}) => entry.time === time);
}

/** How many entries at the end of a page come again at the head of the next one, where no times tell. Of those that are all alike, others may be alike as well: none is dropped then. */
function countOverlap(
	tail: readonly SentEntry[],
	sent: readonly SentEntry[],
): number {
	const keys = keysOf(tail);
	const heads = keysOf(sent);
	for (let count = Math.min(keys.length, heads.length); count > 0; count--) {
		const again = new Set(keys.slice(-count));
		if (keys.slice(-count).every((key, index) => key === heads[index])) {
			const alikeCount = keys.filter((key) => again.has(key)).length;
			return again.size === 1 && alikeCount > count ? 0 : count;
		}
	}

	return 0;
}

/** Whether they are alike, one for one, in any order. */
function haveSameContents(
	some: readonly SentEntry[],
	others: readonly SentEntry[],
): boolean {
	const otherKeys = keysOf(others).toSorted();
	return (
		some.length === others.length &&
		keysOf(some)
			.toSorted()
			.every((key, index) => key === otherKeys[index])
	);
}

function keysOf(sent: readonly SentEntry[]): readonly string[] {
	return sent.map(({entry}) => contentKey(entry));
}
