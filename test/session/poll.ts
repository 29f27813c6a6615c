import {expect, test} from 'vitest';
import {v1Traits, createV1Feed} from '../../source/feeds/v1/v1.ts';
import {createQuery} from '../../source/log/query.ts';
import {type Fault} from '../../source/server/faults/faults.ts';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {startSession} from '../../source/session/session.ts';
import {createState, createStore} from '../../source/store/create-store.ts';
import {ApiError} from '../../source/feeds/errors.ts';
import {streamProjects} from '../../source/session/poll.ts';
import {type Action} from '../../source/store/action.ts';
import {createManualClock} from '../helpers/manual-clock.ts';
import {MemoryFeed} from '../helpers/memory-feed.ts';
import {createTimeline} from '../helpers/timeline.ts';

/** A reader of a deployment that is being built, and a fault from the first request on. */
async function openBuild(fault: Fault) {
	const clock = createTimeline();
	const deployment = createDeployment({
		clock: clock.now,
		status: 'pending',
		buildLines: [{level: 'info', message: 'Downloading'}],
	});
	const server = await startServer({
		deployments: [deployment],
		clock: clock.now,
	});
	server.faults.add(fault);
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: 1000,
			columns: 80,
			rows: 24,
		}),
	);
	const session = startSession({
		store,
		feed: createV1Feed({
			apiUrl: new URL(server.url),
			deploymentId: deployment.id,
		}),
		clock,
	});
	return {
		clock,
		deployment,
		server,
		store,
		async [Symbol.asyncDispose]() {
			session.stop();
			await server.close();
		},
	};
}

test('a build log that has fallen silent without an end is read anew, no line twice, and seen to have ended', async () => {
	await using reader = await openBuild({
		kind: 'silence',
		route: 'build',
		afterEntries: 1,
		times: 1,
	});
	const {clock, deployment, store} = reader;
	const messages = () => store.get().build.entries.map(({message}) => message);
	await clock.until(() => {
		expect(messages()).toEqual(['Downloading']);
	});
	deployment.build({level: 'error', message: 'No such module'});
	deployment.change({status: 'failed'});
	const since = clock.now();
	await clock.until(() => {
		expect(store.get().build.status).toBe('ended');
	});
	expect(clock.now() - since).toBeLessThan(60_000);
	expect(messages()).toEqual(['Downloading', 'No such module']);
	expect(store.get().details.deployment?.status.kind).toBe('failed');
});

test('details that are never answered are asked for again within seconds', async () => {
	await using reader = await openBuild({
		kind: 'silence',
		route: 'details',
		times: 1,
	});
	const {clock, deployment, store} = reader;
	deployment.change({status: 'success'});
	const since = clock.now();
	await clock.until(() => {
		expect(store.get().details.deployment?.status.kind).toBe('succeeded');
	});
	expect(clock.now() - since).toBeLessThan(30_000);
});

test('a build that ends while the network is cut is seen to have ended', async () => {
	await using reader = await openBuild({
		kind: 'delay',
		milliseconds: 0,
		route: 'details',
		times: 1,
	});
	const {clock, deployment, server, store} = reader;
	await clock.until(() => {
		expect(store.get().build.entries).toHaveLength(1);
	});
	await server.disconnect();
	deployment.build({level: 'info', message: 'Deployed'});
	deployment.change({status: 'success'});
	await clock.until(() => {
		expect(store.get().build.status).toBe('failed');
	});
	await server.reconnect();
	await clock.until(() => {
		expect(store.get().build.status).toBe('ended');
		expect(store.get().details.deployment?.status.kind).toBe('succeeded');
	});
	expect(store.get().build.entries).toHaveLength(2);
});

test('what there is to choose from is asked for again when the server has had the time that it asked for', async () => {
	const clock = createManualClock();
	const actions: Action[] = [];
	let count = 0;
	await streamProjects(
		{
			feed: Object.assign(new MemoryFeed(clock.now), {
				async projects() {
					count++;
					if (count === 1) {
						throw new ApiError('rate-limited', 'Wait.', {retryAfter: 60_000});
					}

					return {value: [{id: 'shop', name: 'shop'}]};
				},
			}),
			clock,
			random: () => 0,
			getState() {
				throw new Error('It asks for nothing else.');
			},
			dispatch(action) {
				actions.push(action);
			},
			signal: new AbortController().signal,
		},
		{},
	);
	expect(clock.waits).toEqual([60_000]);
	expect(actions.map(({kind}) => kind)).toEqual([
		'projects-failed',
		'projects-loaded',
	]);
});
