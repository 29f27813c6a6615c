/*
What the official client of version 2, npm's `@deno/sandbox`, gets of the embedded server: the apps, revisions, builds and logs of a project, to the entry.
*/
/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {Client} from '@deno/sandbox';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer, type ApiServer} from '../../source/server/wire/server.ts';
import {plainCaller} from '../helpers/v1-callers.ts';

const projectId = '7a0c4a52-93a6-4f5f-8a53-2f1a8f1f6a10';
const levels = ['debug', 'info', 'info', 'warning', 'error'];
const time = Date.UTC(2026, 0, 31, 12) * 1000;
const range = {start: '2026-01-31T00:00:00Z', end: '2026-02-01T00:00:00Z'};

const deployments = [0, 1, 2].map((number) =>
	createDeployment({
		id: `storefront-given${number}`,
		projectId,
		status: number === 1 ? 'failed' : 'success',
		createdAt: `2026-01-1${number}T00:00:00Z`,
		labels: {'git.branch': 'main'},
		buildLines: [
			{level: 'info', message: 'Downloading', step: 'installing'},
			{level: 'error', message: 'Checking\n  types', step: 'building'},
		],
		// Four of each instant, so that pages end within one.
		entries:
			number === 1
				? []
				: Array.from({length: 500}, (_, index) => ({
						time: time + Math.floor(index / 4) * 1000,
						level: levels[index % levels.length],
						region: 'us-east-1',
						message: `of ${number}, ${index}: "quoted", ordered; 日本\n`,
						traceId: `${index}`.padStart(32, '0'),
						spanId: `${index}`.padStart(16, '0'),
					})),
	}),
);

let server: ApiServer;
let client: Client;

beforeAll(async () => {
	server = await startServer({
		deployments,
		token: 'ddp_test',
		organization: 'acme',
	});
	client = new Client({
		token: 'ddp_test',
		org: 'acme',
		apiEndpoint: server.v2Url.replace('/v2', ''),
	});
});

afterAll(async () => {
	await server.close();
});

test('apps are listed, and found by id and by slug', async () => {
	const {items, hasMore} = await client.apps.list();
	expect(items).toMatchObject([{id: projectId, slug: 'storefront'}]);
	expect(hasMore).toBe(false);
	expect(await client.apps.get('storefront')).toMatchObject({id: projectId});
	expect(await client.apps.get(projectId)).toMatchObject({slug: 'storefront'});
	expect(await client.apps.get('bakery')).toBeNull();
});

test('revisions are listed page by page, newest first, and by status', async () => {
	const first = await client.revisions.list('storefront', {limit: 2});
	expect(first.hasMore).toBe(true);
	const ids: string[] = [];
	for await (const {id} of first) {
		ids.push(id);
	}

	expect(ids).toEqual([2, 1, 0].map((number) => `storefront-given${number}`));
	const failed = await client.revisions.list('storefront', {status: 'failed'});
	expect(failed.items).toMatchObject([
		{id: 'storefront-given1', failure_reason: 'error'},
	]);
});

test('a revision has its status, its labels and its timelines', async () => {
	expect(await client.revisions.get('storefront-given2')).toMatchObject({
		status: 'succeeded',
		failure_reason: null,
		labels: {'git.branch': 'main'},
		created_at: '2026-01-12T00:00:00Z',
	});
	expect(await client.revisions.get('storefront-given9')).toBeNull();
	expect(await client.revisions.timelines('storefront-given2')).toMatchObject([
		{
			slug: 'production',
			app: {slug: 'storefront'},
			domains: [{domain: 'storefront-given2.acme.deno.net'}],
		},
	]);
	expect(await client.revisions.timelines('storefront-given1')).toEqual([]);
});

test('the progress of a build that has ended is one snapshot', async () => {
	const snapshots = await readAll(
		client.revisions.progress('storefront-given1'),
	);
	expect(snapshots).toHaveLength(1);
	expect(snapshots[0]).toMatchObject({
		installing: {status: 'succeeded'},
		building: {status: 'errored'},
		deploying: {status: 'skipped'},
	});
});

