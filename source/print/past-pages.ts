import {allTime, askPage, timeRange} from '../feeds/ask.ts';
import {type Feed, type PastRequest} from '../feeds/feed.ts';
import {type Clock} from '../feeds/clock.ts';
import {ApiError} from '../feeds/errors.ts';
import {linkSignals} from '../feeds/signals.ts';
import {type Entry, type Micros} from '../log/entry.ts';
import {type Order} from '../log/query.ts';
import {byClock, clockTolerance, type TimeRange} from '../log/time-range.ts';
import {continuationOf, turnPage} from '../timeline/continuation.ts';
import {type Gap} from '../timeline/coverage.ts';
import {type Landing} from '../timeline/page.ts';
import {type Continuation} from '../timeline/timeline.ts';
import {type Line, linesAmong, linesOf} from './line.ts';
import {HeldPages} from './held-pages.ts';

/** The pages of a query, read as the list on the screen reads them: those that end badly, or come again, lose and double nothing. The next page is asked for while one is written. */
export async function* pastPages(
	query: Omit<PastRequest, 'cursor' | 'signal'>,
	/** No page is asked for beyond so many entries. */
	most: number,
	context: PastContext,
): AsyncGenerator<PastPage, void> {
	const {filter, range, order, limit} = query;
	const ending = linkSignals([context.signal]);
	const isCounted = range.counted !== undefined;
	let lead = isCounted ? leadOf(context.feed) : 0;
	let rest = gapOf(byClock(range, lead));
	let continuations: readonly Continuation[] = [];
	let count = 0;
	const askNext = async () => {
		const given = continuationOf({continuations}, {filter, order, ...rest});
		return askPage(
			{...context, signal: ending.signal},
			{
				filter,
				order,
				limit,
				...rest,
				range: given?.range ?? rest,
				...(given?.cursor !== undefined && {cursor: given.cursor}),
			},
			linesOf,
		);
	};

	let next = rest.from < rest.to ? askNext() : undefined;
	try {
		if (isCounted) {
			// Any answer tells the server's clock, a refusal too. It is asked again only where that is another one.
			await next?.catch(() => undefined);
			const before = lead;
			lead = leadOf(context.feed);
			if (Math.abs(lead - before) > clockTolerance) {
				rest = gapOf(byClock(range, lead));
				next = rest.from < rest.to ? askNext() : undefined;
			}

			context.onCounted?.(rest, lead);
		}

		while (next !== undefined) {
			// eslint-disable-next-line no-await-in-loop -- A page begins where the one before it ends.
			const {page, answer} = await next;
			context.onMalformed(answer.batch.malformedCount);
			for (const {from, to, why} of answer.passedOver ?? []) {
				context.onMissing?.({since: from, until: to}, why);
			}

			const turned = turnPage(continuations, page, 0);
			continuations = turned.continuations;
			switch (turned.kind) {
				case 'circle': {
					throw new ApiError(
						'unexpected-answer',
						'The pages of past logs go round in a circle. Ask for less, with --since and --until, or try again later.',
					);
				}

				case 'overlapping': {
					next = askNext();
					break;
				}

				case 'landed': {
					const {landing} = turned;
					const lines = linesAmong(inOrder(landing.entries, order));
					const carried = linesAmong(inOrder(landing.carried, order));
					rest = restAfter(landing, rest, order);
					count += lines.length;
					next =
						rest.from < rest.to && count + carried.length < most
							? askNext()
							: undefined;
					// It may fail while this page is written; it is awaited after that.
					next?.catch(() => undefined);
					yield {lines, carried, rest: timeRange(rest)};
				}
			}
		}
	} finally {
		ending.abort();
	}
}

/** What past entries are read with, and who is told of what they lack. */
export type PastContext = {
	readonly feed: Pick<
		Feed,
		'traits' | 'pastEntries' | 'entriesAsRead' | 'serverClock'
	>;
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
	readonly signal: AbortSignal;
	/** Told how many lines of a page were no entries. */
	readonly onMalformed: (count: number) => void;
	/** Told what of a query is left out. */
	readonly onMissing?: (rest: TimeRange, why?: string) => void;
	/** Told what a range comes to that counts from now, and how far the server's clock is ahead of ours, by which it counts. */
	readonly onCounted?: (range: Gap, lead: Micros) => void;
	/** Told sentences for people. */
	readonly onNotice?: (text: string) => void;
};

/** By how much the server's clock is ahead of ours, as far as it is known and more than a `Date` of whole seconds leaves open. */
function leadOf({serverClock}: PastContext['feed']): Micros {
	const ours = serverClock?.ours ?? 0;
	const lead = (serverClock?.at(ours) ?? ours) - ours;
	return Math.abs(lead) > clockTolerance ? lead : 0;
}

