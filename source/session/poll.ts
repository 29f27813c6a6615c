import {isDeepStrictEqual} from 'node:util';
import {mayHeal, ApiError} from '../feeds/errors.ts';
import {type Failure} from '../log/failure.ts';
import {type Clock} from '../feeds/clock.ts';
import {endQuietly, linkSignals} from '../feeds/signals.ts';
import {isSettled} from '../log/deployment.ts';
import {type StreamContext, toFailure, tellClock} from './stream.ts';

/** Reads something again and again until it can change no more. A failure is told; one that may heal is waited out. */
async function poll(
	{clock, signal}: Pick<StreamContext, 'clock' | 'signal'>,
	{
		pauseAfterFailure,
		read,
		onFailed,
	}: {
		/** In milliseconds. */
		readonly pauseAfterFailure: number;
		/** In how many milliseconds it is to be read again; nothing where all has been read. */
		readonly read: () => Promise<number | undefined>;
		readonly onFailed: (failure: Failure) => void;
	},
): Promise<void> {
	for (;;) {
		let pause: number | undefined;
		try {
			// eslint-disable-next-line no-await-in-loop -- One request follows the other.
			pause = await read();
			if (pause === undefined) {
				return;
			}
		} catch (error) {
			signal.throwIfAborted();
			onFailed(toFailure(error));
			if (!mayHeal(error)) {
				return;
			}

			pause = Math.max(pauseAfterFailure, error.retryAfter ?? 0);
		}

		signal.throwIfAborted();
		// eslint-disable-next-line no-await-in-loop -- As above.
		await clock.sleep(pause, signal);
	}
}

/** A request that is given up when the server is silent for too long: a connection that looks open may carry nothing any more, and no error ever comes of that. */
type SilenceWatch = {
	/** Aborts with the reason of the other signal, or with an `ApiError` of the kind `time-out`. */
	readonly signal: AbortSignal;
	/** Something came. */
	readonly hear: () => void;
	readonly stop: () => void;
};

function watchSilence({
	clock,
	signal,
	patience,
}: {
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** In milliseconds. */
	readonly patience: number;
}): SilenceWatch {
	const ending = linkSignals([signal]);
	let heardAt = clock.now();

	const watch = async () => {
		while (!ending.signal.aborted) {
			// eslint-disable-next-line no-await-in-loop -- One wait follows the other.
			await clock.sleep(heardAt + patience - clock.now(), ending.signal);
			if (clock.now() - heardAt >= patience) {
				ending.abort(
					new ApiError(
						'time-out',
						'The server has fallen silent. It is asked again; if it stays so, check the network connection.',
					),
				);
			}
		}
	};

	void endQuietly(watch());
	return {
		signal: ending.signal,
		hear() {
			heardAt = clock.now();
		},
		stop() {
			ending.abort();
		},
	};
}

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

/** Reads the newest deployments of a project again and again: there may be a newer one, and builds go on. */
export async function streamDeployments(
	{feed, clock, dispatch, signal}: StreamContext,
	{projectId, isShown}: {readonly projectId: string; readonly isShown: boolean},
): Promise<void> {
	if (!isShown) {
		await clock.sleep(firstDelay, signal);
	}

	/** What was told last: what has not changed is not news, and draws nothing. */
	let told: unknown;
	await poll(
		{clock, signal},
		{
			pauseAfterFailure: isShown ? failureInterval : lookInterval,
			async read() {
				const {value, next} = await feed.deployments({
					projectId,
					withServing: true,
					signal,
				});
				const page = {
					deployments: value,
					...(next !== undefined && {next}),
				};
				if (!isDeepStrictEqual(page, told)) {
					told = page;
					dispatch({kind: 'deployments-loaded', projectId, ...page});
				}

				return value.slice(0, mostBuilding).some((one) => !isSettled(one))
					? buildInterval
					: lookInterval;
			},
			onFailed({message}) {
				told = undefined;
				dispatch({kind: 'deployments-failed', projectId, reason: message});
			},
		},
	);
}

/** In milliseconds: what one looks at while it builds is told anew so often, … */
const buildInterval = 3000;
/** … and so often it is looked whether there is a newer one. */
const lookInterval = 20_000;
/** In milliseconds: the entries of what is explored come first. */
const firstDelay = 1000;
/** Builds are that new. */
const mostBuilding = 10;
/** In milliseconds: what one waits for is asked for again so soon after a failure. */
const failureInterval = 3000;

/** Reads one page more. */
export async function streamMoreDeployments(
	{feed, dispatch, signal}: StreamContext,
	{projectId, cursor}: {readonly projectId: string; readonly cursor: string},
): Promise<void> {
	try {
		const {value, next} = await feed.deployments({projectId, cursor, signal});
		dispatch({
			kind: 'deployments-loaded',
			projectId,
			deployments: value,
			after: cursor,
			...(next !== undefined && next !== cursor && {next}),
		});
	} catch (error) {
		signal.throwIfAborted();
		dispatch({
			kind: 'deployments-failed',
			projectId,
			reason: toFailure(error).message,
		});
	}
}

/** Reads a page of the projects, and reads it again where it failed in a way that may heal. */
export async function streamProjects(
	{feed, clock, dispatch, signal}: StreamContext,
	{cursor}: {readonly cursor?: string},
): Promise<void> {
	await poll(
		{clock, signal},
		{
			pauseAfterFailure: failureInterval,
			async read() {
				if (feed.projects === undefined) {
					throw new Error('There is nothing else to choose from here.');
				}

				const {value, next} = await feed.projects({
					...(cursor !== undefined && {cursor}),
					signal,
				});
				dispatch({
					kind: 'projects-loaded',
					projects: value,
					...(cursor !== undefined && {after: cursor}),
					...(next !== undefined && next !== cursor && {next}),
				});
				return undefined;
			},
			onFailed({message}) {
				dispatch({kind: 'projects-failed', reason: message});
			},
		},
	);
}
