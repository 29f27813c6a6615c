import {setImmediate} from 'node:timers/promises';
import {type Attempt, follow} from '../feeds/follow.ts';
import {type Filter} from '../log/query.ts';
import {now, type StreamContext, tellClock, toFailure} from './stream.ts';

/** In milliseconds: for so long entries are taken in before keys and frames have their turn. */
const slice = 2;
/** In milliseconds: after so long without an entry the stream counts as quiet. */
const quietDelay = 5000;

/** Keeps a live stream open, whatever breaks it, until it is refused or no longer wanted. */
export async function streamLive(context: StreamContext, filter: Filter) {
	const {feed, clock, random, dispatch, signal} = context;
	const quiet = createQuietWatch(context);
	const before = attemptBefore(context);
	let sliceStart = performance.now();
	try {
		const events = follow({
			feed,
			filter,
			signal,
			clock,
			random,
			...(before !== undefined && {before}),
		});
		for await (const event of events) {
			switch (event.kind) {
				case 'connecting': {
					dispatch({kind: 'live-retrying'});
					break;
				}

				case 'live': {
					tellClock(context, event.serverTime);
					dispatch({kind: 'live-opened', filter, at: now(context)});
					quiet.restart();
					break;
				}

				case 'entries': {
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
					dispatch({
						kind: 'live-cut',
						at: now(context),
						attempt: event.attempt,
						retryAt: event.retryAt * 1000,
						...(event.error !== undefined && {failure: toFailure(event.error)}),
					});
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
		dispatch({kind: 'live-refused', failure: toFailure(error)});
	} finally {
		quiet.stop();
	}
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
			return connection.attempt === undefined
				? undefined
				: {attempt: connection.attempt, retryAt: 0};
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
					context.dispatch({kind: 'live-quiet', since});
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