function gapOf({since = allTime.from, until = allTime.to}: TimeRange): Gap {
	return {from: since, to: until};
}

/** What has come of a query so far, beyond what came before; lines are in the query's order. */
type PastPage = {
	readonly lines: readonly Line[];
	/** Of the instant that the border of the page may have cut in two: they come again, with the rest of it. */
	readonly carried: readonly Line[];
	/** What is still to come. */
	readonly rest: TimeRange;
};

type PastQuery = Omit<PastRequest, 'limit' | 'cursor' | 'signal'> & {
	/** Absent: as many as there are. */
	readonly limit?: number;
	/** Which entries are wanted beyond what the server is asked. */
	readonly isWanted?: (entry: Entry) => boolean;
};

/** From the query's order to that of time, or back. */
function inOrder(entries: readonly Entry[], order: Order): readonly Entry[] {
	return order === 'asc' ? entries : entries.toReversed();
}

function restAfter(
	{from, to, isStalled}: Landing,
	rest: Gap,
	order: Order,
): Gap {
	return isStalled
		? rest
		: order === 'asc'
			? {from: to, to: rest.to}
			: {from: rest.from, to: from};
}

/** The entries of a query, a page at a time, in the query's order. */
export async function* pastLines(
	{isWanted, ...query}: PastQuery,
	context: PastContext,
): AsyncGenerator<readonly Line[], void> {
	let remaining = query.limit ?? Number.POSITIVE_INFINITY;
	// Of what is looked for here, nobody knows how many a page will have.
	const limit = Math.min(
		isWanted === undefined ? remaining : Number.POSITIVE_INFINITY,
		context.feed.traits.pageLimit,
	);
	const wantedOf = (lines: readonly Line[]) =>
		isWanted === undefined
			? lines
			: lines.filter((line) => isWanted(line.read()));
	let missing: TimeRange | undefined;
	try {
		const most = isWanted === undefined ? remaining : Number.POSITIVE_INFINITY;
		for await (const page of pastPages({...query, limit}, most, context)) {
			const {rest} = page;
			const lines = wantedOf(page.lines);
			const carried = wantedOf(page.carried);
			const isEnough = lines.length + carried.length >= remaining;
			yield isEnough ? [...lines, ...carried].slice(0, remaining) : lines;
			if (isEnough) {
				return;
			}

			remaining -= lines.length;
			missing = page.lines.length > 0 ? rest : missing;
		}
	} catch (error) {
		if (error instanceof ApiError && missing !== undefined) {
			context.onMissing?.(missing);
		}

		throw error;
	}
}

/** The entries of a query, oldest first, as they are read; a page at a time where their order is known at the end only. */
export async function* readLines(
	query: Omit<PastQuery, 'order'>,
	context: PastContext,
): AsyncGenerator<readonly Line[], void> {
	const {filter, range, isWanted, limit} = query;
	const ending = linkSignals([context.signal]);
	const batches = await context.feed.entriesAsRead?.({
		filter,
		range,
		signal: ending.signal,
		onMissing({from, to, why}) {
			context.onMissing?.({since: from, until: to}, why);
		},
		onLate(count) {
			context.onNotice?.(
				`${count.toLocaleString('en')} ${count === 1 ? 'entry stands' : 'entries stand'} far behind later ones, and ${count === 1 ? 'was' : 'were'} printed there.`,
			);
		},
	});
	if (batches === undefined) {
		yield* pastLines({...query, order: 'asc'}, context);
		return;
	}

	let remaining = limit ?? Number.POSITIVE_INFINITY;
	try {
		for await (const batch of batches) {
			const all = linesOf(batch);
			const lines = (
				isWanted === undefined
					? all
					: all.filter((line) => isWanted(line.read()))
			).slice(0, remaining);
			remaining -= lines.length;
			yield lines;
			if (remaining <= 0) {
				return;
			}
		}
	} finally {
		ending.abort();
	}
}

/** The last entries of a query, oldest first: they are asked for newest first, and held until the first of them is there, or cannot be had. */
export async function* lastLines(
	query: Omit<PastQuery, 'order'> & {readonly limit: number},
	context: PastContext,
): AsyncGenerator<readonly Line[], void> {
	const pages = new HeldPages(context.onNotice ?? (() => undefined));
	try {
		for await (const lines of pastLines({...query, order: 'desc'}, context)) {
			await pages.add(lines);
		}
	} finally {
		// What has come is printed, too, when the rest cannot be had.
		for await (const lines of pages.takeBackwards()) {
			yield lines.toReversed();
		}
	}
}
