import {expect, onTestFinished, test} from 'vitest';
import {v1Traits, createV1Feed} from '../../source/feeds/v1/v1.ts';
import {createQuery} from '../../source/log/query.ts';
import {
	createDeployment,
	type GivenDeploymentOptions,
} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {startSession} from '../../source/session/session.ts';
import {createState, createStore} from '../../source/store/create-store.ts';
import {patternList} from '../../source/store/shown/pattern-list.ts';
import {until} from '../helpers/until.ts';

const hour = 3_600_000;
const now = Date.now();
const timeOf = (hours: number) => new Date(now + hours * hour).toISOString();

const before: GivenDeploymentOptions = {
	id: 'before',
	createdAt: timeOf(-5),
	domains: ['shop.dev'],
};
const current: GivenDeploymentOptions = {
	id: 'current',
	createdAt: timeOf(-1),
	domains: ['shop.dev', 'current.dev'],
	entries: [
		{time: timeOf(-0.9), level: 'info', message: 'took 1 ms'},
		{time: timeOf(-0.8), level: 'error', message: 'rare trouble'},
		{time: timeOf(-0.7), level: 'error', message: 'new trouble'},
	],
};

async function explore(deployments: readonly GivenDeploymentOptions[]) {
	const server = await startServer({
		deployments: deployments.map((one) => createDeployment(one)),
	});
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: 10_000,
			columns: 80,
			rows: 24,
		}),
	);
	const session = startSession({
		store,
		feed: createV1Feed({
			apiUrl: new URL(server.url),
			deploymentId: 'current',
		}),
	});
	onTestFinished(async () => {
		session.stop();
		await server.close();
	});
	await until(() => {
		expect(store.get().logs.buffer.count).toBe(3);
		expect(store.get().details.deployment).toBeDefined();
	});
	const show = (kind: 'patterns' | 'list') => {
		store.dispatch({kind: 'mode', mode: {kind}});
	};

	return {
		store,
		show,
		baseline: () => store.get().patterns.baseline,
		/** Requests for the logs of the previous deployment. */
		asked: () =>
			server.requests.filter(({deploymentId}) => deploymentId === 'before'),
		requests: server.requests,
		faults: server.faults,
	};
}

test('what is new is told against a bounded sample of the previous deployment, which is asked for once, when patterns are shown', async () => {
	const {store, show, baseline, asked} = await explore([
		current,
		{
			...before,
			entries: [
				{time: timeOf(-4.9), level: 'error', message: 'rare trouble'},
				...Array.from({length: 7200}, (_, index) => ({
					time: timeOf(-4 + index / 3600),
					level: 'info',
					message: `took ${index} ms`,
				})),
			],
		},
	]);
	expect(asked()).toHaveLength(0);
	show('patterns');
	await until(() => {
		expect(baseline()).toMatchObject({
			kind: 'found',
			deploymentId: 'before',
			isWhole: false,
		});
		expect(patternList(store.get()).isCounting).toBe(false);
	});
	expect(
		patternList(store.get()).patterns.map(({text, isNew}) => [text, isNew]),
	).toEqual([
		['new trouble', true],
		['rare trouble', false],
		['took <n> ms', false],
	]);
	const requests = asked().length;
	// Of its newest, its oldest, its errors and warnings, what is doubted, and its first error.
	expect(requests).toBeLessThanOrEqual(9);
	show('list');
	show('patterns');
	store.dispatch({kind: 'reload'});
	await until(() => {
		expect(store.get().logs.connection.kind).toBe('live');
	});
	expect(asked()).toHaveLength(requests);
});

test('a short log is sampled whole', async () => {
	const {show, baseline} = await explore([
		current,
		{
			...before,
			entries: [{time: timeOf(-3), level: 'info', message: 'took 5 ms'}],
		},
	]);
	show('patterns');
	await until(() => {
		expect(baseline()).toMatchObject({kind: 'found', isWhole: true});
	});
});

