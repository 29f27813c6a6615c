import {type Page, type PastRequest} from '../feeds/feed.ts';
import {retry} from '../feeds/http/retry.ts';
import {type WantedPage} from '../store/wanted-page.ts';
import {now, type StreamContext, tellClock, toFailure} from './stream.ts';

/** In milliseconds: after so long a page is given up, and the list says so. */
const patience = 15_000;
const overdueDelay = 400;

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

	if (to === Number.POSITIVE_INFINITY) {
		void sayOverdue(context);
	}

	try {
		const {batch, whole, passedOver, next, serverTime} = await ask(context, {
			filter,
			order,
			limit,
			range: {
				...(range.from > 0 && {since: range.from}),
				...(range.to !== Number.POSITIVE_INFINITY && {until: range.to}),
			},
			...(cursor !== undefined && {cursor}),
			signal,
		});
		tellClock(context, serverTime);
		dispatch({
			kind: 'page-landed',
			page: {
				filter,
				order,
				from,
				to,
				range,
				whole,
				...(passedOver !== undefined && {passedOver}),
				...(cursor !== undefined && {cursor}),
				entries: order === 'asc' ? batch.entries : batch.entries.toReversed(),
				...(next !== undefined && {next}),
				...(serverTime !== undefined && {serverTime}),
			},
			malformedCount: batch.malformedCount,
			at: now(context),
		});
	} catch (error) {
		signal.throwIfAborted();
		dispatch({
			kind: 'page-failed',
			from,
			to,
			failure: toFailure(error),
			serverTime: now(context) + getState().clockOffset,
		});
	}
}

async function ask(
	{feed, clock, random, signal}: StreamContext,
	request: PastRequest,
): Promise<Page> {
	return retry(async () => feed.pastEntries(request), {
		patience,
		signal,
		clock,
		random,
	});
}

/** The list is silent about the newest gap unless it stays open for longer than an answer takes. */
async function sayOverdue({clock, dispatch, getState, signal}: StreamContext) {
	try {
		await clock.sleep(overdueDelay, signal);
	} catch {
		return;
	}

	const {connection, isTailOverdue} = getState().logs;
	if (
		connection.kind === 'live' &&
		connection.tail.kind === 'open' &&
		!isTailOverdue
	) {
		dispatch({kind: 'tail-overdue'});
	}
}
