/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {describe, expect, test} from 'vitest';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {
	createFailingBuild,
	type BuildFailure,
} from '../../../source/server/simulated/build-script.ts';
import {createSimulatedDeployment} from '../../../source/server/simulated/simulated-deployment.ts';
import {createSimulation} from '../../../source/server/simulated/simulate.ts';
import {startServer} from '../../../source/server/wire/server.ts';
import {openStream} from '../../helpers/live-stream.ts';

const projectId = 'd2e6b7c1-0000-4000-8000-000000000001';

test('an app is found by its id and by its slug', async () => {
	await using server = await startServer(createSimulation());
	const apps = await ask(`${server.v2Url}/apps`);
	expect(apps).toMatchObject([{slug: 'storefront', layers: [], labels: {}}]);
	const byId = await ask(
		`${server.v2Url}/apps/0b6dcc53-2e29-4a6f-9d3c-6a4c5d3f7e10`,
	);
	expect(byId).toMatchObject({slug: 'storefront', env_vars: []});
	expect(await ask(`${server.v2Url}/apps/storefront`)).toMatchObject({
		id: '0b6dcc53-2e29-4a6f-9d3c-6a4c5d3f7e10',
	});
	expect(await ask(`${server.v2Url}/apps/bakery`)).toMatchObject({
		code: 'APP_NOT_FOUND',
	});
});

test('the revisions of an app come newest first, by pages and by status', async () => {
	const deployments = Array.from({length: 5}, (_, index) =>
		createDeployment({
			id: `storefront-${index}`,
			projectId,
			status: index === 2 ? 'failed' : 'success',
			createdAt: `2026-01-0${index + 1}T00:00:00Z`,
		}),
	);
	await using server = await startServer({deployments});
	const url = `${server.v2Url}/apps/storefront/revisions`;
	expect(await readAll(`${url}?limit=2`)).toEqual(
		[4, 3, 2, 1, 0].map((index) => `storefront-${index}`),
	);
	const failed = await ask(`${url}?status=failed`);
	expect(failed).toEqual([
		{
			id: 'storefront-2',
			status: 'failed',
			failure_reason: 'error',
			labels: {},
			retention: 'auto',
			created_at: '2026-01-03T00:00:00Z',
			cancellation_requested_at: null,
			build_finished_at: '2026-01-03T00:00:06.560Z',
			deleted_at: null,
		},
	]);
	expect(await ask(`${url}?status=done`)).toMatchObject({
		code: 'MALFORMED_REQUEST',
	});

	server.faults.add({kind: 'oldestFirst'});
	expect(await readAll(`${url}?limit=2`)).toEqual(
		[0, 1, 2, 3, 4].map((index) => `storefront-${index}`),
	);
});

test('as live, the links of lists lead to another host, and their cursors lead on here', async () => {
	const deployments = ['a', 'b', 'c'].map((name) =>
		createDeployment({id: `storefront-${name}`, projectId}),
	);
	await using server = await startServer({
		deployments,
		manner: {kind: 'live'},
	});
	const url = `${server.v2Url}/apps/storefront/revisions?limit=2`;
	const response = await fetch(url);
	const link =
		/<([^<>]+)>/v.exec(response.headers.get('link') ?? '')?.[1] ?? '';
	expect(link).toMatch(
		/^https:\/\/console\.deno\.com\/api\/v2\/apps\/storefront\/revisions\?/v,
	);
	const cursor = new URL(link).searchParams.get('cursor') ?? '';
	expect(await ask(`${url}&cursor=${cursor}`)).toHaveLength(1);
});

test('a domain leads to the newest that claims it, but for one that is pinned', async () => {
	const claiming = (id: string, day: number, isPinned = false) =>
		createDeployment({
			id,
			projectId,
			isPinned,
			createdAt: `2026-01-0${day}T00:00:00Z`,
			domains: ['storefront.deno.dev', `${id}.deno.dev`],
		});
	const deployments = [
		claiming('storefront-1', 1),
		claiming('storefront-2', 2),
	];
	await using server = await startServer({deployments, organization: 'acme'});
	const hostnames = async (id: string) => {
		const response = await fetch(`${server.v2Url}/revisions/${id}`);
		// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- The test says what it has.
		const {
			timelines,
		}: {
			timelines: ReadonlyArray<{name: string; hostnames: readonly string[]}>;
		} = await response.json();
		return timelines.map(({name, hostnames: names}) => [name, ...names]);
	};

	expect(await hostnames('storefront-1')).toEqual([
		['Production', 'storefront-1.acme.deno.net'],
	]);
	expect(await hostnames('storefront-2')).toEqual([
		['Production', 'storefront.acme.deno.net', 'storefront-2.acme.deno.net'],
	]);
	expect(
		await ask(`${server.v2Url}/revisions/storefront-2/timelines`),
	).toMatchObject([
		{
			slug: 'production',
			partition: {},
			app: {slug: 'storefront'},
			domains: [
				{domain: 'storefront.acme.deno.net'},
				{domain: 'storefront-2.acme.deno.net'},
			],
		},
	]);

	deployments.push(claiming('storefront-0', 0 + 1, true));
	expect(await hostnames('storefront-2')).toEqual([
		['Production', 'storefront-2.acme.deno.net'],
	]);
	expect(await hostnames('storefront-0')).toEqual([
		[
			'Production (pinned)',
			'storefront.acme.deno.net',
			'storefront-0.acme.deno.net',
		],
	]);
});

