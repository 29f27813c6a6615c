/* eslint-disable no-await-in-loop -- One request follows the other. */

import {ask} from '../feeds/ask.ts';
import {type Page, type PastRequest} from '../feeds/feed.ts';
import {type Deployment} from '../log/deployment.ts';
import {type Entry, type Micros} from '../log/entry.ts';
import {shortPageLimit} from '../log/feed-traits.ts';
import {levelOf} from '../log/level.ts';
import {createFilter, type Filter, type Order} from '../log/query.ts';
import {doubtsOf} from '../store/update/patterns.ts';
import {patternList} from '../store/shown/pattern-list.ts';
import {previousDeployment} from '../store/latest.ts';
import {type Doubt, type DoubtAnswer, type NoBaseline} from '../store/state.ts';
import {type StreamContext, toFailure} from './stream.ts';

/** Asks for a sample of what the deployment before this one, or the one that was chosen, has logged. */
export async function streamBaseline(
	context: StreamContext,
	{
		deployment,
		chosen,
	}: {readonly deployment: Deployment; readonly chosen?: string},
): Promise<void> {
	const {clock, dispatch, getState, signal} = context;
	try {
		const replaced =
			chosen === undefined ? await replacedBy(context, deployment) : undefined;
		const deploymentId = chosen ?? replaced?.id;
		if (deploymentId === undefined) {
			tellNone(context, 'first');
			return;
		}

		const latest = await sample(context, deploymentId, newest);
		if (latest === undefined) {
			tellNone(context, 'silent');
			return;
		}

		const [earliest] = latest.isWhole
			? []
			: [
					await sample(context, deploymentId, oldest),
					await sample(context, deploymentId, worst),
				];
		if (!latest.isWhole) {
			await countingEnd(context);
			const end = clock.now() + longestAsking;
			for (const doubt of doubtsOf(getState()).slice(0, mostAskedAtOnce)) {
				if (clock.now() > end) {
					break;
				}

				await streamDoubt(context, {deploymentId, doubt});
			}
		}

		const {from, to, isWhole} = latest;
		const firstError = await oldestError(context, deploymentId);
		dispatch({
			kind: 'baseline-told',
			baseline: {
				kind: 'found',
				deploymentId,
				from,
				to,
				isWhole,
				entryCount: totalCount(latest, earliest),
				...(firstError !== undefined && {firstError}),
			},
		});
	} catch (error) {
		signal.throwIfAborted();
		tellNone(context, toFailure(error).isRefusal ? 'refused' : 'failed');
	}
}

/** Of patterns that the sample lacks so many are asked about before it is told; the others after that. */
const mostAskedAtOnce = 12;
/** In milliseconds: where a server looks for long, the reader is told what the sample tells. */
const longestAsking = 1500;
/** In milliseconds. */
const longestCounting = 1000;
const countingInterval = 20;

/** What is asked of the previous deployment: its newest entries, what it logged when it started, and its newest errors and warnings, so that rare ones are known, too. */
const newest = {
	filter: createFilter({}),
	order: 'desc',
	mostPages: 5,
	isSample: true,
} as const;
const oldest = {filter: createFilter({}), order: 'asc', mostPages: 1} as const;
const worst = {
	filter: createFilter({levels: ['error', 'warning']}),
	order: 'desc',
	mostPages: 2,
} as const;

/** Nothing where it cannot be told: that is no reason to tell nothing of the patterns. */
async function oldestError(
	context: StreamContext,
	deploymentId: string,
): Promise<Entry | 'none' | undefined> {
	const {feed, signal} = context;
	const order = 'asc';
	try {
		const page = await ask(context, async () =>
			feed.pastEntries({
				deploymentId,
				filter: createFilter({levels: ['error']}),
				order,
				range: {},
				limit: shortPageLimit(feed.traits),
				signal,
			}),
		);
		const first = page.batch.entries.find(
			({level}) => levelOf(level) === 'error',
		);
		return first ?? (isLast(page, order) ? 'none' : undefined);
	} catch {
		signal.throwIfAborted();
		return undefined;
	}
}

