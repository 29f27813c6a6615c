import {expect, test} from 'vitest';
import {
	createFilter,
	createQuery,
	type Filter,
} from '../../source/log/query.ts';
import {type GivenEntry} from '../../source/server/given/given-entry.ts';
import {wanted} from '../../source/store/wanted/wanted.ts';
import {type Explorer, startExplorer} from '../helpers/explorer.ts';
import {until} from '../helpers/until.ts';

function entries(
	count: number,
	startedAt = Date.now() - 60_000,
	apart = 10,
): GivenEntry[] {
	return Array.from({length: count}, (_, index) => ({
		time: new Date(startedAt + index * apart).toISOString(),
		level: ['info', 'error', 'warning', 'debug'][index % 4] ?? 'info',
		message: `entry ${index}\n`,
		region: 'gcp-us-east4',
	}));
}

function now(message: string, level = 'info'): GivenEntry {
	return {
		time: new Date().toISOString(),
		level,
		message,
		region: 'gcp-europe-west3',
	};
}

function filterBy({store}: Explorer, filter: Partial<Filter>) {
	const {query} = store.get().logs;
	store.dispatch({
		kind: 'query',
		query: {...query, filter: createFilter({...query.filter, ...filter})},
	});
}

async function untilLive({store}: Explorer) {
	await until(() => {
		expect(store.get().logs.connection.kind).toBe('live');
	});
}

async function untilJoined(explorer: Explorer) {
	await until(() => {
		const {connection} = explorer.store.get().logs;
		expect(connection.kind === 'live' && connection.tail.kind).toMatch(
			/^sett/v,
		);
	});
}

test('history and live entries are one list, without seam and without doubles', async () => {
	await using explorer = await startExplorer({entries: entries(50)});
	await untilJoined(explorer);
	explorer.deployment.log(now('live 1'), now('live 2'));
	await until(() => {
		expect(explorer.messages().slice(-3)).toEqual([
			'entry 49',
			'live 1',
			'live 2',
		]);
	});
	expect(explorer.messages()).toHaveLength(52);
});

test('what was logged is shown, once asked for, while the server holds the head of its stream back', async () => {
	await using explorer = await startExplorer({
		entries: entries(2500, Date.now() - 2_500_000, 1000),
		faults: [{kind: 'silence', route: 'live'}],
		timeouts: {refusal: 60_000},
	});
	const {store} = explorer;
	await until(() => {
		expect(explorer.messages().at(-1)).toBe('entry 2499');
	});
	expect(explorer.asked('past')).toHaveLength(1);

	filterBy(explorer, {text: 'entry 7'});
	await until(() => {
		expect(explorer.messages()[0]).toBe('entry 7');
	});
	// What is loaded has none of it: both gaps are one page.
	expect(explorer.asked('past').map(({q, order}) => ({q, order}))).toEqual([
		{q: undefined, order: 'desc'},
		{q: 'entry 7', order: 'desc'},
	]);
	expect(store.get().logs.connection.kind).toBe('connecting');
});

test('a page that fails while the stream is on its way is asked for when it is open, and nothing is said', async () => {
	await using explorer = await startExplorer({
		entries: entries(50),
		faults: [
			{kind: 'status', status: 403, route: 'past', times: 1},
			{kind: 'delay', milliseconds: 200, route: 'live', times: 1},
		],
	});
	await untilJoined(explorer);
	await until(() => {
		expect(explorer.messages()).toHaveLength(50);
	});
	expect(explorer.store.get().logs.failedGaps).toEqual([]);
});

test('going up loads older entries by cursor to the beginning of the logs', async () => {
	await using explorer = await startExplorer({
		entries: entries(2500, Date.now() - 2_500_000, 1000),
	});
	await untilJoined(explorer);
	await until(() => {
		explorer.store.dispatch({kind: 'scroll', by: -500});
		expect(explorer.messages()).toHaveLength(2500);
	});
	expect(new Set(explorer.messages()).size).toBe(2500);
	expect(explorer.messages()[0]).toBe('entry 0');
	expect(
		explorer.asked('past').filter(({cursor}) => cursor !== undefined).length,
	).toBeGreaterThanOrEqual(2);
});

test('`g` asks for the first entries alone, `@` for those around an instant', async () => {
	const startedAt = Date.now() - 5_000_000;
	await using explorer = await startExplorer({
		entries: entries(5000, startedAt, 1000),
	});
	const {store} = explorer;
	await untilJoined(explorer);
	store.dispatch({kind: 'go', selection: {kind: 'first'}});
	await until(() => {
		expect(explorer.messages()[0]).toBe('entry 0');
	});
	expect(explorer.messages()).toHaveLength(1998);
	expect(
		explorer
			.asked('past')
			.filter(({order, level}) => order === 'asc' && level === undefined),
	).toHaveLength(1);

	const time = (startedAt + 2_500_000) * 1000;
	store.dispatch({kind: 'go', selection: {kind: 'instant', time}});
	await until(() => {
		expect(explorer.messages()).toEqual(
			expect.arrayContaining(['entry 2400', 'entry 2500', 'entry 2600']),
		);
	});
	expect(explorer.messages()).not.toContain('entry 1400');
	expect(explorer.messages()).not.toContain('entry 3600');
	expect(
		explorer
			.asked('past')
			.some(({since}) => Date.parse(since ?? '') * 1000 === time),
	).toBe(true);
});

