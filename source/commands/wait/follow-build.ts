import {type Clock} from '../../feeds/clock.ts';
import {type Feed} from '../../feeds/feed.ts';
import {linkSignals} from '../../feeds/signals.ts';
import {type Deployment, isSettled} from '../../log/deployment.ts';
import {type BuildEntry} from '../../log/entry.ts';
import {type Failure} from '../../log/failure.ts';
import {createQuery} from '../../log/query.ts';
import {streamBuildLog, streamDetails} from '../../session/poll.ts';
import {createState, createStore} from '../../store/create-store.ts';

/** What is known of a build. */
export type Build = {
	/** Absent until the server has told. */
	readonly deployment?: Deployment;
	readonly entries: readonly BuildEntry[];
	/** Of the last request, when it failed. */
	readonly failure?: Failure;
};

type BuildContext = {
	readonly feed: Feed;
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
	readonly signal: AbortSignal;
	/** Told whenever something has changed. */
	readonly onChange: (build: Build) => void;
	/** In milliseconds: for so long a server that does not answer is asked again. */
	readonly patience: number;
};

/** Follows a build to its end with the streams of the explorer: the result is the whole of it, or the failure for which it was given up. */
export async function followBuild({
	feed,
	clock,
	random,
	signal,
	onChange,
	patience,
}: BuildContext): Promise<Build> {
	const ending = linkSignals([signal]);
	const {get, dispatch, subscribe} = createStore(
		createState({
			traits: feed.traits,
			query: createQuery({}),
			limit: 1,
			columns: 80,
			rows: 24,
		}),
	);
	let heardAt = clock.now();
	const read = (): Build => {
		const {details, build} = get();
		const failure =
			details.failure ??
			(details.deployment !== undefined && isSettled(details.deployment)
				? build.failure
				: undefined);
		return {
			entries: build.entries,
			...(details.deployment !== undefined && {deployment: details.deployment}),
			...(failure !== undefined && {failure}),
		};
	};

	subscribe((action) => {
		heardAt =
			action.kind === 'details-failed' || action.kind === 'build-failed'
				? heardAt
				: clock.now();
		onChange(read());
	});

	const giveUp = async () => {
		for (;;) {
			// eslint-disable-next-line no-await-in-loop -- One wait follows the other.
			await clock.sleep(lookInterval, ending.signal);
			const build = read();
			const longest = hasSettled(build)
				? Math.min(patience, logPatience)
				: patience;
			if (build.failure !== undefined && clock.now() - heardAt >= longest) {
				return;
			}
		}
	};

	const context = {
		feed,
		clock,
		random,
		getState: get,
		dispatch,
		signal: ending.signal,
	};
	try {
		const build = quietly(streamBuildLog(context), ending.signal);
		const given = quietly(giveUp(), ending.signal);
		await Promise.race([streamDetails(context), given]);
		if (hasSettled(read())) {
			await Promise.race([build, given]);
		}

		return read();
	} finally {
		ending.abort();
	}
}

const lookInterval = 500;
/** In milliseconds: once the verdict is there, the build log could only say why. */
const logPatience = 15_000;

function hasSettled({deployment}: Build): boolean {
	return deployment !== undefined && isSettled(deployment);
}

/** What is aborted ends without an error of its own. */
async function quietly(task: Promise<void>, signal: AbortSignal) {
	try {
		await task;
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	}
}
