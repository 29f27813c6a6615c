import {describe, expect, test} from 'vitest';
import {createFilter, createQuery} from '../../source/log/query.ts';
import {type GivenEntry} from '../../source/server/given/given-entry.ts';
import {knownGaps} from '../../source/store/missing.ts';
import {apis} from '../helpers/apis.ts';
import {type Explorer, startExplorer} from '../helpers/explorer.ts';
import {until} from '../helpers/until.ts';

const minute = 60_000;

/** A second apart, the newest some seconds ago. */
function entries(count: number): GivenEntry[] {
	const start = Date.now() - count * 1000 - 5000;
	return Array.from({length: count}, (_, index) => ({
		time: (start + index * 1000) * 1000,
		level: ['info', 'error', 'warning', 'debug'][index % 4] ?? 'info',
		message: `entry ${index}`,
		region: index % 10 === 0 ? 'fra' : 'ord',
	}));
}

function given(count: number) {
	return {
		createdAt: new Date(Date.now() - count * 1000 - minute).toISOString(),
		entries: entries(count),
	};
}

async function untilJoined({store}: Explorer) {
	await until(() => {
		const {connection} = store.get().logs;
		expect(connection.kind === 'live' && connection.tail.kind).toMatch(
			/^sett/v,
		);
	});
}

/** Presses page up until the beginning is there. */
async function scrollUp({store}: Explorer) {
	await until(() => {
		store.dispatch({kind: 'scroll', by: -500});
		const {logs} = store.get();
		expect(
			knownGaps(logs).filter(({to}) => to !== Number.POSITIVE_INFINITY),
		).toEqual([]);
	});
}

