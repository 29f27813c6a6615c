import {spawn} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {runDeplog} from '../helpers/run-deplog.ts';
import {until} from '../helpers/until.ts';

const program = path.join(import.meta.dirname, '../../dist/cli.js');

test('the exit code of wait is that of the build', async () => {
	const good = createDeployment({id: 'shop-1'});
	const bad = createDeployment({
		id: 'shop-2',
		status: 'failed',
		buildLines: [{level: 'error', message: 'TS2339'}],
	});
	await using server = await startServer({deployments: [good, bad]});
	const [succeeded, failed, piped] = await Promise.all([
		runDeplog(['wait', 'shop-1', '--api-url', server.url]),
		runDeplog(['wait', 'shop-2', '--api-url', server.url]),
		pipe('{"revisionId": "shop-2", "app": "shop"}\n', server.v2Url),
	]);
	expect(succeeded.exitCode).toBe(0);
	expect(succeeded.output).toMatch(/^✓ success .*shop-1/v);
	expect(failed.exitCode).toBe(1);
	expect(failed.output).toMatch(/^✗ failed .*shop-2\n {2}error {3}TS2339\n$/v);
	expect(piped.exitCode).toBe(1);
	expect(piped.output).toMatch(/^✗ failed .*shop-2\n {2}error {3}TS2339\n$/v);
});

test('a failure that comes again is told once, and the status is not told again', async () => {
	const deployment = createDeployment({id: 'shop-1', status: 'pending'});
	await using server = await startServer({deployments: [deployment]});
	const fault = server.faults.add({
		kind: 'status',
		status: 500,
		route: 'details',
		skip: 1,
	});
	const running = runDeplog(['wait', 'shop-1', '--api-url', server.url]);
	await until(() => {
		expect(fault.hits).toBeGreaterThan(2);
	});
	fault.heal();
	deployment.change({status: 'success'});
	const {exitCode, output, messages} = await running;
	expect(exitCode).toBe(0);
	expect(output.match(/◐/gv)).toHaveLength(1);
	expect(messages.match(/\(500\)/gv)).toHaveLength(1);
});

test('--build and --details print', async () => {
	const deployment = createDeployment({
		id: 'shop-1',
		buildLines: ['{"level":"info","message":"Checking","x":1}'],
	});
	await using server = await startServer({deployments: [deployment]});
	const run = async (...flags: string[]) =>
		runDeplog(['shop-1', '--api-url', server.url, ...flags]);
	const [build, details] = await Promise.all([
		run('--build'),
		run('--details'),
	]);
	expect(build.output).toBe('{"level":"info","message":"Checking","x":1}\n');
	expect(JSON.parse(details.output)).toMatchObject({
		id: 'shop-1',
		status: 'succeeded',
		createdAt: deployment.details().createdAt,
	});
});

async function pipe(input: string, apiUrl: string) {
	const child = spawn(
		'sh',
		[
			'-c',
			'printf %s "$0" | "$@"',
			input,
			process.execPath,
			program,
			'wait',
			'--api-url',
			apiUrl,
		],
		{env: {}, stdio: ['ignore', 'pipe', 'inherit']},
	);
	const [output, exitCode] = await Promise.all([
		text(child.stdout),
		new Promise((resolve) => {
			child.on('exit', resolve);
		}),
	]);
	return {exitCode, output};
}
