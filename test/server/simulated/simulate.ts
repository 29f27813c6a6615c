import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Filter} from '../../../source/log/query.ts';
import {
	type PastRequest,
	type ServedDeployment,
	type ServedEntry,
} from '../../../source/server/given/served-deployment.ts';
import {createSimulation} from '../../../source/server/simulated/simulate.ts';
import {simulatedIds} from '../../../source/server/simulated/simulated-names.ts';
import {processorTime} from '../../helpers/processor-time.ts';

const start = Date.UTC(2026, 10, 23, 15, 3);
const minute = 60_000_000;
const hour = 60 * minute;
const day = 24 * hour;
const everything: Filter = {levels: [], regions: [], text: ''};

test('any range is the same each time, and the parts of a range are the whole', async () => {
	const whole = await read(simulatedIds.history, {
		range: range(-36 * hour, -30 * hour),
	});
	expect(whole.length).toBeGreaterThan(2000);
	await fc.assert(
		fc.asyncProperty(
			fc.integer({min: -36 * hour, max: -30 * hour}),
			fc.constantFrom('asc' as const, 'desc' as const),
			async (middle, order) => {
				const older = {range: range(-36 * hour, middle), order};
				const newer = {range: range(middle, -30 * hour), order};
				const parts = [
					...(await read(
						simulatedIds.history,
						order === 'asc' ? older : newer,
					)),
					...(await read(
						simulatedIds.history,
						order === 'asc' ? newer : older,
					)),
				];
				expect(texts(order === 'asc' ? parts : parts.toReversed())).toEqual(
					texts(whole),
				);
			},
		),
		{numRuns: 4},
	);
});

test('what is read after a position is what the whole has after it', async () => {
	const request = {range: range(-31 * hour, -30.9 * hour)};
	const whole = await read(simulatedIds.history, request);
	for (const index of [0, 1, Math.floor(whole.length / 2)]) {
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		const rest = await read(simulatedIds.history, {
			...request,
			after: whole[index],
		});
		expect(texts(rest)).toEqual(texts(whole.slice(index + 1)));
	}
});

test('what one request logs shares its trace, in one region and within seconds', async () => {
	const entries = await read(simulatedIds.history, {
		range: range(-2 * hour, -hour),
	});
	const requests = new Map<string | undefined, readonly ServedEntry[]>();
	for (const entry of entries) {
		const {traceId} = entry;
		requests.set(traceId, [...(requests.get(traceId) ?? []), entry]);
	}

	const several = [...requests.values()].filter(({length}) => length > 1);
	expect(several.length).toBeGreaterThan(10);
	for (const request of several) {
		expect(new Set(request.map(({region}) => region)).size).toBe(1);
		const times = request.map(({time}) => time);
		expect(Math.max(...times) - Math.min(...times)).toBeLessThan(minute);
	}
});

test('another seed is another history', async () => {
	const request = {range: range(-hour, 0)};
	const one = await read(simulatedIds.history, request);
	const other = await read(simulatedIds.history, request, {seed: 2});
	expect(texts(one)).not.toEqual(texts(other));
});

test.each<Partial<Filter>>([
	{text: 'timeout'},
	{text: 'withTimeout (file'},
	{text: 'order 12'},
	{text: '有田焼 湯'},
	{text: '\n    at'},
	{text: 'ms\n'},
	{text: 'no such text'},
	{levels: ['error', 'warning']},
	{regions: ['gcp-europe-west3'], levels: ['error']},
	{text: 'paywise', regions: ['gcp-us-east4', 'gcp-us-west2']},
])('the search for %j finds what a plain filter finds', async (filter) => {
	const outage = range(-32 * hour, -30 * hour);
	const whole = await read(simulatedIds.history, {range: outage});
	const {levels = [], regions = [], text = ''} = filter;
	const expected = whole.filter(
		(entry) =>
			entry.message.includes(text) &&
			(levels.length === 0 || levels.includes(entry.level)) &&
			(regions.length === 0 || regions.includes(entry.region)),
	);
	const found = await read(simulatedIds.history, {
		range: outage,
		filter: {...everything, ...filter},
	});
	expect(texts(found)).toEqual(texts(expected));
	expect(found.length > 0).toBe(text !== 'no such text');
});

