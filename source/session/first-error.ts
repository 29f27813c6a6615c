/* eslint-disable no-await-in-loop -- One request follows the other. */
import {mayHeal} from '../feeds/errors.ts';
import {ask} from '../feeds/ask.ts';
import {type PastRequest} from '../feeds/feed.ts';
import {type Entry, type Micros} from '../log/entry.ts';
import {shortPageLimit} from '../log/feed-traits.ts';
import {firstLine} from '../log/first-line.ts';
import {createFilter} from '../log/query.ts';
import {type StreamContext} from './stream.ts';

/** Asks for the first error since an instant, until there is one; then how many there are like it. */
export async function streamFirstError(context: StreamContext, since: Micros) {
	const {clock, dispatch, getState, signal} = context;
	let pause = firstPause;
	for (;;) {
		try {
			const entry = await findFirst(context, since);
			dispatch({
				kind: 'first-error-told',
				...(entry !== undefined && {entry}),
			});
			const {firstError} = getState();
			if (entry !== undefined && firstError.kind === 'found') {
				await countLike(context, firstError.entry);
				return;
			}
		} catch (error) {
			signal.throwIfAborted();
			// That past logs cannot be had is said where they are shown.
			if (!mayHeal(error)) {
				return;
			}
		}

		await clock.sleep(pause, signal);
		pause = Math.min(pause * 2, longestPause);
	}
}

/** In milliseconds: past logs may be half a minute behind. */
const firstPause = 30_000;
const longestPause = 600_000;
const mostPages = 10;

async function findFirst(
	context: StreamContext,
	since: Micros,
): Promise<Entry | undefined> {
	const {feed, signal} = context;
	const {batch} = await ask(context, async () =>
		feed.pastEntries({
			filter: createFilter({levels: ['error']}),
			range: {since},
			order: 'asc',
			limit: 1,
			signal,
		}),
	);
	return batch.entries[0];
}

async function countLike(context: StreamContext, first: Entry) {
	const {feed, dispatch, signal} = context;
	dispatch({kind: 'first-error-counting'});
	const {line} = firstLine(first.message);
	let count = 0;
	let until = first.time;
	let since = first.time;
	let cursor: string | undefined;
	let isMore = true;
	for (let page = 0; page < mostPages && isMore; page++) {
		const request: PastRequest = {
			filter: createFilter({levels: ['error'], text: line}),
			range: {since},
			order: 'asc',
			limit: shortPageLimit(feed.traits),
			...(cursor !== undefined && {cursor}),
			signal,
		};
		const {batch, next, whole} = await ask(context, async () =>
			feed.pastEntries(request),
		);
		for (const {time, message} of batch.entries) {
			if (firstLine(message).line === line) {
				count++;
				until = Math.max(until, time);
			}
		}

		const isCircle =
			next === undefined
				? whole.to <= since || !Number.isFinite(whole.to)
				: next === cursor;
		// Without a cursor what follows is asked for by its time.
		since = next === undefined ? whole.to : since;
		isMore = !isCircle;
		cursor = next;
	}

	dispatch({
		kind: 'first-error-counted',
		count: Math.max(1, count),
		isMore,
		until,
	});
}
