import {afterAll, beforeAll, expect, test} from 'vitest';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {
	startServer,
	type ApiServer,
} from '../../../source/server/wire/server.ts';

const since = 'since=2026-01-31T00:00:00Z';
let server: ApiServer;

beforeAll(async () => {
	server = await startServer({
		deployments: [
			createDeployment({
				id: 'storefront-given1',
				entries: [
					{time: '2026-01-31T12:00:00.000001Z', message: 'one'},
					{time: '2026-01-31T12:00:00.000002Z', message: 'two'},
					{time: '2026-01-31T12:00:00.000003Z', message: 'three'},
				],
			}),
		],
	});
});

afterAll(async () => {
	await server.close();
});

test.each([
	['since=yesterday', 'since must be an RFC 3339 time'],
	['since=2026-02-30T00:00:00Z', 'since must be an RFC 3339 time'],
	['since=2026-01-31T25:00:00Z', 'since must be an RFC 3339 time'],
	['until=2026-01-31', 'until must be an RFC 3339 time'],
	[
		'since=2026-01-31T00:00:00+01:00',
		'A plus sign in an address is written %2B',
	],
	[`${since}&until=2026-01-31T00:00:00Z`, 'since must be earlier than until.'],
	[`${since}&limit=0`, 'limit must be a whole number from 1 to 10000, not "0"'],
	[`${since}&limit=10001`, 'limit must be a whole number'],
	[`${since}&limit=1e3`, 'limit must be a whole number'],
	[`${since}&level=error,fatal`, 'without "fatal"'],
	['level=fatal', 'without "fatal"'],
	[`${since}&order=newest`, 'order must be asc or desc'],
	[`${since}&sort=level`, 'sort must be time, not "level"'],
	[`${since}&cursor=AAAA`, 'The cursor is damaged'],
	[`${since}&limit=1&limit=2`, 'limit is given more than once'],
])('?%s is a bad request, and a sentence says why', async (query, sentence) => {
	const {status, body} = await ask(query);
	expect(status).toBe(400);
	expect(body).toMatchObject({code: 'invalidParameter'});
	expect(body).toHaveProperty('message', expect.stringContaining(sentence));
});

test.each([
	['since=2026-01-31T12:00:00.000002Z&order=asc', ['two', 'three']],
	['until=2026-01-31T12:00:00.000002Z', ['one']],
	['since=2026-01-31T12:00:00.0000021Z&order=asc', ['three']],
	['since=2026-01-31T13:00:00.000002%2B01:00&order=timeAsc', ['two', 'three']],
	['since=2026-01-31t12:00:00.000002z&order=timeDesc', ['three', 'two']],
	[
		'since=2026-01-31T00:00:00Z&limit=&order=&level=&q=&cursor=',
		['three', 'two', 'one'],
	],
	['since=&until=2026-01-31T23:59:59Z&limit=1', ['three']],
	['since=2026-01-31T00:00:00Z&q=T', []],
	['since=2026-01-31T00:00:00Z&q=tw', ['two']],
])('?%s is answered with %j', async (query, messages) => {
	const {status, body} = await ask(query);
	expect(status).toBe(200);
	expect(body).toEqual(
		messages.map((message): unknown => expect.objectContaining({message})),
	);
});

test('a cursor of another query is a bad request', async () => {
	const response = await fetch(address(`${since}&limit=1`));
	const next = /cursor=([^&>]+)/v.exec(response.headers.get('link') ?? '')?.[1];
	const {status, body} = await ask(`${since}&limit=1&q=o&cursor=${next}`);
	expect(status).toBe(400);
	expect(body).toHaveProperty(
		'message',
		expect.stringContaining('belongs to another query'),
	);
});

test('what is not there is not found, and only GET is served', async () => {
	const nothing = await fetch(`${server.url}/deployments/x/metrics`);
	expect(nothing.status).toBe(404);
	const posted = await fetch(address(''), {method: 'POST'});
	expect(posted.status).toBe(405);
	expect(posted.headers.get('allow')).toBe('GET');
	expect(posted.headers.get('x-deno-ray')).toBe(server.requests.at(-1)?.id);
});

function address(query: string) {
	return `${server.url}/deployments/storefront-given1/app_logs?${query}`;
}

async function ask(query: string): Promise<{status: number; body: unknown}> {
	const response = await fetch(address(query));
	return {status: response.status, body: await response.json()};
}