describe.each(apis)('on $name', (api) => {
	test('past and live entries are one list, to the beginning, each once', async () => {
		await using explorer = await startExplorer({...given(2500), api});
		await untilJoined(explorer);
		explorer.deployment.log({message: 'live 1'}, {message: 'live 2'});
		await until(() => {
			expect(explorer.messages().slice(-2)).toEqual(['live 1', 'live 2']);
		});
		await scrollUp(explorer);
		expect(explorer.messages()).toEqual([
			...entries(2500).map((entry) =>
				typeof entry === 'object' && 'message' in entry ? entry.message : '',
			),
			'live 1',
			'live 2',
		]);
	});

	test('what is logged while there is no connection is filled in', async () => {
		await using explorer = await startExplorer({...given(20), api});
		await untilJoined(explorer);
		explorer.deployment.log({message: 'before'});
		await until(() => {
			expect(explorer.messages()).toContain('before');
		});
		await explorer.server.disconnect();
		explorer.deployment.log({message: 'meanwhile'});
		await explorer.server.reconnect();
		await until(() => {
			expect(explorer.store.get().logs.connectionCount).toBe(2);
		});
		explorer.deployment.log({message: 'after'});
		await until(() => {
			expect(explorer.messages().slice(-3)).toEqual([
				'before',
				'meanwhile',
				'after',
			]);
		});
		expect(explorer.messages()).toHaveLength(23);
	});

	test('filters show what matches, all of it', async () => {
		await using explorer = await startExplorer({...given(300), api});
		await untilJoined(explorer);
		for (const [filter, count] of [
			[{levels: ['error', 'debug']}, 150],
			[{regions: ['fra']}, 30],
			[{text: 'entry'}, 300],
		] as const) {
			explorer.store.dispatch({
				kind: 'query',
				query: createQuery({filter: createFilter(filter)}),
			});
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			await untilJoined(explorer);
			// eslint-disable-next-line no-await-in-loop -- As above.
			await scrollUp(explorer);
			expect(explorer.messages()).toHaveLength(count);
		}
	});

	test('what is held whole for all regions answers for one: only the seam with the stream is asked for again', async () => {
		await using explorer = await startExplorer({...given(200), api});
		await untilJoined(explorer);
		await scrollUp(explorer);
		const before = explorer.asked('past').length;
		explorer.store.dispatch({
			kind: 'query',
			query: createQuery({filter: createFilter({regions: ['fra']})}),
		});
		await until(() => {
			const {connection} = explorer.store.get().logs;
			expect(connection.kind === 'live' && connection.number).toBe(2);
		});
		await untilJoined(explorer);
		await scrollUp(explorer);
		expect(explorer.messages()).toHaveLength(20);
		// The first error is looked for with each connection.
		const again = explorer
			.asked('past')
			.slice(before)
			.filter(({level}) => level === undefined)
			.map(({since, start}) => Date.parse(since ?? start ?? ''));
		expect(again.length).toBeGreaterThan(0);
		for (const from of again) {
			expect(from).toBeGreaterThan(Date.now() - minute);
		}
	});

	test('a past range is read to its end, and nothing beyond it', async () => {
		const deployment = given(1800);
		const first = Date.now() - 1_805_000;
		await using explorer = await startExplorer({
			...deployment,
			api,
			query: createQuery({
				range: {
					since: (first + 100 * 1000) * 1000,
					until: (first + 1500 * 1000) * 1000,
				},
				order: 'asc',
			}),
		});
		await until(() => {
			expect(knownGaps(explorer.store.get().logs)).toEqual([]);
		});
		expect(explorer.messages().length).toBeGreaterThanOrEqual(1399);
		expect(explorer.messages().length).toBeLessThanOrEqual(1401);
		expect(new Set(explorer.messages()).size).toBe(explorer.messages().length);
	});

	test('an instant with more entries than a page is there whole, or it is said that it is not', async () => {
		const time = (Date.now() - minute) * 1000;
		await using explorer = await startExplorer({
			createdAt: new Date(Date.now() - 2 * minute).toISOString(),
			entries: [
				...Array.from({length: 2300}, (_, index) => ({
					time,
					message: `entry ${index}`,
				})),
				{time: time + 1_000_000, message: 'last'},
			],
			api,
		});
		await untilJoined(explorer);
		await until(() => {
			explorer.store.dispatch({kind: 'scroll', by: -500});
			const {failedGaps} = explorer.store.get().logs;
			expect(explorer.messages().length === 2301 || failedGaps.length > 0).toBe(
				true,
			);
		});
		const {failedGaps} = explorer.store.get().logs;
		expect(new Set(explorer.messages()).size).toBe(explorer.messages().length);
		// As live, a cursor is a time, and what is behind a page of one instant cannot be had.
		expect(failedGaps.length > 0).toBe(api.name === 'v2 as live');
		expect(failedGaps.every(({from, to}) => from <= time && to > time)).toBe(
			true,
		);
	});

	test.each([
		[401, /token/v],
		[403, /token|may not/v],
		[404, /not found|no such|there is no/iv],
		[410, /gone|no longer|ended/iv],
	])(
		'a refusal with %i is told, and not asked again',
		async (status, words) => {
			await using explorer = await startExplorer({
				...given(5),
				api,
				faults: [{kind: 'status', status, route: 'live'}],
			});
			await until(() => {
				expect(explorer.store.get().logs.connection.kind).toBe('offline');
			});
			const {connection} = explorer.store.get().logs;
			expect(
				connection.kind === 'offline' && connection.failure.message,
			).toMatch(words);
			expect(explorer.asked('live').length).toBe(1);
		},
	);

	test.each([
		['429', {kind: 'status', status: 429, retryAfter: 0}],
		['503', {kind: 'status', status: 503}],
		['a page of HTML', {kind: 'page', status: 502}],
		['half an answer', {kind: 'cut', atByte: 60}],
	] as const)('past logs heal after %s', async (_name, fault) => {
		await using explorer = await startExplorer({
			...given(5),
			api,
			faults: [{...fault, route: 'past', times: 1}],
		});
		await until(() => {
			expect(explorer.messages()).toHaveLength(5);
		});
	});
});