test('a rare text is found in two weeks, while the event loop turns', async () => {
	let lastTurn = processorTime();
	let longest = 0;
	const timer = setInterval(() => {
		longest = Math.max(longest, processorTime() - lastTurn);
		lastTurn = processorTime();
	}, 1);
	const found = await read(simulatedIds.history, {
		filter: {...everything, text: 'QuotaExceededError'},
	});
	clearInterval(timer);
	expect(found.length).toBeGreaterThan(0);
	expect(found.length).toBeLessThan(30);
	expect(longest).toBeLessThan(150);
});

test('two weeks hold about 250,000 entries, more by day than by night, and an outage', async () => {
	const all = await read(simulatedIds.history, {});
	expect(all.length).toBeGreaterThan(200_000);
	expect(all.length).toBeLessThan(300_000);
	expect(all[0]?.time).toBeGreaterThanOrEqual(start * 1000 - 14 * day);
	expect(all.at(-1)?.time).toBeLessThanOrEqual(start * 1000);
	expect(new Set(all.map(({region}) => region)).size).toBe(6);

	const perHour = new Map<number, number>();
	for (const {region, time} of all) {
		if (region === 'gcp-europe-west3') {
			const hourOfDay = Math.floor(time / hour) % 24;
			perHour.set(hourOfDay, (perHour.get(hourOfDay) ?? 0) + 1);
		}
	}

	expect(perHour.get(19) ?? 0).toBeGreaterThan(3 * (perHour.get(3) ?? 0));

	const errors = all.filter(({level}) => level === 'error');
	const outage = errors.filter(
		({time}) => Math.abs(time - (start * 1000 - 31 * hour)) < hour,
	);
	expect(outage.length).toBeGreaterThan(errors.length / 3);
	expect(outage.some(({message}) => message.includes('\n    at '))).toBe(true);
	const longest = Math.max(...errors.map(({message}) => message.length));
	expect(longest).toBeLessThanOrEqual(2048);
	expect(all.some(({message}) => Buffer.byteLength(message) > 1500)).toBe(true);
	expect(all.every(({message}) => Buffer.byteLength(message) <= 2048)).toBe(
		true,
	);
});

test('the history goes on, and loses what is older than two weeks', async () => {
	const later = start + 3_600_000;
	const entries = await read(simulatedIds.history, {}, {now: later});
	expect(entries[0]?.time).toBeGreaterThanOrEqual(later * 1000 - 14 * day);
	expect(entries.at(-1)?.time).toBeGreaterThan(later * 1000 - 5 * minute);
	const before = await read(simulatedIds.history, {range: range(-hour, 0)});
	const after = await read(
		simulatedIds.history,
		{range: range(-hour, 0)},
		{now: later},
	);
	expect(texts(after)).toEqual(texts(before));
});

test('the redeployed storefront builds, boots, serves, and fails', async () => {
	const at = (milliseconds: number) =>
		find(simulatedIds.building, start + milliseconds);
	expect(at(0).details()).toMatchObject({status: 'pending', domains: []});
	expect(at(0).buildLines()).toHaveLength(0);
	expect(at(3000).buildLines().length).toBeGreaterThan(10);
	expect(at(6199).details()).toMatchObject({status: 'pending'});
	expect(at(6200).details()).toMatchObject({status: 'success'});
	expect(at(6200).buildLines().length).toBeGreaterThanOrEqual(30);

	const entries = await read(simulatedIds.building, {}, {now: start + 60_000});
	const age = (entry?: ServedEntry) =>
		((entry?.time ?? 0) - start * 1000) / 1_000_000;
	expect(age(entries[0])).toBeGreaterThan(6.2);
	const served = entries.filter((entry) => age(entry) >= 10);
	expect(served.length / 50).toBeGreaterThan(5);
	expect(served.length / 50).toBeLessThan(10);
	const failures = entries.filter(({message}) =>
		message.startsWith('TypeError: cannot read properties of undefined'),
	);
	expect(age(failures[0])).toBeGreaterThanOrEqual(18);
	expect(age(failures[0])).toBeLessThan(19);
	expect(failures.length).toBeGreaterThan(4);
	expect(failures[0]?.message).toContain('\n    at renderCartLine');
});

