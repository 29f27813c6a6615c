import {isDeepStrictEqual} from 'node:util';
import {isSettled} from '../log/deployment.ts';
import {poll} from './poll.ts';
import {type StreamContext, toFailure} from './stream.ts';

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
