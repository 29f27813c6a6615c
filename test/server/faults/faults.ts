import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {
	createDeployment,
	type GivenDeployment,
} from '../../../source/server/given/given-deployment.ts';
import {
	startServer,
	type ApiServer,
} from '../../../source/server/wire/server.ts';
import {openStream} from '../../helpers/live-stream.ts';

const id = 'storefront-given1';
const time = Date.UTC(2026, 0, 31, 12) * 1000;
let now = Date.UTC(2026, 0, 31, 13);
const clock = () => now;
let deployment: GivenDeployment;
let server: ApiServer;

beforeEach(async () => {
	deployment = createDeployment({
		id,
		clock,
		status: 'pending',
		buildLines: [{level: 'info', message: 'Cloning'}],
		entries: Array.from({length: 5}, (_, index) => ({
			time: time + index,
			message: `past ${index}`,
		})),
	});
	server = await startServer({deployments: [deployment], clock});
});

afterEach(async () => {
	await server.close();
});

describe('instead of an answer', () => {
	test('a status, with Retry-After, as often as asked for', async () => {
		const fault = server.faults.add({
			kind: 'status',
			status: 429,
			retryAfter: 7,
			skip: 1,
			times: 2,
		});
		const statuses: number[] = [];
		for (let index = 0; index < 4; index++) {
			const response = await fetch(address('')); // eslint-disable-line no-await-in-loop
			statuses.push(response.status);
			if (response.status === 429) {
				expect(response.headers.get('retry-after')).toBe('7');
			}
		}

		expect(statuses).toEqual([200, 429, 429, 200]);
		expect(fault.hits).toBe(2);
	});

	test('only on its route, for its deployment, under its condition', async () => {
		server.faults.add({
			kind: 'status',
			status: 500,
			route: ['past', 'live'],
			deploymentId: id,
			when: ({parameters}) => parameters['q'] === 'x',
		});
		expect(await status('')).toBe(200);
		expect(await status('/app_logs?since=2026-01-01T00:00:00Z')).toBe(200);
		expect(await status('/app_logs?since=2026-01-01T00:00:00Z&q=x')).toBe(500);
		expect(await status('/app_logs?q=x')).toBe(500);
		server.faults.clear();
		expect(await status('/app_logs?since=2026-01-01T00:00:00Z&q=x')).toBe(200);
	});

	test('the HTML page of a proxy', async () => {
		server.faults.add({kind: 'page'});
		const response = await fetch(address(''));
		expect(response.status).toBe(502);
		expect(response.headers.get('content-type')).toContain('text/html');
		expect(await response.text()).toContain('<h1>502 Bad Gateway</h1>');
	});

	test('a redirect', async () => {
		const location = 'http://127.0.0.1:1/elsewhere';
		server.faults.add({kind: 'redirect', location});
		const response = await fetch(address(''), {redirect: 'manual'});
		expect(response.status).toBe(302);
		expect(response.headers.get('location')).toBe(location);
	});

	test('silence, until the caller goes', async () => {
		server.faults.add({kind: 'silence'});
		const response = fetch(address(''), {signal: AbortSignal.timeout(200)});
		await expect(response).rejects.toThrow('timeout');
		await expect.poll(() => server.requests[0]?.state).toBe('aborted');
		expect(server.requests[0]?.status).toBeUndefined();
	});

	test('a delay', async () => {
		server.faults.add({kind: 'delay', milliseconds: 150});
		const from = performance.now();
		expect(await status('')).toBe(200);
		expect(performance.now() - from).toBeGreaterThan(140);
	});

	test('nothing at all, while the network is cut', async () => {
		const stream = await openStream(address('/app_logs'));
		await server.disconnect();
		expect(await stream.ending).toBe('broken');
		await expect(fetch(address(''))).rejects.toThrow('fetch failed');
		await server.reconnect();
		expect(await status('')).toBe(200);
		expect(server.requests[0]).toMatchObject({route: 'live', state: 'cut'});
	});
});

