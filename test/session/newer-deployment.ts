import process from 'node:process';
import v8 from 'node:v8';
import vm from 'node:vm';
import {expect, test, vi} from 'vitest';
import {createFeed} from '../../source/feeds/create-feed.ts';
import {createQuery} from '../../source/log/query.ts';
import {
	createDeployment,
	type GivenDeployment,
} from '../../source/server/given/given-deployment.ts';
import {formatTime} from '../../source/server/given/time-text.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {startSession} from '../../source/session/session.ts';
import {createState, createStore} from '../../source/store/create-store.ts';
import {newerDeployment, trailTo} from '../../source/store/latest.ts';
import {stepsBack, type Trail} from '../../source/store/trail.ts';
import {followLatest} from '../../source/ui/latest/latest-deployment.ts';
import {createTimeline, type Timeline} from '../helpers/timeline.ts';

const nameOf = (version: 1 | 2) => (version === 1 ? 'deployment' : 'revision');
const versions = [1, 2] as const;

/** A project that is deployed anew while one looks at a deployment of it. */
async function openProject(version: 1 | 2) {
	const clock = createTimeline();
	const deployments: GivenDeployment[] = [];
	const deploy = (id: string, given: {status: string; domains?: string[]}) => {
		const deployment = createDeployment({
			id,
			clock: clock.now,
			createdAt: formatTime(clock.now() * 1000),
			...given,
		});
		deployments.push(deployment);
		return deployment;
	};

	const server = await startServer({deployments, clock: clock.now});
	return {
		clock,
		deploy,
		server,
		explore(
			deploymentId: string,
			given: {trail?: Trail; isLatestFollowed?: boolean} = {},
		) {
			const feed = createFeed({
				apiUrl: new URL(version === 1 ? server.url : server.v2Url),
				deploymentId,
				org: 'acme',
			});
			const store = createStore(
				createState({
					traits: feed.traits,
					query: createQuery(),
					limit: 1000,
					columns: 80,
					rows: 24,
					...given,
				}),
			);
			const session = startSession({store, feed, clock});
			return {store, stop: session.stop};
		},
	};
}

async function waitFor(
	clock: Timeline,
	milliseconds: number,
	assertion: () => void,
) {
	const since = clock.now();
	await clock.until(assertion);
	expect(clock.now() - since).toBeLessThanOrEqual(milliseconds);
}

test.each(versions)(
	'a newer deployment is noticed within half a minute, and how its build goes on, over v%i',
	async (version) => {
		const {clock, deploy, server, explore} = await openProject(version);
		await using _ = server;
		deploy('shop-r1', {status: 'success'});
		const {store, stop} = explore('shop-r1');
		await clock.until(() => {
			expect(store.get().latest.deployments).toHaveLength(1);
		});
		expect(newerDeployment(store.get())).toBeUndefined();
		expect(store.get().logs.traits.words.deployment).toBe(nameOf(version));
		clock.advance(1000);
		const newer = deploy('shop-r2', {status: 'pending'});
		await waitFor(clock, 30_000, () => {
			expect(newerDeployment(store.get())).toMatchObject({
				id: 'shop-r2',
			});
			expect(newerDeployment(store.get())?.status.kind).toMatch(
				/building|queued/v,
			);
		});
		newer.change({status: 'failed'});
		await waitFor(clock, 10_000, () => {
			expect(newerDeployment(store.get())?.status.kind).toBe('failed');
		});
		stop();
	},
);

