/* eslint-disable no-await-in-loop -- One request follows the other. */
import {retry} from '../feeds/http/retry.ts';
import {type Page, type PastRequest} from '../feeds/feed.ts';
import {type Deployment} from '../log/deployment.ts';
import {type Entry, type Micros} from '../log/entry.ts';
import {createFilter, type Filter, type Order} from '../log/query.ts';
import {previousDeployment} from '../store/patterns/previous-deployment.ts';
import {type NoBaseline} from '../store/state.ts';
import {type StreamContext, toFailure} from './stream.ts';

/** In milliseconds: for so long a request is tried again. */
const patience = 15_000;
const pageLimit = 1000;

/** What is asked of the previous deployment: its newest entries, what it logged when it started, and its newest errors and warnings, so that rare ones are known, too. */
const newest = {filter: createFilter({}), order: 'desc', mostPages: 5} as const;
const others = [
	{filter: createFilter({}), order: 'asc', mostPages: 1},
	{
		filter: createFilter({levels: ['error', 'warning']}),
		order: 'desc',
		mostPages: 2,
	},
] as const;

/** Asks for a sample of what the deployment before this one has logged. */
export async function streamBaseline(
	context: StreamContext,
	deployment: Deployment,
): Promise<void> {
	const {feed, dispatch, signal} = context;
	try {
		const {value} = await tried(context, async () =>
			feed.deployments({projectId: deployment.projectId, signal}),
		);
		const previous = previousDeployment(deployment, value);
		if (previous === undefined) {
			tellNone(context, 'first');
			return;
		}

		const span = await sample(context, previous.id, newest);
		if (span === undefined) {
			tellNone(context, 'silent');
			return;
		}

		if (!span.isWhole) {
			for (const other of others) {
				await sample(context, previous.id, other);
			}
		}

		dispatch({
			kind: 'baseline-told',
			baseline: {kind: 'found', deploymentId: previous.id, ...span},
		});
	} catch (error) {
		signal.throwIfAborted();
		tellNone(context, toFailure(error).isRefusal ? 'refused' : 'failed');
	}
}

function tellNone({dispatch}: StreamContext, why: NoBaseline) {
	dispatch({kind: 'baseline-told', baseline: {kind: 'none', why}});
}

type Span = {
	readonly from: Micros;
	readonly to: Micros;
	readonly isWhole: boolean;
};

/** The result is the span of time that was told; nothing where there are no entries. */
async function sample(
	context: StreamContext,
	deploymentId: string,
	{
		filter,
		order,
		mostPages,
	}: {
		readonly filter: Filter;
		readonly order: Order;
		readonly mostPages: number;
	},
): Promise<Span | undefined> {
	const {feed, dispatch, signal} = context;
	const request: PastRequest = {
		deploymentId,
		filter,
		order,
		range: {},
		limit: Math.min(pageLimit, feed.traits.pageLimit),
		signal,
	};
	let page: Page | undefined;
	let ends: readonly Entry[] = [];
	for (let count = 0; count < mostPages; count++) {
		const cursor = page?.next;
		page = await tried(context, async () =>
			feed.pastEntries({...request, ...(cursor !== undefined && {cursor})}),
		);
		const {entries} = page.batch;
		dispatch({kind: 'baseline-entries', entries});
		ends = [...ends, ...entries.slice(0, 1), ...entries.slice(-1)];
		if (page.next === undefined) {
			break;
		}
	}

	const times = ends.map(({time}) => time);
	return times.length === 0
		? undefined
		: {
				from: Math.min(...times),
				to: Math.max(...times),
				isWhole: page?.next === undefined,
			};
}

async function tried<Value>(
	{clock, random, signal}: StreamContext,
	ask: () => Promise<Value>,
): Promise<Value> {
	return retry(ask, {patience, signal, clock, random});
}
