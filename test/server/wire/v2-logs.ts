/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {Buffer} from 'node:buffer';
import {beforeEach, describe, expect, test} from 'vitest';
import {
	createDeployment,
	type GivenDeployment,
} from '../../../source/server/given/given-deployment.ts';
import {startServer} from '../../../source/server/wire/server.ts';
import {openStream} from '../../helpers/live-stream.ts';

const projectId = 'd2e6b7c1-0000-4000-8000-000000000001';
const time = Date.UTC(2026, 0, 31, 12) * 1000;
const start = 'start=2026-01-31T00:00:00Z';
const day = `${start}&end=2026-02-01T00:00:00Z`;
let old: GivenDeployment;
let current: GivenDeployment;

beforeEach(() => {
	old = createDeployment({
		id: 'storefront-old1',
		projectId,
		createdAt: '2026-01-30T00:00:00Z',
		entries: [
			{time, message: 'old 0', level: 'debug'},
			{time: time + 2, message: 'old 2', level: 'warning'},
			{time: time + 4, message: 'old 4', level: 'error'},
		],
	});
	current = createDeployment({
		id: 'storefront-new1',
		projectId,
		createdAt: '2026-01-31T00:00:00Z',
		entries: [
			{time: time + 1, message: 'new 1', traceId: 'ab12', spanId: 'cd34'},
			{time: time + 2, message: 'new 2', level: 'error'},
			{time: time + 2, message: 'new 3', level: 'error'},
			{time: time + 5, message: 'new 5 upstream Timeout', level: 'warning'},
		],
	});
});

test('a page holds the entries of an app oldest first, by the names of version 2', async () => {
	await using server = await startServer({deployments: [old, current]});
	for (const base of [server.v2Url, server.v2Url.replace('/v2', '/api/v2')]) {
		for (const app of ['storefront', projectId]) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			const {body, response} = await ask(`${base}/apps/${app}/logs?${day}`);
			expect(messages(body)).toEqual([
				'old 0',
				'new 1',
				'old 2',
				'new 2',
				'new 3',
				'old 4',
				'new 5 upstream Timeout',
			]);
			expect(body.next_cursor).toBeNull();
			expect(response.headers.get('link')).toBeNull();
			expect(body.logs[1]).toEqual({
				timestamp: '2026-01-31T12:00:00.000001Z',
				level: 'info',
				message: 'new 1',
				revision_id: 'storefront-new1',
				region: 'gcp-us-east4',
				trace_id: 'ab12',
				span_id: 'cd34',
			});
		}
	}
});

test.each([
	['revision_id=storefront-old1', ['old 0', 'old 2', 'old 4']],
	['revision_id=old1&level=warn', ['old 2', 'old 4']],
	['level=error', ['new 2', 'new 3', 'old 4']],
	[
		'level=info',
		['new 1', 'old 2', 'new 2', 'new 3', 'old 4', 'new 5 upstream Timeout'],
	],
	['query=Time', ['new 5 upstream Timeout']],
	['query=time', []],
])('?%s is answered with %j', async (filter, expected) => {
	await using server = await startServer({deployments: [old, current]});
	const {body} = await ask(
		`${server.v2Url}/apps/storefront/logs?${day}&${filter}`,
	);
	expect(messages(body)).toEqual(expected);
});

test('as live a text is found by the beginnings of its words, in any case', async () => {
	await using server = await startServer({
		deployments: [old, current],
		manner: {kind: 'live'},
	});
	const url = `${server.v2Url}/apps/storefront/logs?${day}`;
	const found = await ask(`${url}&query=timeout%20up`);
	expect(messages(found.body)).toEqual(['new 5 upstream Timeout']);
	const missed = await ask(`${url}&query=meout`);
	expect(messages(missed.body)).toEqual([]);
});