describe('a build', () => {
	test('that is given is followed from queued to routed', async () => {
		let now = Date.UTC(2026, 0, 31);
		const deployment = createDeployment({
			projectId,
			status: 'pending',
			clock: () => now,
		});
		await using server = await startServer({
			deployments: [deployment],
			clock: () => now,
		});
		const url = `${server.v2Url}/revisions/${deployment.id}`;
		const stream = await openStream(`${url}/progress`);
		const log = await openStream(`${url}/build_logs`);
		const step = (
			stage: Parameters<typeof deployment.changeStage>[0]['stage'],
			command?: string,
		) => {
			for (const status of ['running', 'succeeded'] as const) {
				now += 1000;
				deployment.changeStage({stage, status, command});
			}
		};

		expect(await ask(url)).toMatchObject({status: 'building'});
		deployment.changeStage({stage: 'preparing', status: 'succeeded'});
		step('installing', 'deno install');
		step('building', 'deno task build');
		deployment.build({level: 'info', message: 'Checking', step: 'building'});
		deployment.changeStage({stage: 'deploying', status: 'running'});
		step('routing');
		expect(await ask(url)).toMatchObject({
			status: 'building',
			build_finished_at: null,
		});
		deployment.changeStage({stage: 'deploying', status: 'succeeded'});

		expect(await stream.ending).toBe('ended');
		expect(await log.ending).toBe('ended');
		expect(JSON.parse(stream.lines.at(-1) ?? '')).toMatchObject({
			queued: {status: 'succeeded'},
			installing: {
				status: 'succeeded',
				start: '2026-01-31T00:00:01.000Z',
				end: '2026-01-31T00:00:02.000Z',
				command: 'deno install',
			},
			deploying: {
				status: 'succeeded',
				timelines: [{slug: 'production', routing: {status: 'succeeded'}}],
			},
		});
		expect(JSON.parse(log.lines[0] ?? '')).toEqual({
			timestamp: '2026-01-31T00:00:04.000Z',
			level: 'info',
			message: 'Checking',
			step: 'building',
		});
		expect(await ask(url)).toMatchObject({
			status: 'succeeded',
			failure_reason: null,
			build_finished_at: '2026-01-31T00:00:06.000Z',
		});
		expect(deployment.details().status).toBe('success');
	});

	test('that has ended has one snapshot', async () => {
		await using server = await startServer({
			deployments: [createDeployment({id: 'storefront-1'})],
		});
		const response = await fetch(
			`${server.v2Url}/revisions/storefront-1/progress`,
			{headers: {accept: 'text/event-stream'}},
		);
		const text = await response.text();
		expect(text.match(/^event: message$/gmv)).toHaveLength(1);
		expect(text).toMatch(/event: done\n\n$/v);
	});

	test.each<[BuildFailure['stage'], BuildFailure['status'], string]>([
		['queued', 'timed_out', 'timed_out'],
		['queued', 'cancelled', 'cancelled'],
		['preparing', 'errored', 'error'],
		['installing', 'errored', 'error'],
		['building', 'errored', 'error'],
		['building', 'timed_out', 'timed_out'],
		['building', 'cancelled', 'cancelled'],
		['predeploy', 'errored', 'error'],
		['warmup', 'errored', 'error'],
		['routing', 'errored', 'error'],
	])(
		'that is %s when it has %s says so everywhere',
		async (stage, status, reason) => {
			let now = Date.UTC(2026, 0, 31);
			const start = now * 1000;
			const deployment = createSimulatedDeployment({
				id: 'storefront-1',
				projectId,
				createdAt: start,
				description: '',
				domains: [],
				labels: {},
				build: createFailingBuild({stage, status}),
				scene: {
					deploymentId: 'storefront-1',
					seed: 1,
					origin: start,
					slotLength: 1_000_000,
					from: start,
					draw: () => [],
				},
				clock: () => now,
			});
			await using server = await startServer({
				deployments: [deployment],
				clock: () => now,
			});
			const url = `${server.v2Url}/revisions/storefront-1`;
			expect(await ask(url)).toMatchObject({status: 'queued'});
			now += 10_000;
			const revision = await ask(url);
			expect(revision).toMatchObject({
				status: 'failed',
				failure_reason: reason,
				failure_detail:
					stage === 'warmup' ? {stage: 'warmup', code: 'boot_failed'} : null,
				timelines: [],
			});
			expect(revision).toHaveProperty(
				'cancellation_requested_at',
				status === 'cancelled' ? expect.any(String) : null,
			);
			expect(deployment.details().status).toBe('failed');
			const progress = JSON.stringify(await lastLine(`${url}/progress`));
			expect(progress).toContain(`"status":"${status}"`);
			expect(progress).not.toContain('"running"');
			expect(progress).not.toContain('"pending"');
			expect(await lastLine(`${url}/build_logs`)).toMatchObject({
				level: 'error',
			});
		},
	);
});