describe('in the answer', () => {
	test.each([0, 1, 100])(
		'the connection is cut after %i bytes',
		async (atByte) => {
			server.faults.add({kind: 'cut', atByte, route: 'past'});
			const response = await fetch(
				address('/app_logs?since=2026-01-01T00:00:00Z'),
				{headers: {accept: 'application/x-ndjson'}},
			);
			let bytes = 0;
			await expect(async () => {
				const chunks: AsyncIterable<Uint8Array> | undefined =
					response.body ?? undefined;
				for await (const chunk of chunks ?? []) {
					bytes += chunk.length;
				}
			}).rejects.toThrow('terminated');
			expect(bytes).toBe(atByte);
			expect(server.requests[0]?.state).toBe('cut');
		},
	);

	test('a few bytes at a time', async () => {
		server.faults.add({kind: 'slow', bytesPerSecond: 2000, route: 'past'});
		const from = performance.now();
		const response = await fetch(
			address('/app_logs?since=2026-01-01T00:00:00Z'),
		);
		expect(await response.json()).toHaveLength(5);
		expect(performance.now() - from).toBeGreaterThan(150);
	});

	test('a clean end after so many entries', async () => {
		server.faults.add({kind: 'end', afterEntries: 2, route: 'live'});
		const stream = await openStream(address('/app_logs'));
		deployment.log({message: 'one'}, {message: 'two'}, {message: 'three'});
		expect(await stream.ending).toBe('ended');
		expect(messages(stream.lines)).toEqual(['one', 'two']);
	});

	test('a clean end after a byte, within a line', async () => {
		server.faults.add({kind: 'end', atByte: 10, route: 'live'});
		const response = await fetch(address('/app_logs'), {
			headers: {accept: 'application/x-ndjson'},
		});
		deployment.log('{"message":"one"}');
		expect(await response.text()).toBe('{"message"');
	});

	test('silence after so many entries', async () => {
		server.faults.add({kind: 'silence', afterEntries: 1, route: 'live'});
		const stream = await openStream(address('/app_logs'));
		deployment.log({message: 'one'}, {message: 'two'});
		await expect.poll(() => stream.lines.length).toBe(1);
		deployment.endLive();
		expect(server.openLiveCount).toBe(1);
		stream.abort();
		await expect.poll(() => server.openLiveCount).toBe(0);
		expect(messages(stream.lines)).toEqual(['one']);
	});

	test.each([0, 1, 2])('a line of garbage after %i entries', async (after) => {
		server.faults.add({kind: 'garbage', line: '<oops>', afterEntries: after});
		const stream = await openStream(address('/app_logs'));
		deployment.log({message: 'one'});
		await expect.poll(() => stream.lines.length).toBe(after < 2 ? 2 : 1);
		deployment.log({message: 'two'});
		deployment.endLive();
		await stream.ending;
		expect(messages(stream.lines)).toEqual(
			['one', 'two'].toSpliced(after, 0, '<oops>'),
		);
	});

	test('each nth entry is missing', async () => {
		server.faults.add({kind: 'drop', every: 2, route: 'live'});
		const stream = await openStream(address('/app_logs'));
		deployment.log({message: 'one'}, {message: 'two'}, {message: 'three'});
		deployment.log({message: 'four'}, {message: 'five'});
		deployment.endLive();
		await stream.ending;
		expect(messages(stream.lines)).toEqual(['one', 'three', 'five']);
	});

	test('live entries in another order', async () => {
		server.faults.add({kind: 'reorder', milliseconds: 80});
		const stream = await openStream(address('/app_logs'));
		deployment.log({message: 'one'}, {message: 'two'});
		deployment.log({message: 'three'});
		await expect.poll(() => stream.lines.length).toBe(3);
		deployment.log({message: 'four'});
		deployment.endLive();
		await stream.ending;
		expect(messages(stream.lines)).toEqual(['three', 'two', 'one', 'four']);
	});

	test('a new live stream repeats the last entries that match', async () => {
		server.faults.add({kind: 'replay', entries: 2});
		const stream = await openStream(address('/app_logs'));
		deployment.log({message: 'new'});
		deployment.endLive();
		await stream.ending;
		expect(messages(stream.lines)).toEqual(['past 3', 'past 4', 'new']);
	});

	test('past logs know only what was logged a while ago', async () => {
		server.faults.add({kind: 'lag', milliseconds: 5000});
		deployment.log({message: 'late'});
		expect(await past()).toHaveLength(5);
		now += 4999;
		expect(await past()).toHaveLength(5);
		now += 1;
		expect(await past()).toHaveLength(6);
	});

	test('pages that ignore their cursor, and pages that overlap', async () => {
		const pageAfter = async (link: string) => {
			const response = await fetch(
				/<(?<next>[^>]*)>/v.exec(link)?.groups?.['next'] ?? '',
			);
			const body: unknown = await response.json();
			return JSON.stringify(body).match(/past \d/gv);
		};

		for (const order of ['asc', 'desc']) {
			// eslint-disable-next-line no-await-in-loop -- One order after the other.
			const first = await fetch(
				address(`/app_logs?since=2026-01-01T00:00:00Z&limit=2&order=${order}`),
			);
			const link = first.headers.get('link') ?? '';
			const [a, b, c] = order === 'asc' ? [0, 1, 2] : [4, 3, 2];
			const repeat = server.faults.add({kind: 'repeat'});
			// eslint-disable-next-line no-await-in-loop -- As above.
			expect(await pageAfter(link)).toEqual([`past ${a}`, `past ${b}`]);
			repeat.heal();
			const overlap = server.faults.add({kind: 'overlap', entries: 1});
			// eslint-disable-next-line no-await-in-loop -- As above.
			expect(await pageAfter(link)).toEqual([`past ${b}`, `past ${c}`]);
			overlap.heal();
		}
	});

	test('a page names another origin as the next', async () => {
		server.faults.add({kind: 'link', origin: 'http://127.0.0.1:1'});
		const response = await fetch(
			address('/app_logs?since=2026-01-01T00:00:00Z&limit=1'),
		);
		expect(response.headers.get('link')).toMatch(/^<http:\/\/127.0.0.1:1\/v1/v);
	});

	test('a content type that is not that of the body', async () => {
		server.faults.add({kind: 'contentType', contentType: 'text/plain'});
		const response = await fetch(address(''));
		expect(response.headers.get('content-type')).toBe('text/plain');
	});

	test('a JSON array although NDJSON was asked for', async () => {
		server.faults.add({kind: 'array'});
		const response = await fetch(
			address('/app_logs?since=2026-01-01T00:00:00Z'),
			{headers: {accept: 'application/x-ndjson'}},
		);
		expect(response.headers.get('content-type')).toBe('application/json');
		expect(await response.json()).toHaveLength(5);
	});

	test('the build log closes with what there is so far', async () => {
		server.faults.add({kind: 'partialBuild'});
		const stream = await openStream(address('/build_logs'));
		expect(await stream.ending).toBe('ended');
		expect(messages(stream.lines)).toEqual(['Cloning']);
	});
});

function address(rest: string) {
	return `${server.url}/deployments/${id}${rest}`;
}

async function status(rest: string) {
	const response = await fetch(address(rest));
	await response.body?.cancel();
	return response.status;
}

async function past(): Promise<unknown> {
	const response = await fetch(address('/app_logs?since=2026-01-01T00:00:00Z'));
	return response.json();
}

/** The messages of the lines; a line that has none stands for itself. */
function messages(lines: readonly string[]) {
	return lines.map((line) => /"message":"([^"]*)"/v.exec(line)?.[1] ?? line);
}