describe('pages', () => {
	test.each([1, 2, 3, 100])(
		'as documented, %i an each, are the whole, by cursor and by Link',
		async (limit) => {
			await using server = await startServer({deployments: [old, current]});
			const url = `${server.v2Url}/apps/storefront/logs?${day}&limit=${limit}`;
			const all: string[] = [];
			let next: string | undefined = url;
			while (next !== undefined) {
				const {body, response} = await ask(next); // eslint-disable-line no-await-in-loop -- A page names the next.
				all.push(...messages(body));
				const link = /^<([^>]+)>; rel="next"$/v.exec(
					response.headers.get('link') ?? '',
				)?.[1];
				expect(link === undefined).toBe(body.next_cursor === null);
				next = link;
				if (link !== undefined) {
					expect(new URL(link).searchParams.get('cursor')).toBe(
						body.next_cursor,
					);
				}
			}

			expect(all).toHaveLength(7);
			expect(new Set(all).size).toBe(7);
		},
	);

	test('as live, a cursor is the last time, which the next page has again', async () => {
		await using server = await startServer({
			deployments: [old, current],
			manner: {kind: 'live'},
		});
		const url = `${server.v2Url}/apps/storefront/logs?${day}`;
		const first = await ask(`${url}&limit=2`);
		expect(messages(first.body)).toEqual(['old 0', 'new 1']);
		expect(first.response.headers.get('link')).toBeNull();
		expect(Buffer.from(first.body.next_cursor ?? '', 'base64').toString()).toBe(
			'2026-01-31T12:00:00.000001Z',
		);
		const cursor = encodeURIComponent(first.body.next_cursor ?? '');
		const second = await ask(`${url}&limit=3&cursor=${cursor}`);
		expect(messages(second.body)).toEqual(['new 1', 'old 2', 'new 2']);

		const stuck = await ask(`${url}&limit=1&cursor=${cursor}`);
		expect(messages(stuck.body)).toEqual(['new 1']);
		expect(stuck.body.next_cursor).toBe(first.body.next_cursor);
	});

	test('as live, each so manieth request is answered by a proxy', async () => {
		await using server = await startServer({
			deployments: [old],
			manner: {kind: 'live', pageEvery: 3},
		});
		const statuses: number[] = [];
		for (let index = 0; index < 6; index++) {
			const response = await fetch(`${server.v2Url}/apps`); // eslint-disable-line no-await-in-loop -- One after the other.
			statuses.push(response.status);
		}

		expect(statuses).toEqual([200, 200, 502, 200, 200, 502]);
	});
});

describe('a live stream', () => {
	test('replays from its start on, without a gap and without a double', async () => {
		await using server = await startServer({deployments: [old, current]});
		const stream = await openStream(
			`${server.v2Url}/apps/storefront/logs?start=2026-01-31T12:00:00.000002Z&revision_id=storefront-new1`,
		);
		current.log({message: 'live'});
		await expect.poll(() => stream.lines.length).toBe(4);
		expect(lineMessages(stream.lines)).toEqual([
			'new 2',
			'new 3',
			'new 5 upstream Timeout',
			'live',
		]);
		expect(server.requests[0]).toMatchObject({
			api: 'v2',
			route: 'live',
			deploymentId: 'storefront-new1',
			state: 'open',
		});
		current.endLive();
		expect(await stream.ending).toBe('ended');
	});

	test('of an app has the entries of all its revisions', async () => {
		await using server = await startServer({deployments: [old, current]});
		const stream = await openStream(
			`${server.v2Url}/apps/storefront/logs?start=2026-01-31T12:00:00.000004Z`,
		);
		old.log({message: 'from the old'});
		current.log({message: 'from the new'});
		await expect.poll(() => stream.lines.length).toBe(4);
		expect(lineMessages(stream.lines).slice(0, 2)).toEqual([
			'old 4',
			'new 5 upstream Timeout',
		]);
		expect(lineMessages(stream.lines).slice(2).toSorted()).toEqual([
			'from the new',
			'from the old',
		]);
		stream.abort();
	});

	test('comes as events where they are asked for: a comment first, and an end', async () => {
		await using server = await startServer({deployments: [current]});
		const response = await fetch(
			`${server.v2Url}/apps/storefront/logs?start=2026-01-31T12:00:00.000005Z`,
			{headers: {accept: 'text/event-stream'}},
		);
		expect(response.headers.get('content-type')).toBe('text/event-stream');
		current.endLive();
		expect(await response.text()).toBe(
			': \n\nevent: message\ndata: {"timestamp":"2026-01-31T12:00:00.000005Z","level":"warn","message":"new 5 upstream Timeout","revision_id":"storefront-new1","region":"gcp-us-east4"}\n\nevent: done\n\n',
		);
	});

	test('as live comes as lines of JSON, whatever was asked for', async () => {
		await using server = await startServer({
			deployments: [current],
			manner: {kind: 'live'},
		});
		const stream = await openStream(
			`${server.v2Url}/apps/storefront/logs?start=2026-01-31T12:00:00.000005Z`,
			{accept: 'text/event-stream'},
		);
		expect(stream.response.headers.get('content-type')).toBe(
			'application/x-ndjson',
		);
		await expect.poll(() => stream.lines.length).toBe(1);
		stream.abort();
	});

	test('is refused to who accepts JSON, and what there is goes to who accepts anything', async () => {
		await using server = await startServer({deployments: [current]});
		const url = `${server.v2Url}/apps/storefront/logs?${start}`;
		const refused = await fetch(url, {headers: {accept: 'application/json'}});
		expect(refused.status).toBe(400);
		expect(await refused.json()).toMatchObject({code: 'MALFORMED_REQUEST'});
		const {body} = await ask(url);
		expect(messages(body)).toHaveLength(4);
	});

	test('can be cut, silent, doubled, and without what was before it', async () => {
		await using server = await startServer({deployments: [current]});
		const url = `${server.v2Url}/apps/storefront/logs?start=2026-01-31T12:00:00.000005Z`;
		server.faults.add({kind: 'replay', entries: 1, route: 'live', times: 1});
		const doubled = await openStream(url);
		await expect.poll(() => doubled.lines.length).toBe(2);
		expect(lineMessages(doubled.lines)[0]).toBe('new 3');
		doubled.abort();

		server.faults.add({kind: 'noReplay', times: 1});
		const late = await openStream(url);
		current.log({message: 'live'});
		await expect.poll(() => lineMessages(late.lines)).toEqual(['live']);
		late.abort();

		server.faults.add({kind: 'cut', atByte: 10, times: 1});
		const cut = await openStream(url);
		expect(await cut.ending).toBe('broken');

		server.faults.add({kind: 'status', status: 401, times: 1});
		const refused = await fetch(url);
		expect(await refused.json()).toMatchObject({code: 'NOT_AUTHENTICATED'});
	});
});

