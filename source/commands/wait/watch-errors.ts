import {type Clock} from '../../feeds/clock.ts';
import {linkSignals} from '../../feeds/signals.ts';
import {ApiError} from '../../feeds/errors.ts';
import {type Deployment} from '../../log/deployment.ts';
import {type Entry, type Micros} from '../../log/entry.ts';
import {levelOf} from '../../log/level.ts';
import {createFilter} from '../../log/query.ts';
import {followLines} from '../../print/follow-lines.ts';
import {pastLines} from '../../print/past-pages.ts';
import {type Line} from '../../print/line.ts';
import {retry} from '../../feeds/http/retry.ts';
import {type Feed, type PastRequest} from '../../feeds/feed.ts';
import {
	createKinTest,
	patternOf,
	longestIn,
	saysSomething,
} from '../../log/pattern.ts';
import {previousDeployment} from '../../store/latest.ts';

/** Watches what a deployment logs for a while, in milliseconds: an error of a kind that the deployment before has not logged ends that at once. Fails with an error of the API where the logs cannot be read, because then nobody knows whether all was quiet. */
export async function watchErrors(
	deployment: Deployment,
	quiet: number,
	context: WatchContext,
): Promise<Watched> {
	const {feed, clock} = context;
	const isKnown = await readKnownErrors(deployment, context);
	const ending = linkSignals([context.signal]);
	const seen = new Map<string, boolean>();
	let knownCount = 0;
	const isNew = async ({level, message}: Entry) => {
		if (levelOf(level) !== 'error') {
			return false;
		}

		const known = seen.get(message) ?? (await isKnown(message));
		seen.set(message, known);
		knownCount += known ? 1 : 0;
		return !known;
	};

	const findNew = async (lines: readonly Line[]) => {
		for (const line of lines) {
			const entry = line.read();
			// eslint-disable-next-line no-await-in-loop -- The first one counts.
			if (await isNew(entry)) {
				return entry;
			}
		}

		return undefined;
	};

	let found: Entry | undefined;
	/** What is followed waits for its place among past logs, which may lag; an error that has come counts at once. */
	const heard: Feed = {
		...feed,
		async *liveEntries(request) {
			for await (const batch of feed.liveEntries(request)) {
				for (const entry of batch.entries) {
					// eslint-disable-next-line no-await-in-loop -- The first one counts.
					if (await isNew(entry)) {
						found = entry;
						ending.abort();
						return;
					}
				}

				yield batch;
			}
		},
	};
	const past = (signal: AbortSignal) =>
		pastLines(
			{filter, range: {since: deployment.createdAt ?? 0}, order: 'asc'},
			{...context, signal, onMalformed: nothing},
		);
	const live = followLines({
		...context,
		feed: heard,
		signal: ending.signal,
		filter,
		since: () => deployment.createdAt ?? 0,
		start: past(ending.signal),
		onMalformed: nothing,
	});
	const stop = stopAfter(quiet, clock, ending);
	try {
		for await (const lines of live) {
			const entry = await findNew(lines);
			if (entry !== undefined) {
				return {kind: 'new-error', entry};
			}
		}
	} catch (error) {
		if (!ending.signal.aborted || context.signal.aborted) {
			throw error;
		}
	} finally {
		ending.abort();
		await stop;
	}

	if (found !== undefined) {
		return {kind: 'new-error', entry: found};
	}

	// A stream that was cut or lags tells nothing: what the server has by now is read once more.
	knownCount = 0;
	for await (const lines of past(context.signal)) {
		const entry = await findNew(lines);
		if (entry !== undefined) {
			return {kind: 'new-error', entry};
		}
	}

	return {kind: 'quiet', knownCount};
}

type Watched =
	| {
			readonly kind: 'quiet';
			/** Errors of kinds that the deployment before has logged, too. */
			readonly knownCount: number;
	  }
	| {readonly kind: 'new-error'; readonly entry: Entry};

export type WatchContext = {
	readonly feed: Feed;
	readonly clock: Clock;
	/** From 0 to 1. */
	readonly random: () => number;
	readonly signal: AbortSignal;
	/** Told sentences for people. */
	readonly onNotice: (text: string) => void;
	readonly formatTime: (time: Micros) => string;
};

/** In milliseconds: for so long a request is tried again. */
const patience = 15_000;
const pageLimit = 1000;

const filter = createFilter({levels: ['error']});

function nothing() {
	// Lines that cannot be read are no errors that could be judged.
}

async function stopAfter(
	milliseconds: number,
	clock: Clock,
	ending: AbortController,
): Promise<void> {
	try {
		await clock.sleep(milliseconds, ending.signal);
		ending.abort();
	} catch {
		// It was ended before.
	}
}

/** A test of messages: whether the deployment before has logged errors of their kind. Without such a deployment none are known. */
async function readKnownErrors(
	deployment: Deployment,
	context: WatchContext,
): Promise<(message: string) => Promise<boolean>> {
	const {feed, signal, onNotice} = context;
	const {words} = feed.traits;
	let before: Deployment | undefined;
	try {
		const {value} = await tried(context, async () =>
			feed.deployments({projectId: deployment.projectId, signal}),
		);
		before = previousDeployment(deployment, value);
		if (before === undefined) {
			onNotice(
				`No ${words.deployment} came before this one, so that every error counts as new.`,
			);
		}
	} catch (error) {
		if (!(error instanceof ApiError)) {
			throw error;
		}

		onNotice(
			`The ${words.deployment} before this one was not found, so that every error counts as new. ${error.message}`,
		);
	}

	if (before === undefined) {
		return async () => false;
	}

	const {id} = before;

	const ask = async (text: string) => {
		const request: PastRequest = {
			deploymentId: id,
			filter: createFilter({levels: ['error'], text}),
			range: {},
			order: 'desc',
			limit: Math.min(pageLimit, feed.traits.pageLimit),
			signal,
		};
		const {batch} = await tried(context, async () => feed.pastEntries(request));
		return new Set(batch.entries.map(({message}) => patternOf(message)));
	};

	const sample = await ask('');
	return async (message) => {
		const pattern = patternOf(message);
		if (hasKin(pattern, sample)) {
			return true;
		}

		// The sample may lack what is rare: the server is asked for this one.
		const text = longestIn(message, pattern);
		return text !== '' && hasKin(pattern, await ask(text));
	};
}

/** The same kind, also where an id without digits was masked in one of the two. */
function hasKin(pattern: string, others: ReadonlySet<string>): boolean {
	if (others.has(pattern)) {
		return true;
	}

	const isKinOfThis = createKinTest(pattern);
	return [...others].some(
		(other) =>
			(saysSomething(pattern) && isKinOfThis(other)) ||
			(saysSomething(other) && createKinTest(other)(pattern)),
	);
}

async function tried<Value>(
	{clock, random, signal}: WatchContext,
	ask: () => Promise<Value>,
): Promise<Value> {
	return retry(ask, {patience, signal, clock, random});
}
