import {isSettled} from '../log/deployment.ts';
import {poll, watchSilence} from './poll.ts';
import {type StreamContext, tellClock} from './stream.ts';

const pollInterval = 2000;
const retryInterval = 5000;
/** In milliseconds: the details are small, and there at once. */
const answerPatience = 15_000;

/** Asks for the details until they can change no more. */
export async function streamDetails(context: StreamContext) {
	await poll(context, {
		pauseAfterFailure: retryInterval,
		read: async () => ((await readOnce(context)) ? undefined : pollInterval),
		onFailed(failure) {
			context.dispatch({kind: 'details-failed', failure});
		},
	});
}

/** Returns whether the details are settled. A server that falls silent after it has answered is asked again; one that does not answer at all has failed. */
async function readOnce(context: StreamContext): Promise<boolean> {
	const {feed, clock, dispatch, signal} = context;
	const watch = watchSilence({clock, signal, patience: answerPatience});
	let hasAnswered = false;
	let hasSettled = false;
	try {
		for await (const {value, serverTime} of feed.details({
			signal: watch.signal,
		})) {
			watch.hear();
			hasAnswered = true;
			hasSettled = isSettled(value);
			tellClock(context, serverTime);
			dispatch({kind: 'details-loaded', deployment: value});
		}

		if (!hasAnswered) {
			watch.signal.throwIfAborted();
		}

		return hasSettled;
	} finally {
		watch.stop();
	}
}
