/* eslint-disable no-await-in-loop -- One request follows the other. */
import {ApiError} from '../feeds/http/errors.ts';
import {isSettled} from '../log/deployment.ts';
import {watchSilence} from './silence.ts';
import {type StreamContext, toFailure} from './stream.ts';

const pollInterval = 1000;
const retryInterval = 3000;
/** In milliseconds: a build may be silent for long, but then it is read anew, from its first line on. */
const silencePatience = 20_000;

/** Reads the build log, again and again while the build runs: a server may close it with what there is so far. */
export async function streamBuildLog(context: StreamContext) {
	const {clock, dispatch, signal} = context;
	for (;;) {
		const wasSettled = hasSettled(context);
		let pause = pollInterval;
		try {
			const count = await readOnce(context);
			if (wasSettled && count !== undefined) {
				dispatch({kind: 'build-ended', count});
				return;
			}
		} catch (error) {
			signal.throwIfAborted();
			dispatch({kind: 'build-failed', failure: toFailure(error)});
			if (!(error instanceof ApiError) || !error.mayHeal) {
				return;
			}

			pause = Math.max(retryInterval, error.retryAfter ?? 0);
		}

		signal.throwIfAborted();
		await clock.sleep(pause, signal);
	}
}

/** Returns how many lines the log had; nothing when it has fallen silent. */
async function readOnce({feed, clock, dispatch, signal}: StreamContext) {
	let count = 0;
	let malformedCount = 0;
	const watch = watchSilence({clock, signal, patience: silencePatience});
	try {
		for await (const batch of feed.buildLog({signal: watch.signal})) {
			watch.hear();
			malformedCount += batch.malformedCount;
			dispatch({
				kind: 'build-lines',
				fromIndex: count,
				entries: batch.entries,
				malformedCount,
			});
			count += batch.entries.length;
		}

		return watch.signal.aborted ? undefined : count;
	} finally {
		watch.stop();
	}
}

/** Only a log that was read after the build had ended is whole. */
function hasSettled({getState}: StreamContext): boolean {
	const {deployment} = getState().details;
	return deployment !== undefined && isSettled(deployment);
}
