import {type PastRequest} from '../feeds/feed.ts';
import {ApiError} from '../feeds/errors.ts';
import {type Entry} from '../log/entry.ts';
import {type TimeRange} from '../log/time-range.ts';
import {HeldPages} from './held-pages.ts';
import {type Line} from './line.ts';
import {type PagesContext, pastPages} from './past-pages.ts';

export type PastContext = PagesContext;

export type PastQuery = Omit<PastRequest, 'limit' | 'cursor' | 'signal'> & {
	/** Absent: as many as there are. */
	readonly limit?: number;
	/** Which entries are wanted beyond what the server is asked. */
	readonly isWanted?: (entry: Entry) => boolean;
};

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