test.each(versions)(
	'who follows the latest is taken to three deploys in a row, and the rules of all of them stay, over v%i',
	async (version) => {
		const {clock, deploy, server, explore} = await openProject(version);
		await using _ = server;
		deploy('shop-r0', {status: 'success'});
		let trail: Trail | undefined;
		let shown = 'shop-r0';
		for (const [number, status] of ['success', 'failed', 'success'].entries()) {
			const {store, stop} = explore(shown, {
				isLatestFollowed: true,
				...(trail !== undefined && {trail}),
			});
			let next = '';
			// eslint-disable-next-line @typescript-eslint/no-loop-func -- Each is done with before the next.
			followLatest(store, ({deploymentId, trail: nextTrail}) => {
				next = deploymentId;
				trail = nextTrail;
			});
			// eslint-disable-next-line no-await-in-loop -- One deploy after the other.
			await clock.until(() => {
				expect(store.get().latest.deployments).toHaveLength(number + 1);
			});
			clock.advance(1000);
			deploy(`shop-r${number + 1}`, {status});
			// eslint-disable-next-line no-await-in-loop -- As above.
			await waitFor(clock, 30_000, () => {
				expect(next).toBe(`shop-r${number + 1}`);
			});
			stop();
			shown = next;
		}

		expect(
			stepsBack(trail ?? {deploys: [], currentId: ''}).map(
				({deploy: {id, hasFailed}, before}) =>
					`${before.id} ${id} ${hasFailed}`,
			),
		).toEqual([
			'shop-r0 shop-r1 false',
			'shop-r1 shop-r2 true',
			'shop-r2 shop-r3 false',
		]);
	},
);

test('who goes back from a deploy is not taken there again', async () => {
	const {clock, deploy, server, explore} = await openProject(1);
	await using _ = server;
	deploy('shop-r1', {status: 'success'});
	clock.advance(1000);
	deploy('shop-r2', {status: 'failed'});
	const failed = explore('shop-r2');
	await clock.until(() => {
		expect(failed.store.get().latest.deployments).toHaveLength(2);
		expect(failed.store.get().details.deployment).toBeDefined();
	});
	const trail = trailTo(failed.store.get(), 'shop-r1');
	failed.stop();
	const {store, stop} = explore('shop-r1', {trail, isLatestFollowed: true});
	const taken: string[] = [];
	followLatest(store, ({deploymentId}) => {
		taken.push(deploymentId);
	});
	await clock.until(() => {
		expect(newerDeployment(store.get())?.id).toBe('shop-r2');
	});
	clock.advance(1000);
	deploy('shop-r3', {status: 'pending'});
	await clock.until(() => {
		expect(taken).toEqual(['shop-r3']);
	});
	stop();
});

/** A hundred in a day are many: `REDEPLOYS=100`. */
const redeployCount = Number(process.env['REDEPLOYS'] ?? 6);

test(`after ${redeployCount} deploys nothing is left of those before: no timer, no request, no memory`, async () => {
	const {clock, deploy, server, explore} = await openProject(1);
	await using _ = server;
	deploy('shop-r0', {status: 'success'});
	let trail: Trail | undefined;
	let shown = 'shop-r0';
	const stores: Array<WeakRef<Record<string, unknown>>> = [];
	const visit = async (number: number) => {
		const {store, stop} = explore(shown, {
			isLatestFollowed: true,
			...(trail !== undefined && {trail}),
		});
		stores.push(new WeakRef(store));
		let next = '';
		followLatest(store, ({deploymentId, trail: nextTrail}) => {
			next = deploymentId;
			trail = nextTrail;
		});
		await clock.until(() => {
			expect(store.get().latest.deployments.length).toBeGreaterThan(0);
			expect(store.get().logs.connection.kind).toBe('live');
		});
		clock.advance(1000);
		deploy(`shop-r${number + 1}`, {status: 'success'});
		await waitFor(clock, 30_000, () => {
			expect(next).toBe(`shop-r${number + 1}`);
		});
		stop();
		shown = next;
		await vi.waitFor(() => {
			expect(clock.sleeperCount()).toBe(0);
			expect(server.openLiveCount).toBe(0);
		});
	};

	for (let number = 0; number < redeployCount; number++) {
		// eslint-disable-next-line no-await-in-loop -- One deploy after the other.
		await visit(number);
	}

	// The rules of the last ones stay, those before are forgotten.
	expect(stepsBack(trail ?? {deploys: [], currentId: ''}).length).toBe(
		Math.min(redeployCount, 20),
	);
	v8.setFlagsFromString('--expose-gc');
	// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- What the flag gives to a new context.
	const collect = vm.runInNewContext('gc') as () => void;
	await vi.waitFor(() => {
		collect();
		expect(
			stores.filter((store) => store.deref() !== undefined).length,
		).toBeLessThanOrEqual(1);
	});
});
