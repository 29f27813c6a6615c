import {isSettled} from '../log/deployment.ts';
import {poll, watchSilence} from './poll.ts';
import {type StreamContext} from './stream.ts';

const pollInterval = 1000;
const retryInterval = 3000;
/** In milliseconds: a build may be silent for long, but then it is read anew, from its first line on. */
const silencePatience = 20_000;

/** Reads the build log, again and again while the build runs: a server may close it with what there is so far. */
export async function streamBuildLog(context: StreamContext) {
	const {dispatch} = context;
	await poll(context, {
		pauseAfterFailure: retryInterval,
		async read() {
			const wasSettled = hasSettled(context);
			const count = await readOnce(context);
			if (!wasSettled || count === undefined) {
				return pollInterval;
			}

			dispatch({kind: 'build-ended', count});
			return undefined;
		},
		onFailed(failure) {
			dispatch({kind: 'build-failed', failure});
		},
	});
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