test('the build log can be narrowed to a step', async () => {
	await using server = await startServer(
		createSimulation({start: Date.now() - 60_000}),
	);
	const url = `${server.v2Url}/revisions/storefront-7f3k2m/build_logs`;
	const steps = async (query: string) => {
		const response = await fetch(url + query);
		const text = await response.text();
		return new Set(
			text
				.trim()
				.split('\n')
				.map((line) => {
					// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- The test says what it has.
					const {step}: {step: string} = JSON.parse(line);
					return step;
				}),
		);
	};

	expect(await steps('')).toEqual(
		new Set(['preparing', 'installing', 'building', 'deploying']),
	);
	expect(await steps('?step=installing')).toEqual(new Set(['installing']));
	expect(await steps('?timeline=production')).toEqual(new Set(['deploying']));
});

test('requests are counted in quarters of an hour', async () => {
	const time = Date.UTC(2026, 0, 31, 12) * 1000;
	const entries = [0, 1, 2, 900_000_000].map((after) => ({
		time: time + after,
		message: 'x',
	}));
	await using server = await startServer({
		deployments: [createDeployment({entries})],
	});
	const response = await fetch(
		`${server.v2Url}/apps/storefront/analytics?since=2026-01-31T12:00:00Z&until=2026-01-31T12:45:00Z`,
	);
	// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- The test says what it has.
	const table: {fields: Array<{name: string}>; values: unknown[][]} =
		await response.json();
	expect(table.fields.slice(0, 2).map(({name}) => name)).toEqual([
		'time',
		'request_count',
	]);
	expect(table.values.map((row) => row.slice(0, 2))).toEqual([
		['2026-01-31T12:00:00.000Z', 3],
		['2026-01-31T12:15:00.000Z', 1],
		['2026-01-31T12:30:00.000Z', 0],
	]);
});

test('a personal token needs the organization, and it has to be the right one', async () => {
	await using server = await startServer({
		deployments: [createDeployment()],
		token: 'ddp_test',
		organization: 'acme',
	});
	const status = async (headers: Record<string, string>) => {
		const response = await fetch(`${server.v2Url}/apps`, {headers});
		return response.status;
	};

	const authorization = 'Bearer ddp_test';
	expect(await status({})).toBe(401);
	expect(await status({authorization})).toBe(400);
	expect(await status({authorization, 'x-deno-org': 'acme'})).toBe(200);
	expect(await status({authorization, 'x-deno-org': 'other'})).toBe(404);
});

async function ask(url: string): Promise<unknown> {
	const response = await fetch(url);
	return response.json();
}

async function readAll(url: string): Promise<readonly string[]> {
	const ids: string[] = [];
	let next: string | undefined = url;
	while (next !== undefined) {
		/* eslint-disable no-await-in-loop -- A page names the next. */
		const response: Response = await fetch(next);
		// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- The test says what it has.
		const items: ReadonlyArray<{id: string}> = await response.json();
		/* eslint-enable no-await-in-loop */
		ids.push(...items.map(({id}) => id));
		next = /<([^<>]+)>; rel="next"/v.exec(
			response.headers.get('link') ?? '',
		)?.[1];
	}

	return ids;
}

async function lastLine(url: string): Promise<unknown> {
	const response = await fetch(url);
	const text = await response.text();
	return JSON.parse(text.trim().split('\n').at(-1) ?? '');
}
