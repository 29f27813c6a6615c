import {expect, test} from 'vitest';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {startServer} from '../../../source/server/wire/server.ts';

const time = Date.UTC(2026, 0, 31, 12) * 1000;

test('a given deployment is served with its details, build log and app logs', async () => {
	const deployment = createDeployment({
		id: 'storefront-7f3k2m',
		entries: [
			{time, level: 'info', message: 'first\n'},
			{time: time + 1, level: 'error', message: 'second\n'},
		],
		buildLines: [{level: 'info', message: 'Checking types'}],
	});
	await using server = await startServer({deployments: [deployment]});

	const details = await fetch(`${server.url}/deployments/storefront-7f3k2m`);
	expect(await details.json()).toMatchObject({
		id: 'storefront-7f3k2m',
		status: 'success',
	});

	const build = await fetch(
		`${server.url}/deployments/storefront-7f3k2m/build_logs`,
		{headers: {accept: 'application/x-ndjson'}},
	);
	expect(await build.text()).toBe(
		'{"level":"info","message":"Checking types"}\n',
	);

	const past = await fetch(
		`${server.url}/deployments/storefront-7f3k2m/app_logs?since=2026-01-01T00:00:00Z`,
	);
	expect(await past.json()).toEqual([
		{
			time: '2026-01-31T12:00:00.000001Z',
			level: 'error',
			message: 'second\n',
			region: 'gcp-us-east4',
		},
		{
			time: '2026-01-31T12:00:00.000Z',
			level: 'info',
			message: 'first\n',
			region: 'gcp-us-east4',
		},
	]);
});

test('a live stream has its headers at once, and entries as they are logged', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const response = await fetch(
		`${server.url}/deployments/${deployment.id}/app_logs`,
		{headers: {accept: 'application/x-ndjson'}},
	);
	expect(response.status).toBe(200);
	expect(server.openLiveCount).toBe(1);

	deployment.log({time, message: 'live'}, '{"time":"odd",  "message":"raw"}');
	deployment.endLive();
	expect(await response.text()).toBe(
		'{"time":"2026-01-31T12:00:00.000Z","level":"info","message":"live","region":"gcp-us-east4"}\n{"time":"odd",  "message":"raw"}\n',
	);
	expect(server.openLiveCount).toBe(0);
	expect(server.requests.at(-1)).toMatchObject({route: 'live', state: 'ended'});
});
