import {setImmediate} from 'node:timers/promises';
import {
	type Attempt,
	follow,
	type FollowEvent,
	stableTime,
} from '../feeds/follow.ts';
import {type Filter} from '../log/query.ts';
import {now, type StreamContext, tellClock, toFailure} from './stream.ts';

/** Keeps a live stream open, whatever breaks it, until it is refused or no longer wanted. */
export async function streamLive(context: StreamContext, filter: Filter) {
	const {feed, clock, random, dispatch, signal} = context;
	const quiet = createQuietWatch(context);
	const losses = createLosses(context);
	const before = attemptBefore(context);
	let sliceStart = performance.now();
	try {
		const events = follow({
			feed,
			filter,
			signal,
			clock,
			random,
			since: () => context.getState().logs.buffer.lastTime,
			...(before !== undefined && {before}),
		});
		for await (const event of events) {
			switch (event.kind) {
				case 'connecting': {
					losses.retry();
					break;
				}

				case 'live': {
					losses.open();
					tellClock(context, event.serverTime);
					dispatch({kind: 'live-opened', filter, at: now(context)});
					quiet.restart();
					break;
				}

				case 'entries': {
					losses.tell();
					const {entries, malformedCount} = event.batch;
					dispatch({
						kind: 'live-entries',
						entries,
						malformedCount,
						at: now(context),
					});
					quiet.restart();
					break;
				}

				case 'cut': {
					quiet.stop();
					losses.add(event);
					break;
				}
			}

			if (performance.now() - sliceStart > slice) {
				await setImmediate();
				sliceStart = performance.now();
			}
		}
	} catch (error) {
		signal.throwIfAborted();
		losses.tell();
		dispatch({kind: 'live-refused', failure: toFailure(error)});
	} finally {
		losses.stop();
		quiet.stop();
	}
}

/** In milliseconds: for so long entries are taken in before keys and frames have their turn. */
const slice = 2;
/** In milliseconds: after so long without an entry the stream counts as quiet. */
const quietDelay = 5000;
/** In milliseconds: a stream that its server ends, or a proxy cuts off after some seconds, and that is open again within this time was lost to nobody who looks. */
const unseenLoss = 2000;

/** Tells of lost streams: of one that the server has ended, or a proxy has cut off, as many do twice a minute, only together with the next one, or when that is long in coming. */
function createLosses({
	clock,
	dispatch,
}: Pick<StreamContext, 'clock' | 'dispatch'>) {
	let timer: NodeJS.Timeout | undefined;
	let untold: (() => void) | undefined;
	const tell = () => {
		clearTimeout(timer);
		untold?.();
		untold = undefined;
	};

	let openedAt = Number.POSITIVE_INFINITY;
	return {
		tell,
		/** A stream is open. */
		open() {
			tell();
			openedAt = clock.now();
		},
		add(cut: Extract<FollowEvent, {kind: 'cut'}>) {
			tell();
			const at = clock.now() * 1000;
			untold = () => {
				dispatch({
					kind: 'live-cut',
					at,
					attempt: cut.attempt,
					retryAt: cut.retryAt * 1000,
					...(cut.error !== undefined && {failure: toFailure(cut.error)}),
				});
			};

			const isEnd =
				cut.error === undefined ||
				(cut.error.kind === 'cut-off' && clock.now() - openedAt >= stableTime);
			if (isEnd && cut.attempt === 1) {
				timer = setTimeout(() => {
					tell();
					dispatch({kind: 'live-retrying'});
				}, unseenLoss);
			} else {
				tell();
			}
		},
		retry() {
			if (untold === undefined) {
				dispatch({kind: 'live-retrying'});
			}
		},
		stop() {
			clearTimeout(timer);
		},
	};
}

/** Another query goes on with the wait of the stream that was lost. */
function attemptBefore({getState}: StreamContext): Attempt | undefined {
	const {connection} = getState().logs;
	switch (connection.kind) {
		case 'reconnecting': {
			return {
				attempt: connection.attempt,
				retryAt: connection.retryAt / 1000,
			};
		}

		case 'connecting': {
			return connection.after === 'loss'
				? {attempt: connection.attempt, retryAt: 0}
				: undefined;
		}

		case 'none':
		case 'live':
		case 'offline': {
			return undefined;
		}
	}
}

function createQuietWatch(context: StreamContext) {
	let timer: NodeJS.Timeout | undefined;
	let since = 0;
	return {
		restart() {
			since = now(context);
			if (timer === undefined) {
				timer = setTimeout(() => {
					timer = undefined;
					context.dispatch({
						kind: 'live-quiet',
						// As the times of the entries beside it.
						since: since + (context.getState().clockOffset ?? 0),
					});
				}, quietDelay);
			} else {
				// Hundreds of times a second: cheaper than a new one.
				timer.refresh();
			}
		},
		stop() {
			clearTimeout(timer);
			timer = undefined;
		},
	};
}
