import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {get, type ClientRequest, type IncomingMessage} from 'node:http';
import {setImmediate} from 'node:timers/promises';
import process from 'node:process';
import {expect, test} from 'vitest';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {startServer} from '../../../source/server/wire/server.ts';
import {openStream} from '../../helpers/live-stream.ts';

test('a live stream holds what matches its filter, from its beginning on', async () => {
	const deployment = createDeployment({entries: [{message: 'before'}]});
	await using server = await startServer({deployments: [deployment]});
	const stream = await openStream(
		`${server.url}/deployments/${deployment.id}/app_logs?level=error,warning&q=time`,
	);
	deployment.log(
		{level: 'error', message: 'timeout'},
		{level: 'info', message: 'timeout'},
		{level: 'error', message: 'other'},
		{level: 'warning', message: 'timeout again'},
	);
	await expect.poll(() => stream.lines.length).toBe(2);
	deployment.endLive();
	expect(await stream.ending).toBe('ended');
	expect(stream.lines).toHaveLength(2);
});

test('the server sees who is there, and who has left', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const url = `${server.url}/deployments/${deployment.id}/app_logs`;
	const first = await openStream(`${url}?q=a%20b`);
	const second = await openStream(url);
	expect(server.openLiveCount).toBe(2);
	expect(server.requests[0]).toMatchObject({
		route: 'live',
		deploymentId: deployment.id,
		parameters: {q: 'a b'},
		state: 'open',
	});
	first.abort();
	await expect.poll(() => server.openLiveCount).toBe(1);
	expect(server.requests[0]).toMatchObject({state: 'aborted'});
	second.abort();
});

test('a live request that accepts JSON has its array when the stream ends', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const response = await fetch(
		`${server.url}/deployments/${deployment.id}/app_logs`,
		{headers: {accept: 'application/json'}},
	);
	deployment.log('{"message":"one"}', '{"message":"two"}');
	deployment.endLive();
	expect(response.headers.get('content-type')).toBe('application/json');
	expect(await response.json()).toEqual([{message: 'one'}, {message: 'two'}]);
});

test('bytes that are handed in as a line come out as they are', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const response = await fetch(
		`${server.url}/deployments/${deployment.id}/app_logs`,
		{headers: {accept: 'application/x-ndjson'}},
	);
	const line = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]);
	deployment.log(line, '{ "spaced" : true }');
	deployment.endLive();
	expect(Buffer.from(await response.arrayBuffer())).toEqual(
		Buffer.concat([line, Buffer.from('\n{ "spaced" : true }\n')]),
	);
});

test('a reader that does not read costs no memory, and misses nothing', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const request = get(`${server.url}/deployments/${deployment.id}/app_logs`, {
		headers: {accept: 'application/x-ndjson'},
	});
	const response = await answered(request);
	response.pause();
	const line = JSON.stringify({message: 'x'.repeat(240)});
	const count = 160_000;
	const before = process.memoryUsage().arrayBuffers;
	for (let logged = 0; logged < count; logged += 2000) {
		deployment.log(Array.from({length: 2000}, () => line));
		await setImmediate(); // eslint-disable-line no-await-in-loop -- The server has its turn.
	}

	// All of it would be 40 MB.
	expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(12_000_000);
	deployment.endLive();
	let bytes = 0;
	response.on('data', (chunk: Uint8Array) => {
		bytes += chunk.length;
	});
	response.resume();
	await once(response, 'end');
	expect(bytes).toBe(count * (line.length + 1));
});

test('a reader that eviction overtakes is cut off, and not served with a hole', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const request = get(`${server.url}/deployments/${deployment.id}/app_logs`);
	await answered(request);
	deployment.log(Array.from({length: 5000}, () => ({message: 'x'})));
	deployment.evictBefore(Number.MAX_SAFE_INTEGER);
	await expect.poll(() => server.requests[0]?.state).toBe('cut');
});

test('the build log stays open until the build has ended', async () => {
	const deployment = createDeployment({
		status: 'pending',
		buildLines: [{level: 'info', message: 'Cloning'}],
	});
	await using server = await startServer({deployments: [deployment]});
	const url = `${server.url}/deployments/${deployment.id}/build_logs`;
	const stream = await openStream(url);
	await expect.poll(() => stream.lines.length).toBe(1);
	deployment.build({level: 'info', message: 'Checking types'});
	await expect.poll(() => stream.lines.length).toBe(2);

	const soFar = await fetch(url);
	expect(await soFar.json()).toHaveLength(2);

	deployment.change({status: 'failed'});
	expect(await stream.ending).toBe('ended');
});

async function answered(request: ClientRequest): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		request.once('response', resolve);
		request.once('error', reject);
	});
}
