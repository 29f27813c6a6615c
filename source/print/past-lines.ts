import {type PastRequest} from '../feeds/feed.ts';
import {ApiError} from '../feeds/http/errors.ts';
import {type TimeRange} from '../log/time-range.ts';
import {type Line} from './line.ts';
import {type PagesContext, pastPages} from './past-pages.ts';

export type PastContext = PagesContext;

export type PastQuery = Omit<PastRequest, 'limit' | 'cursor' | 'signal'> & {
	/** Absent: as many as there are. */
	readonly limit?: number;
};

/** The entries of a query, a page at a time, in the query's order. */
export async function* pastLines(
	query: PastQuery,
	context: PastContext,
): AsyncGenerator<readonly Line[], void> {
	let remaining = query.limit ?? Number.POSITIVE_INFINITY;
	const limit = Math.min(remaining, context.feed.traits.pageLimit);
	let missing: TimeRange | undefined;
	try {
		for await (const page of pastPages({...query, limit}, context)) {
			const {lines, carried, rest} = page;
			const isEnough = lines.length + carried.length >= remaining;
			yield isEnough ? [...lines, ...carried].slice(0, remaining) : lines;
			if (isEnough) {
				return;
			}

			remaining -= lines.length;
			missing = lines.length > 0 ? rest : missing;
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
	const pages: Array<readonly Line[]> = [];
	try {
		for await (const lines of pastLines({...query, order: 'desc'}, context)) {
			pages.push(lines);
		}
	} finally {
		// What has come is printed, too, when the rest cannot be had.
		for (const lines of pages.toReversed()) {
			yield lines.toReversed();
		}
	}
}
