import {retry} from '../../feeds/http/retry.ts';
import {type Feed, type PastRequest} from '../../feeds/feed.ts';
import {type Micros} from '../../log/entry.ts';
import {type Clock} from '../../feeds/clock.ts';
import {type Deployment} from '../../log/deployment.ts';
import {createKinTest, patternOf} from '../../log/pattern.ts';
import {createFilter} from '../../log/query.ts';
import {longestIn, saysSomething} from '../../store/patterns/pattern-text.ts';
import {previousDeployment} from '../../store/patterns/previous-deployment.ts';

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

/** A test of messages: whether the deployment before has logged errors of their kind. Without such a deployment none are known. */
export async function readKnownErrors(
	deployment: Deployment,
	context: WatchContext,
): Promise<(message: string) => Promise<boolean>> {
	const {feed, signal, onNotice} = context;
	const {words} = feed.traits;
	const {value} = await tried(context, async () =>
		feed.deployments({projectId: deployment.projectId, signal}),
	);
	const before = previousDeployment(deployment, value);
	if (before === undefined) {
		onNotice(
			`No ${words.deployment} came before this one, so that every error counts as new.`,
		);
		return async () => false;
	}

	const ask = async (text: string) => {
		const request: PastRequest = {
			deploymentId: before.id,
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