test('without a previous deployment, or one that has logged nothing, there is no baseline', async () => {
	for (const [why, deployments] of [
		['first', [current]],
		['silent', [current, before]],
	] as const) {
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		const {show, baseline, store} = await explore(deployments);
		show('patterns');
		// eslint-disable-next-line no-await-in-loop -- As above.
		await until(() => {
			expect(baseline()).toEqual({kind: 'none', why});
		});
		expect(patternList(store.get()).patterns.every(({isNew}) => !isNew)).toBe(
			true,
		);
	}
});

test('a server that refuses leaves no baseline, and is asked again on reload', async () => {
	const {show, baseline, store, faults} = await explore([current, before]);
	const fault = faults.add({kind: 'status', status: 403, route: 'deployments'});
	show('patterns');
	await until(() => {
		expect(baseline()).toEqual({kind: 'none', why: 'refused'});
	});
	fault.heal();
	store.dispatch({kind: 'reload'});
	await until(() => {
		expect(baseline()).toEqual({kind: 'none', why: 'silent'});
	});
});

test('a server that answers with something else leaves no baseline either', async () => {
	const {show, baseline, faults} = await explore([current, before]);
	faults.add({kind: 'page', status: 200, route: 'deployments'});
	show('patterns');
	await until(() => {
		expect(baseline()).toEqual({kind: 'none', why: 'failed'});
	});
});

test('what the sample lacks is asked of all that the previous deployment has logged', async () => {
	const {store, show, baseline, asked} = await explore([
		current,
		{
			...before,
			entries: Array.from({length: 9000}, (_, index) => ({
				time: timeOf(-4.9 + index / 3600),
				level: 'info',
				// Once, in the middle, where no sample comes by.
				message: index === 3000 ? 'new trouble' : `took ${index} ms`,
			})),
		},
	]);
	show('patterns');
	await until(() => {
		expect(baseline()).toMatchObject({kind: 'found', isWhole: false});
		expect(patternList(store.get()).isCounting).toBe(false);
	});
	const told = baseline();
	const entryCount = told.kind === 'found' ? told.entryCount : 0;
	expect(entryCount).toBeGreaterThan(8000);
	expect(entryCount).toBeLessThan(10_000);
	expect(
		asked().flatMap(({parameters: {q}}) => (q === undefined ? [] : [q])),
	).toEqual(['new trouble', 'rare trouble']);
	expect(
		patternList(store.get())
			.patterns.filter(({isNew}) => isNew)
			.map(({text}) => text),
	).toEqual(['rare trouble']);
});

test('another deployment can be chosen to be held against', async () => {
	const other: GivenDeploymentOptions = {
		id: 'other',
		createdAt: timeOf(-9),
		entries: Array.from({length: 400}, (_, index) => ({
			time: timeOf(-8 + index / 3600),
			level: 'info',
			message: index === 0 ? 'new trouble' : `took ${index} ms`,
		})),
	};
	const {store, show, baseline} = await explore([current, before, other]);
	show('patterns');
	await until(() => {
		expect(baseline()).toEqual({kind: 'none', why: 'silent'});
	});
	store.dispatch({kind: 'baseline-choose', deploymentId: 'other'});
	await until(() => {
		expect(baseline()).toMatchObject({
			kind: 'found',
			deploymentId: 'other',
			entryCount: 400,
		});
		expect(
			patternList(store.get())
				.patterns.filter(({isNew}) => isNew)
				.map(({text}) => text),
		).toEqual(['rare trouble']);
	});
});

test.each([
	[
		'the oldest that is kept',
		['slow', 'no memory', 'no disk'],
		expect.objectContaining({message: 'no memory'}) as unknown,
	],
	['told to be none', ['slow'], 'none'],
])(
	'the first error of the deployment before is %s',
	async (_name, messages, firstError) => {
		const {show, baseline} = await explore([
			{
				...before,
				entries: messages.map((message, index) => ({
					time: timeOf(-4 + index / 10),
					level: message.startsWith('no') ? 'error' : 'warning',
					message,
				})),
			},
			current,
		]);
		show('patterns');
		await until(() => {
			expect(baseline()).toMatchObject({kind: 'found', firstError});
		});
	},
);
