import {isSettled} from '../log/deployment.ts';
import {poll, watchSilence} from './poll.ts';
import {type StreamContext, tellClock} from './stream.ts';

/** Asks for the details until they can change no more. */
export async function streamDetails(context: StreamContext) {
	await poll(context, {
		pauseAfterFailure: intervals.details.retry,
		read: async () =>
			(await readDetails(context)) ? undefined : intervals.details.poll,
		onFailed(failure) {
			context.dispatch({kind: 'details-failed', failure});
		},
	});
}

/** How often the details, and the build log, are asked for again while they may change; and after a failure. In milliseconds. */
const intervals = {
	details: {poll: 2000, retry: 5000},
	build: {poll: 1000, retry: 3000},
};
/** In milliseconds: the details are small, and there at once. */
const answerPatience = 15_000;
/** In milliseconds: a build may be silent for long, but then it is read anew, from its first line on. */
const silencePatience = 20_000;

/** Returns whether the details are settled. A server that falls silent after it has answered is asked again; one that does not answer at all has failed. */
async function readDetails(context: StreamContext): Promise<boolean> {
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

/** Reads the build log, again and again while the build runs: a server may close it with what there is so far. */
export async function streamBuildLog(context: StreamContext) {
	const {dispatch} = context;
	await poll(context, {
		pauseAfterFailure: intervals.build.retry,
		async read() {
			const wasSettled = hasSettled(context);
			const count = await readBuildLog(context);
			if (!wasSettled || count === undefined) {
				return intervals.build.poll;
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
async function readBuildLog({feed, clock, dispatch, signal}: StreamContext) {
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
