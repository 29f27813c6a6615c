/* eslint-disable no-await-in-loop -- One request follows the other. */
import {askPage, ask} from '../feeds/ask.ts';
import {linkSignals} from '../feeds/signals.ts';
import {mayAskToNow} from '../timeline/open-connection.ts';
import {type WantedPage} from '../store/wanted/wanted-page.ts';
import {type Page, type PastRequest} from '../feeds/feed.ts';
import {type Micros, type Entry} from '../log/entry.ts';
import {type CountAsk} from '../store/range-count.ts';
import {previousDeployment} from '../store/latest.ts';
import {mayHeal} from '../feeds/errors.ts';
import {shortPageLimit} from '../log/feed-traits.ts';
import {firstLine} from '../log/first-line.ts';
import {createFilter} from '../log/query.ts';
import {now, type StreamContext, tellClock, toFailure} from './stream.ts';

/** Asks for one page of the past when it is due. */
export async function streamPage(
	context: StreamContext,
	{filter, order, from, to, range, limit, cursor, dueAt}: WantedPage,
) {
	const {clock, dispatch, getState, signal} = context;
	const wait = (dueAt - now(context)) / 1000;
	if (wait > 0) {
		await clock.sleep(wait, signal);
	}

	const waiting = linkSignals([signal]);
	if (to === Number.POSITIVE_INFINITY) {
		void sayOverdue(context, waiting.signal);
	}

	try {
		const {page, answer} = await askPage(context, {
			filter,
			order,
			from,
			to,
			range,
			limit,
			...(cursor !== undefined && {cursor}),
			onReached(time) {
				dispatch({kind: 'page-reached', time});
			},
		});
		tellClock(context, answer.serverTime);
		dispatch({
			kind: 'page-landed',
			page,
			malformedCount: answer.batch.malformedCount,
			at: now(context),
		});
	} catch (error) {
		signal.throwIfAborted();
		dispatch({
			kind: 'page-failed',
			from,
			to,
			failure: toFailure(error),
			serverTime: now(context) + (getState().clockOffset ?? 0),
		});
	} finally {
		waiting.abort();
	}
}

/** In milliseconds: how long the list is silent about the newest gap. */
const overdueDelay = 400;

/** The list is silent about the newest gap unless it stays open for longer than an answer takes. */
async function sayOverdue(
	{clock, dispatch, getState}: StreamContext,
	signal: AbortSignal,
) {
	try {
		await clock.sleep(overdueDelay, signal);
	} catch {
		return;
	}

	const {connection, isTailOverdue} = getState().logs;
	const isWaiting =
		connection.kind === 'live'
			? connection.tail.kind === 'open'
			: mayAskToNow(connection);
	if (isWaiting && !isTailOverdue) {
		dispatch({kind: 'tail-overdue'});
	}
}

/** Pages through a span, the newest first, and tells what comes, which is counted and not kept. */
export async function streamCount(
	context: StreamContext,
	{
		countKey: key,
		ask: asked,
	}: {readonly countKey: string; readonly ask: CountAsk},
): Promise<void> {
	const {dispatch, signal} = context;
	try {
		const deploymentId = await whose(context, asked);
		await pageThrough(context, asked, {
			deploymentId,
			onPage(entries, reached) {
				dispatch({
					kind: 'count-page',
					key,
					entries,
					...(reached !== undefined && {reached}),
				});
			},
		});
		dispatch({kind: 'count-ended', key});
	} catch (error) {
		signal.throwIfAborted();
		dispatch({
			kind: 'count-ended',
			key,
			failure:
				error instanceof CannotCount
					? {message: error.message, isRefusal: true}
					: toFailure(error),
		});
	}
}

/** What keeps a count from beginning, as a sentence. */
class CannotCount extends Error {
	override name = 'CannotCount';
}

/** The id of the deployment that is to be counted; absent for the feed's own. */
async function whose(
	context: StreamContext,
	{of}: CountAsk,
): Promise<string | undefined> {
	if (of === 'this') {
		return undefined;
	}

	const {feed, signal, getState} = context;
	const {deployment} = getState().details;
	const projectId = deployment?.projectId ?? '';
	const {value} =
		projectId === ''
			? {value: []}
			: await ask(context, async () => feed.deployments({projectId, signal}));
	const previous =
		deployment === undefined
			? undefined
			: previousDeployment(deployment, value);
	if (previous === undefined) {
		throw new CannotCount('There is no deployment before this one.');
	}

	return previous.id;
}

async function pageThrough(
	context: StreamContext,
	{filter, range}: CountAsk,
	{
		deploymentId,
		onPage,
	}: {
		readonly deploymentId: string | undefined;
		readonly onPage: (
			entries: Page['batch']['entries'],
			reached: Micros | undefined,
		) => void;
	},
): Promise<void> {
	const {feed, signal} = context;
	const since = range.since ?? Number.NEGATIVE_INFINITY;
	let request: PastRequest = {
		...(deploymentId !== undefined && {deploymentId}),
		filter,
		order: 'desc',
		range,
		limit: feed.traits.pageLimit,
		signal,
	};
	for (;;) {
		const asked = request;
		const page = await ask(context, async () => feed.pastEntries(asked));
		const {batch, whole, next} = page;
		const isLast = whole.from <= Math.max(since, 0);
		if (next !== undefined && !isLast) {
			if (next === asked.cursor) {
				throw new CannotCount(
					'The pages of the server do not get on, so that not all could be counted.',
				);
			}

			onPage(batch.entries, whole.from > since ? whole.from : undefined);
			request = {...asked, cursor: next};
			continue;
		}

		const end = asked.range.until ?? Number.POSITIVE_INFINITY;
		// What stands before comes again with the next page.
		onPage(
			isLast
				? batch.entries
				: batch.entries.filter(({time}) => time >= whole.from),
			isLast ? undefined : whole.from,
		);
		if (isLast) {
			return;
		}

		if (whole.from >= end) {
			throw new CannotCount(
				'More entries are of one instant than a page holds, so that not all could be counted.',
			);
		}

		const {cursor: _, ...rest} = asked;
		request = {...rest, range: {...range, until: whole.from}};
	}
}

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
			filter: createFilter({levels: ['error'], text: searchText(line)}),
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

/** By what the server finds lines like this one: whole words from its beginning, since an address takes no line of megabytes. */
function searchText(line: string): string {
	if (line.length <= mostSearched) {
		return line;
	}

	const beginning = line.slice(0, mostSearched);
	const end = beginning.lastIndexOf(' ');
	return end > 0
		? beginning.slice(0, end)
		: beginning.replace(/\p{Surrogate}$/v, '');
}

/** In characters. */
const mostSearched = 200;