test('the storefront is redeployed so often as is asked for: one build fails, and the next takes over', async () => {
	let now = start;
	const simulation = createSimulation({
		start,
		clock: () => now,
		redeployEvery: 60_000,
	});
	const newest = () => simulation.deployments.at(-1);
	const seen: unknown[] = [];
	for (const seconds of [0, 59, 60, 66.3, 120, 130, 180, 190]) {
		now = start + seconds * 1000;
		const {createdAt, status = ''} = newest()?.details() ?? {};
		seen.push([seconds, (Date.parse(createdAt ?? '') - start) / 1000, status]);
	}

	expect(seen).toEqual([
		[0, 0, 'pending'],
		[59, 0, 'success'],
		[60, 60, 'pending'],
		[66.3, 60, 'success'],
		[120, 120, 'pending'],
		[130, 120, 'failed'],
		[180, 180, 'pending'],
		[190, 180, 'success'],
	]);
	const [first, failed, last] = simulation.deployments.slice(-3);
	const logged = async (deployment?: ServedDeployment) => {
		const entries: ServedEntry[] = [];
		for await (const batch of deployment?.pastEntries({
			filter: everything,
			range: {},
			order: 'asc',
			arrivedBy: now,
			signal: new AbortController().signal,
		}) ?? []) {
			entries.push(...batch);
		}

		return entries.map(({time}) => time / 1_000_000 - start / 1000);
	};

	now = start + 230_000;
	const ofFirst = await logged(first);
	expect(ofFirst[0]).toBeGreaterThan(66);
	expect(ofFirst.at(-1)).toBeGreaterThan(185);
	expect(ofFirst.at(-1)).toBeLessThan(190);
	expect(await logged(failed)).toEqual([]);
	const ofLast = await logged(last);
	expect(ofLast.at(-1)).toBeGreaterThan(225);

	now = start + 1_000_000 * 60_000;
	expect(simulation.deployments.length).toBeLessThan(300);
});

test('what comes live is what the past will say', async () => {
	let now = start;
	const deployment = find(simulatedIds.building, () => now);
	const controller = new AbortController();
	const live = deployment.liveEntries({
		filter: everything,
		signal: controller.signal,
	});
	const came: ServedEntry[] = [];
	for (const seconds of [9, 20, 30]) {
		now = start + seconds * 1000;
		while ((came.at(-1)?.time ?? 0) < (now - 400) * 1000) {
			const {value} = await live.next(); // eslint-disable-line no-await-in-loop
			came.push(...(value ?? []));
		}
	}

	controller.abort();
	const past = await read(simulatedIds.building, {}, {now});
	expect(texts(came)).toEqual(texts(past));
});

type Moment = {seed?: number; now?: number};

function find(id: string, now: number | (() => number), seed?: number) {
	const clock = typeof now === 'number' ? () => now : now;
	const found = createSimulation({start, clock, seed}).deployments.find(
		(deployment) => deployment.id === id,
	);
	if (!found) {
		throw new RangeError(`The simulation has no deployment ${id}.`);
	}

	return found;
}

async function read(
	id: string,
	request: Partial<PastRequest>,
	{seed, now = start}: Moment = {},
): Promise<readonly ServedEntry[]> {
	const entries: ServedEntry[] = [];
	const batches = find(id, now, seed).pastEntries({
		filter: everything,
		range: {},
		order: 'asc',
		arrivedBy: now,
		signal: new AbortController().signal,
		...request,
	});
	for await (const batch of batches) {
		entries.push(...batch);
	}

	return entries;
}

/** Counted from the start of the simulation, in microseconds. */
function range(since: number, until: number) {
	return {
		since: Math.round(start * 1000 + since),
		until: Math.round(start * 1000 + until),
	};
}

function texts(entries: readonly ServedEntry[]) {
	return entries.map(({line, sequence}) => [line, sequence]);
}