test('lines that were handed in come by the names of version 2 where they can be read', async () => {
	const deployment = createDeployment({
		entries: [
			'{"time":"2026-01-31T12:00:00.5Z","level":"warning","message":"a","region":"r"}',
			'{"timestamp":"2026-01-31T12:00:01Z","level":"warn","message":"b","odd":1}',
		],
	});
	await using server = await startServer({deployments: [deployment]});
	const {body} = await ask(`${server.v2Url}/apps/storefront/logs?${day}`);
	expect(body.logs).toEqual([
		{
			timestamp: '2026-01-31T12:00:00.5Z',
			level: 'warn',
			message: 'a',
			region: 'r',
			revision_id: deployment.id,
		},
		{
			timestamp: '2026-01-31T12:00:01Z',
			level: 'warn',
			message: 'b',
			odd: 1,
		},
	]);
});

test.each([
	['', 'at start'],
	[`${start}&end=yesterday`, 'end must be an RFC 3339 time'],
	[`${day}&limit=1001`, 'limit must be a whole number from 1 to 1000'],
	[`${day}&level=warning`, 'level must be debug or info or warn or error'],
	[`${day}&cursor=AAAA`, 'The cursor is damaged'],
	['start=2026-01-31T12:00:00Z&end=2026-01-31T11:00:00Z', 'later than end'],
])(
	'?%s is a malformed request, and a sentence says why',
	async (query, sentence) => {
		for (const kind of ['documented', 'live'] as const) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			await using server = await startServer({
				deployments: [current],
				manner: {kind},
			});
			// eslint-disable-next-line no-await-in-loop -- As above.
			const {response, body} = await ask(
				`${server.v2Url}/apps/storefront/logs?${query}`,
			);
			expect(response.status).toBe(400);
			expect(body).toMatchObject({
				code: 'MALFORMED_REQUEST',
				message: expect.stringContaining(sentence) as unknown,
			});
			expect(response.headers.get('x-deno-trace-id')).toBe('embedded-1');
		}
	},
);

type Page = {
	readonly logs: ReadonlyArray<Readonly<Record<string, unknown>>>;
	readonly next_cursor: string | undefined;
};

async function ask(url: string) {
	const response = await fetch(url, {headers: {accept: '*/*'}});
	// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- The test says what it has.
	const body: Page = await response.json();
	return {response, body};
}

function messages({logs}: Page) {
	return logs.map(({message}) => String(message));
}

function lineMessages(lines: readonly string[]) {
	return lines.map((line) => {
		// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- The test says what it has.
		const {message}: {message: string} = JSON.parse(line);
		return message;
	});
}