test('the progress of a build that runs is a snapshot for each change, and ends with it', async () => {
	const deployment = createDeployment({
		id: 'storefront-given3',
		status: 'pending',
	});
	await using other = await startServer({deployments: [deployment]});
	const others = new Client({
		token: 'ddo_test',
		apiEndpoint: other.v2Url.replace('/v2', ''),
	});
	const statuses: string[] = [];
	for await (const {preparing, building} of others.revisions.progress(
		deployment.id,
	)) {
		statuses.push(`${preparing.status} ${building.status}`);
		if (preparing.status === 'running') {
			deployment.changeStage({stage: 'preparing', status: 'succeeded'});
		} else if (building.status === 'pending') {
			deployment.changeStage({stage: 'building', status: 'running'});
		} else if (building.status === 'running') {
			deployment.changeStage({stage: 'building', status: 'timed_out'});
		}
	}

	expect(statuses).toEqual([
		'running pending',
		'succeeded pending',
		'succeeded running',
		'succeeded timed_out',
	]);
	expect(await others.revisions.get(deployment.id)).toMatchObject({
		status: 'failed',
		failure_reason: 'timed_out',
	});
});

test('build logs come line by line, all or of one step', async () => {
	const all = await readAll(client.revisions.buildLogs('storefront-given0'));
	expect(all).toEqual([
		{
			timestamp: '2026-01-10T00:00:00.000Z',
			level: 'info',
			message: 'Downloading',
			step: 'installing',
		},
		{
			timestamp: '2026-01-10T00:00:00.000Z',
			level: 'error',
			message: 'Checking\n  types',
			step: 'building',
		},
	]);
	expect(
		await readAll(
			client.revisions.buildLogs('storefront-given0', {step: 'installing'}),
		),
	).toEqual(all.slice(0, 1));
});

describe('logs', () => {
	test.each([7, 100, 1000])(
		'in pages of %i are the entries that version 1 gives, each once and in order',
		async (limit) => {
			const revision_id = 'storefront-given2';
			const logs = await readAll(
				await client.apps.logs('storefront', {...range, revision_id, limit}),
			);
			const {entries} = await plainCaller({
				url: server.url,
				token: 'ddp_test',
			}).page(revision_id, {
				since: range.start,
				until: range.end,
				order: 'asc',
				limit: 10_000,
			});
			expect(
				logs.map(({timestamp, level, message, region}) => ({
					time: timestamp,
					level: level === 'warn' ? 'warning' : level,
					message,
					region,
				})),
			).toEqual(entries);
			expect(logs).toHaveLength(500);
			expect(logs[3]).toMatchObject({
				revision_id,
				trace_id: '00000000000000000000000000000003',
				span_id: '0000000000000003',
			});
		},
	);

	test('of an app are those of all its revisions', async () => {
		const logs = await readAll(
			await client.apps.logs('storefront', {...range, limit: 300}),
		);
		expect(logs).toHaveLength(1000);
		const times = logs.map(({timestamp}) => timestamp);
		expect(times).toEqual(times.toSorted());
		expect(new Set(logs.map((log) => log.message)).size).toBe(1000);
	});

	test('are narrowed by a least level and a text', async () => {
		const logs = await readAll(
			await client.apps.logs('storefront', {
				...range,
				level: 'warn',
				query: 'of 0, 1',
			}),
		);
		expect(new Set(logs.map(({level}) => level))).toEqual(
			new Set(['warn', 'error']),
		);
		expect(logs.every(({message}) => message.includes('of 0, 1'))).toBe(true);
		expect(logs.length).toBeGreaterThan(40);
	});

	test('without an end are those up to now', async () => {
		const logs = await readAll(
			await client.apps.logs('storefront', {
				start: range.start,
				revision_id: 'storefront-given0',
				limit: 1000,
			}),
		);
		expect(logs).toHaveLength(500);
	});
});

test.each([
	['a token that is not valid', {token: 'ddo_other'}, 401, 'NOT_AUTHENTICATED'],
	[
		'another organization',
		{token: 'ddp_test', org: 'other'},
		404,
		'ORGANIZATION_NOT_FOUND',
	],
])(
	'%s is refused with a code that the client reads',
	async (_name, access, status, code) => {
		const stranger = new Client({
			...access,
			apiEndpoint: server.v2Url.replace('/v2', ''),
		});
		await expect(stranger.apps.list()).rejects.toMatchObject({status, code});
	},
);

async function readAll<Item>(
	items: AsyncIterable<Item>,
): Promise<readonly Item[]> {
	const all: Item[] = [];
	for await (const item of items) {
		all.push(item);
	}

	return all;
}
