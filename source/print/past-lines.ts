import {type LogClient, type PastRequest} from '../api/client.ts';
import {type Clock} from '../api/clock.ts';
import {retry} from '../api/retry.ts';
import {type Line, linesOf} from './line.ts';

/** In milliseconds: how long a page that fails is asked for again. */
const patience = 15_000;

/** The API's limit. */
const largestPage = 10_000;

export type PastContext = {
	readonly client: Pick<LogClient, 'pastEntries'>;
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
	readonly signal: AbortSignal;
	/** Told how many lines of a page were no entries. */
	readonly onMalformed: (count: number) => void;
};

export type PastQuery = Omit<PastRequest, 'limit' | 'cursor' | 'signal'> & {
	/** Absent: as many as there are. */
	readonly limit?: number;
};

/** The entries of a query, a page at a time, in the query's order. */
export async function* pastLines(
	query: PastQuery,
	{client, clock, random, signal, onMalformed}: PastContext,
): AsyncGenerator<readonly Line[], void> {
	const {limit: wanted = Number.POSITIVE_INFINITY, ...request} = query;
	const limit = Math.min(wanted, largestPage);
	let remaining = wanted;
	let cursor: string | undefined;
	const ask = async () =>
		client.pastEntries({...request, limit, cursor, signal});
	do {
		// eslint-disable-next-line no-await-in-loop -- A page holds the address of the next.
		const page = await retry(ask, {patience, signal, clock, random});
		onMalformed(page.batch.malformedCount);
		const lines = linesOf(page.batch).slice(0, remaining);
		remaining -= lines.length;
		cursor = page.next;
		yield lines;
	} while (cursor !== undefined && remaining > 0);
}

/** The last entries of a query, oldest first: they are asked for newest first, and held until the first of them is there. */
export async function* lastLines(
	query: Omit<PastQuery, 'order'> & {readonly limit: number},
	context: PastContext,
): AsyncGenerator<readonly Line[], void> {
	const pages: Array<readonly Line[]> = [];
	for await (const lines of pastLines({...query, order: 'desc'}, context)) {
		pages.push(lines);
	}

	for (const lines of pages.toReversed()) {
		yield lines.toReversed();
	}
}
