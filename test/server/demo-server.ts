import {fileURLToPath, pathToFileURL} from 'node:url';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {build} from 'esbuild';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {
	startDemoServer,
	type DemoServer,
} from '../../source/server/demo-server.ts';
import {simulatedIds} from '../../source/server/simulated/simulated-names.ts';

let directory: string;
let demo: DemoServer;

beforeAll(async () => {
	directory = await mkdtemp(path.join(tmpdir(), 'deplog-worker-'));
	const outfile = path.join(directory, 'worker.mjs');
	await build({
		entryPoints: [
			fileURLToPath(new URL('../../source/server/worker.ts', import.meta.url)),
		],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
	});
	demo = await startDemoServer({workerUrl: pathToFileURL(outfile)});
});

afterAll(async () => {
	await demo.close();
	await rm(directory, {recursive: true});
});

test('the demo serves both of its deployments from a thread of its own', async () => {
	const {building, history} = simulatedIds;
	expect(await details(building)).toMatchObject({status: 'pending'});
	expect(await details(history)).toMatchObject({status: 'success'});
});

test('the demo misbehaves on request, and heals', async () => {
	const {history} = simulatedIds;
	demo.control({kind: 'fault', fault: {kind: 'status', status: 503}});
	await expect
		.poll(async () => details(history))
		.toMatchObject({code: 'unavailable'});
	demo.control({kind: 'heal'});
	await expect.poll(async () => details(history)).toMatchObject({id: history});
});

test('the network of the demo can be cut, and comes back on the same port', async () => {
	const {history} = simulatedIds;
	demo.control({kind: 'disconnect'});
	await expect.poll(async () => isReachable(history)).toBe(false);
	demo.control({kind: 'reconnect'});
	await expect.poll(async () => isReachable(history)).toBe(true);
});

async function details(id: string): Promise<unknown> {
	const response = await fetch(`${demo.url}/deployments/${id}`);
	return response.json();
}

async function isReachable(id: string) {
	try {
		await details(id);
		return true;
	} catch {
		return false;
	}
}
