import {askPage} from '../feeds/ask.ts';
import {linkSignals} from '../feeds/signals.ts';
import {mayAskToNow} from '../timeline/open-connection.ts';
import {type WantedPage} from '../store/wanted/wanted-page.ts';
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
			serverTime: now(context) + getState().clockOffset,
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