/** Waits, though not for long, until it is known which patterns there are. */
async function countingEnd({getState, clock, signal}: StreamContext) {
	for (
		let waited = 0;
		waited < longestCounting && patternList(getState()).isCounting;
		waited += countingInterval
	) {
		await clock.sleep(countingInterval, signal);
	}
}

async function replacedBy(
	context: StreamContext,
	deployment: Deployment,
): Promise<Deployment | undefined> {
	const {feed, signal} = context;
	const {projectId} = deployment;
	const {value} = await ask(context, async () =>
		feed.deployments({projectId, signal}),
	);
	return previousDeployment(deployment, value);
}

/** Asks whether a deployment has ever logged something of a pattern: what holds a text of it is learned. */
export async function streamDoubt(
	context: StreamContext,
	{
		deploymentId,
		doubt: {pattern, text},
	}: {readonly deploymentId: string; readonly doubt: Doubt},
): Promise<void> {
	const {dispatch, signal} = context;
	const tell = (answer: DoubtAnswer) => {
		dispatch({kind: 'baseline-asked', pattern, answer});
	};

	try {
		const filter = createFilter({text});
		const found =
			text === ''
				? undefined
				: await sample(context, deploymentId, {
						filter,
						order: 'desc',
						mostPages: 1,
					});
		tell(
			text !== '' && (found === undefined || found.isWhole)
				? 'absent'
				: 'unclear',
		);
	} catch {
		signal.throwIfAborted();
		tell('unclear');
	}
}

/** About how many entries a deployment has logged: as many as there would be at the slower of two paces, its oldest and its newest one. */
function totalCount(latest: Span, earliest: Span | undefined): number {
	if (latest.isWhole || earliest === undefined) {
		return latest.count;
	}

	const pace = Math.min(paceOf(latest), paceOf(earliest));
	return Math.max(latest.count, Math.floor(pace * (latest.to - earliest.from)));
}

/** Entries a microsecond. */
function paceOf({count, from, to}: Span): number {
	return count / Math.max(1, to - from);
}

function tellNone({dispatch}: StreamContext, why: NoBaseline) {
	dispatch({kind: 'baseline-told', baseline: {kind: 'none', why}});
}

type Span = {
	readonly from: Micros;
	readonly to: Micros;
	readonly isWhole: boolean;
	/** Entries in it. */
	readonly count: number;
};

/** The result is the span of time that was told; nothing where there are no entries. */
async function sample(
	context: StreamContext,
	deploymentId: string,
	{
		filter,
		order,
		mostPages,
		isSample = false,
	}: {
		readonly filter: Filter;
		readonly order: Order;
		readonly mostPages: number;
		readonly isSample?: boolean;
	},
): Promise<Span | undefined> {
	const {feed, dispatch, signal} = context;
	let request: PastRequest = {
		deploymentId,
		filter,
		order,
		range: {},
		limit: shortPageLimit(feed.traits),
		signal,
	};
	let page: Page | undefined;
	let ends: readonly Entry[] = [];
	let total = 0;
	for (let count = 0; count < mostPages; count++) {
		const asked = request;
		page = await ask(context, async () => feed.pastEntries(asked));
		const {entries} = page.batch;
		dispatch({kind: 'baseline-entries', entries, isSample});
		ends = [...ends, ...entries.slice(0, 1), ...entries.slice(-1)];
		total += entries.length;
		if (isLast(page, order)) {
			break;
		}

		request = pageAfter(page, request);
	}

	const times = ends.map(({time}) => time);
	return times.length === 0
		? undefined
		: {
				from: Math.min(...times),
				to: Math.max(...times),
				isWhole: page !== undefined && isLast(page, order),
				count: total,
			};
}

function isLast({next, whole}: Page, order: Order): boolean {
	return (
		next === undefined &&
		(order === 'asc' ? whole.to === Number.POSITIVE_INFINITY : whole.from <= 0)
	);
}

/** Without a cursor what follows is asked for by its time. */
function pageAfter(
	{next, whole}: Page,
	{cursor: _, ...request}: PastRequest,
): PastRequest {
	if (next !== undefined) {
		return {...request, cursor: next};
	}

	return {
		...request,
		range: request.order === 'asc' ? {since: whole.to} : {until: whole.from},
	};
}
