/* eslint-disable no-await-in-loop -- One request follows the other. */
import {ApiError} from '../feeds/http/errors.ts';
import {isSettled} from '../log/deployment.ts';
import {watchSilence} from './silence.ts';
import {type StreamContext, tellClock, toFailure} from './stream.ts';

const pollInterval = 2000;
const retryInterval = 5000;
/** In milliseconds: the details are small, and there at once. */
const answerPatience = 15_000;

/** Asks for the details until they can change no more. */
export async function streamDetails(context: StreamContext) {
	const {client, clock, dispatch, signal} = context;
	for (;;) {
		let pause = pollInterval;
		const watch = watchSilence({clock, signal, patience: answerPatience});
		try {
			const {value, serverTime} = await client.details({signal: watch.signal});
			tellClock(context, serverTime);
			dispatch({kind: 'details-loaded', deployment: value});
			if (isSettled(value)) {
				return;
			}
		} catch (error) {
			signal.throwIfAborted();
			dispatch({kind: 'details-failed', failure: toFailure(error)});
			if (!(error instanceof ApiError) || !error.mayHeal) {
				return;
			}

			pause = Math.max(retryInterval, error.retryAfter ?? 0);
		} finally {
			watch.stop();
		}

		await clock.sleep(pause, signal);
	}
}