test('quick presses of filter keys become one request, and the old stream is aborted', async () => {
	await using explorer = await startExplorer({entries: entries(50)});
	await untilJoined(explorer);
	filterBy(explorer, {levels: ['error', 'warning']});
	filterBy(explorer, {levels: ['error', 'warning', 'info']});
	filterBy(explorer, {levels: ['error']});
	expect(explorer.messages()).toHaveLength(13);
	await until(() => {
		expect(explorer.asked('live')).toEqual([{}, {level: 'error'}]);
	});
	await until(() => {
		expect(
			explorer.server.requests
				.filter(({route}) => route === 'live')
				.map(({state}) => state),
		).toEqual(['aborted', 'open']);
	});
	expect(explorer.server.openLiveCount).toBe(1);
	await untilJoined(explorer);
	explorer.deployment.log(now('no error'), now('bad', 'error'));
	await until(() => {
		expect(explorer.messages().at(-1)).toBe('bad');
	});
	expect(explorer.messages()).not.toContain('no error');
});

test('a filter that is loosened asks the server for what it had left out, each entry once', async () => {
	await using explorer = await startExplorer({entries: entries(8)});
	await untilJoined(explorer);
	filterBy(explorer, {levels: ['error']});
	await until(() => {
		expect(explorer.asked('live')).toHaveLength(2);
	});
	await untilJoined(explorer);
	explorer.deployment.log(
		...Array.from({length: 40}, (_, index) =>
			now(`meanwhile ${index}`, index % 2 === 0 ? 'error' : 'info'),
		),
	);
	await until(() => {
		expect(explorer.messages().at(-1)).toBe('meanwhile 38');
	});
	filterBy(explorer, {levels: []});
	await until(() => {
		expect(
			explorer.messages().filter((message) => message.startsWith('meanwhile')),
		).toEqual(Array.from({length: 40}, (_, index) => `meanwhile ${index}`));
	});
});

test('a stream that is cut is opened again, what was missed is filled, and a rule says so', async () => {
	await using explorer = await startExplorer({entries: entries(20)});
	await untilJoined(explorer);
	explorer.deployment.log(now('before'));
	await until(() => {
		expect(explorer.messages().at(-1)).toBe('before');
	});
	await explorer.server.disconnect();
	await until(() => {
		expect(explorer.store.get().logs.connection.kind).toBe('reconnecting');
	});
	explorer.deployment.log(now('missed 1'), now('missed 2'));
	await explorer.server.reconnect();
	await until(() => {
		expect(explorer.messages().slice(-3)).toEqual([
			'before',
			'missed 1',
			'missed 2',
		]);
	});
	expect(explorer.store.get().logs.cuts).toMatchObject([{filledCount: 2}]);
});

test('a refusal is not tried again, until a key says so', async () => {
	await using explorer = await startExplorer({entries: entries(5)});
	await untilLive(explorer);
	explorer.server.faults.add({kind: 'status', status: 403, route: 'live'});
	filterBy(explorer, {levels: ['error']});
	await until(() => {
		expect(explorer.asked('live').at(-1)).toEqual({level: 'error'});
		expect(explorer.store.get().logs.connection).toMatchObject({
			kind: 'offline',
			failure: {isRefusal: true},
		});
	});
	const count = explorer.asked('live').length;
	explorer.server.faults.clear();
	explorer.store.dispatch({kind: 'reload'});
	await untilLive(explorer);
	expect(explorer.asked('live')).toHaveLength(count + 1);
});

test('a past range asks for itself and for no live stream', async () => {
	const since = Date.now() - 60_000;
	await using explorer = await startExplorer({
		entries: entries(200, since),
		query: createQuery({
			filter: createFilter({text: 'entry 1'}),
			range: {since: since * 1000, until: (since + 1000) * 1000},
			order: 'asc',
		}),
	});
	await until(() => {
		expect(explorer.messages()).toEqual(
			Array.from({length: 100}, (_, index) => `entry ${index}`).filter(
				(message) => message.startsWith('entry 1'),
			),
		);
	});
	expect(explorer.asked('live')).toEqual([]);
	expect(
		explorer.asked('past').filter(({level}) => level !== 'error'),
	).toMatchObject([{q: 'entry 1', order: 'asc'}]);
});

test('the build log grows while the build runs, no line twice, and ends with it', async () => {
	await using explorer = await startExplorer({
		status: 'pending',
		buildLines: [{level: 'info', message: 'Downloading'}],
	});
	const build = () => explorer.store.get().build;
	await until(() => {
		expect(build().entries).toHaveLength(1);
	});
	explorer.deployment.build({level: 'info', message: 'Checking types'});
	await until(() => {
		expect(build().entries).toHaveLength(2);
	});
	explorer.deployment.change({status: 'success'});
	await until(() => {
		expect(build().status).toBe('ended');
	});
	expect(build().entries.map(({message}) => message)).toEqual([
		'Downloading',
		'Checking types',
	]);
	expect(explorer.store.get().details.deployment?.status.kind).toBe(
		'succeeded',
	);
});

test('evicted entries are loaded again when they are scrolled to', async () => {
	await using explorer = await startExplorer({
		entries: entries(4000),
		limit: 1500,
	});
	await untilJoined(explorer);
	const seen = new Set<string>();
	await until(() => {
		// As a reader does: what loads near by is waited for.
		const isLoading = wanted(explorer.store.get()).some(
			(stream) =>
				stream.kind === 'page' && stream.to !== Number.POSITIVE_INFINITY,
		);
		if (!isLoading) {
			explorer.store.dispatch({kind: 'scroll', by: -20});
		}

		for (const message of explorer.messages()) {
			seen.add(message);
		}

		expect(seen.size).toBe(4000);
	});
	explorer.store.dispatch({kind: 'go', selection: {kind: 'newest'}});
	await until(() => {
		expect(explorer.messages().at(-1)).toBe('entry 3999');
	});
	expect(explorer.store.get().logs.buffer.count).toBeLessThanOrEqual(1500);
});
