import {connect} from 'node:net';
import {once} from 'node:events';
import {get} from 'node:http';
import {expect, test} from 'vitest';
import {createDeployment} from '../../../source/server/given/given-deployment.ts';
import {createRequestLog} from '../../../source/server/wire/catalogue.ts';
import {startServer} from '../../../source/server/wire/server.ts';

test.each([
	'evil.example',
	'evil.example:PORT',
	'127.0.0.1.evil.example:PORT',
	'localhost.:PORT',
	'127.0.0.1:1',
	'127.0.0.1:99999',
	'[::1',
	'0.0.0.0:PORT',
	'127.0.0.1:PORT@evil.example',
	'',
])(
	'a request for the host %j is refused before anything is looked at',
	async (host) => {
		await using server = await startServer({deployments: [createDeployment()]});
		const named = host.replace('PORT', String(server.port));
		const answer = await send(
			server.port,
			`GET /v1/deployments/storefront-given00 HTTP/1.1\r\nHost: ${named}\r\nConnection: close\r\n\r\n`,
		);
		expect(answer).toMatch(/^HTTP\/1\.1 421 /v);
		expect(answer).toContain('"code":"misdirectedRequest"');
		expect(answer).not.toContain('storefront');
	},
);

test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])(
	'the server answers as %s',
	async (name) => {
		await using server = await startServer({deployments: [createDeployment()]});
		const answer = await send(
			server.port,
			`GET /v1/deployments/storefront-given00 HTTP/1.1\r\nHost: ${name}:${server.port}\r\nConnection: close\r\n\r\n`,
		);
		expect(answer).toMatch(/^HTTP\/1\.1 200 /v);
	},
);

test('no page of another origin may read an answer', async () => {
	await using server = await startServer({deployments: [createDeployment()]});
	const url = `${server.url}/deployments/storefront-given00`;
	for (const method of ['GET', 'OPTIONS']) {
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		const response = await fetch(url, {
			method,
			headers: {origin: 'https://evil.example'},
		});
		for (const name of ['origin', 'methods', 'headers']) {
			expect(response.headers.has(`access-control-allow-${name}`)).toBe(false);
		}

		expect(response.status).toBe(method === 'GET' ? 200 : 405);
	}
});

const deployments = '/v1/deployments/storefront-given00';
test.each([
	['a path that is no address', 'GET //[ HTTP/1.1', []],
	['broken escapes', 'GET /v1/deployments/%E0%A4%A HTTP/1.1', []],
	[
		'broken escapes in a query',
		`GET ${deployments}/app_logs?q=%ff%&since=%00 HTTP/1.1`,
		[],
	],
	[
		'an address with a host of its own',
		'GET http://evil.example/v1 HTTP/1.1',
		[],
	],
	['a path of one sign', 'GET * HTTP/1.1', []],
	[
		'names of objects',
		'GET /v1/deployments/__proto__?__proto__=1 HTTP/1.1',
		[],
	],
	[
		'bytes that are no text',
		`GET ${deployments} HTTP/1.1`,
		['Accept: \u00FF\u00FE', 'Authorization: \u0080'],
	],
	[
		'an upgrade',
		`GET ${deployments} HTTP/1.1`,
		['Connection: Upgrade', 'Upgrade: websocket'],
	],
	['an expectation', `GET ${deployments} HTTP/1.1`, ['Expect: the impossible']],
	[
		'a header of 20 KB',
		`GET ${deployments} HTTP/1.1`,
		[`X-Long: ${'x'.repeat(20_000)}`],
	],
	[
		'two thousand headers',
		`GET ${deployments} HTTP/1.1`,
		Array.from({length: 2000}, (_, index) => `X-${index}: 1`),
	],
	[
		'two organizations',
		'GET /v2/apps HTTP/1.1',
		['X-Deno-Org: a', 'X-Deno-Org: b'],
	],
	[
		'a body that never comes',
		`POST ${deployments} HTTP/1.1`,
		['Content-Length: 1000000'],
	],
	[
		'two lengths',
		`POST ${deployments} HTTP/1.1`,
		['Content-Length: 1', 'Content-Length: 2'],
	],
	['no method at all', '\u0000\u0001\u0002', []],
	['a tunnel', 'CONNECT evil.example:443 HTTP/1.1', []],
])('%s harms nobody', async (_name, requestLine, headers) => {
	await using server = await startServer({deployments: [createDeployment()]});
	await send(
		server.port,
		[
			requestLine,
			`Host: 127.0.0.1:${server.port}`,
			...headers,
			'Connection: close',
			'',
			'',
		].join('\r\n'),
	);
	const after = await fetch(`${server.url}/deployments/storefront-given00`);
	expect(after.status).toBe(200);
});

test('what is kept of requests has bounds', () => {
	const log = createRequestLog();
	const add = (text: string) =>
		log.add({
			api: 'v1',
			method: 'GET',
			path: '/',
			route: 'live',
			parameters: {q: text},
			headers: {},
			time: 0,
		});
	const first = add('a');
	for (let index = 0; index < 12_000; index++) {
		log.close(add('b'), 'ended');
	}

	expect(log.records.length).toBe(10_000);
	expect(log.records.at(-1)?.id).toBe('embedded-12001');
	expect(log.openLiveCount).toBe(1);
	for (let index = 0; index < 20; index++) {
		log.close(add('c'.repeat(1_000_000)), 'ended');
	}

	expect(log.records.length).toBeLessThan(10);
	log.close(first, 'aborted');
	expect(log.openLiveCount).toBe(0);
});

test('a reader that takes nothing is cut off in time, and others are served', async () => {
	const deployment = createDeployment();
	await using server = await startServer({
		deployments: [deployment],
		stallMilliseconds: 100,
	});
	const request = get(`${server.url}/deployments/${deployment.id}/app_logs`, {
		headers: {accept: 'application/x-ndjson'},
	});
	request.on('error', () => undefined);
	await once(request, 'response');
	deployment.log(
		Array.from({length: 20_000}, () => ({message: 'x'.repeat(500)})),
	);
	await expect.poll(() => server.requests[0]?.state).toBe('cut');
	const other = await fetch(`${server.url}/deployments/${deployment.id}`);
	expect(other.status).toBe(200);
});

test('more connections than there may be are refused', async () => {
	const deployment = createDeployment();
	await using server = await startServer({
		deployments: [deployment],
		mostConnections: 2,
	});
	const sockets = [1, 2].map(() => connect(server.port, '127.0.0.1'));
	await Promise.all(sockets.map(async (socket) => once(socket, 'connect')));
	const refused = connect(server.port, '127.0.0.1');
	refused.on('error', () => undefined);
	await once(refused, 'close');
	for (const socket of sockets) {
		socket.destroy();
	}

	await expect
		.poll(async () => send(server.port, 'GET / HTTP/1.0\r\n\r\n'))
		.toContain('HTTP/1.1 421');
});

/** All that is answered until the connection is closed, or nothing more comes for a moment. */
async function send(port: number, text: string): Promise<string> {
	const socket = connect(port, '127.0.0.1');
	socket.setTimeout(300, () => {
		socket.destroy();
	});
	socket.on('error', () => undefined);
	let answer = '';
	socket.on('data', (chunk: Uint8Array) => {
		answer += String(chunk);
	});
	socket.write(text, 'latin1');
	await once(socket, 'close');
	return answer;
}
