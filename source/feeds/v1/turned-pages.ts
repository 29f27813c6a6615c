import {type Order} from '../../log/query.ts';
import {ApiError} from '../errors.ts';
import {type Page, type PastRequest} from '../feed.ts';
import {type NextPage} from '../http/next-page.ts';
import {isAgainst, timesOf} from '../json/batch.ts';
import {type PageAsked, type Sent, sendForPage} from './send-for-page.ts';

/** Where a server gives its first page in the other order than was asked for, what was asked for comes last: so the pages are read to their end, if they are few. */
export async function withRest(
	request: PastRequest,
	options: PageAsked,
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
		// eslint-disable-next-line no-await-in-loop -- One page tells where the next one is.
		const sent = await sendForPage(request, {...options, cursor: next.cursor});
		if (sent.isCutOff || sent.next?.cursor === next.cursor) {
			return first;
		}

		batches.push(...sent.batches);
		next = sent.next;
	}

	return next === undefined ? {...first, batches, next} : first;
}

/** So many pages of a server that gives them the wrong way round are read, and turned. */
const mostTurned = 20;

export function turnBatch({
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

export function turnedError(order: Order): ApiError {
	return new ApiError(
		'unexpected-answer',
		`The server gives its pages ${order === 'asc' ? 'newest' : 'oldest'} first whatever is asked for, so that they cannot be put together. Ask for ${order === 'asc' ? 'the newest first (--order desc)' : 'the oldest first (--order asc)'}, or for a shorter range of time.`,
	);
}
