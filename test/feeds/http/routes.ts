/* eslint-disable @typescript-eslint/naming-convention -- Variables of the environment have their own names. */

import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {
	createServer,
	type IncomingMessage,
	request as sendRequest,
} from 'node:http';
import {connect, type Socket} from 'node:net';
import {describe, expect, test} from 'vitest';
import {findProxy} from '../../../source/feeds/http/routes.ts';
import {createSend} from '../../../source/feeds/http/request.ts';
import {defaultTimeouts} from '../../../source/feeds/http/exchange.ts';
import {collect} from '../../helpers/bytes.ts';
import {listen, listenHttp} from '../../helpers/listen.ts';

const {signal} = new AbortController();

const find = (address: string, environment: Record<string, string>) =>
	findProxy(new URL(address), environment)?.name;

describe('Which proxy', () => {
	test.each([
		['https://api.deno.com', {HTTPS_PROXY: 'http://p:1'}, 'p:1'],
		[
			'https://api.deno.com',
			{https_proxy: 'p:2', HTTPS_PROXY: 'http://p:1'},
			'p:2',
		],
		[
			'https://api.deno.com',
			{https_proxy: '', HTTPS_PROXY: 'http://p:1'},
			'p:1',
		],
		['https://api.deno.com', {HTTP_PROXY: 'http://p:1'}, undefined],
		['http://api.deno.com', {http_proxy: 'http://u:secret@p:1'}, 'p:1'],
		['http://127.0.0.1:8000', {HTTP_PROXY: 'http://p:1'}, undefined],
		[
			'http://127.0.0.1:8000',
			{HTTP_PROXY: 'http://127.0.0.1:1'},
			'127.0.0.1:1',
		],
	])('%s with %o', (address, environment, name) => {
		expect(find(address, environment)).toBe(name);
	});

	test.each([
		['https://10.1.2.3', '10.0.0.0/8', undefined],
		['https://10.1.2.3', '.local, 10.1.2.0/24', undefined],
		['https://10.1.3.3', '10.1.2.0/24', 'p:1'],
		['https://[fd00::1]', 'fd00::/8', undefined],
		['https://[fd00::1]', '0.0.0.0/0', 'p:1'],
		['https://10.1.2.3', '10.0.0.0/99', 'p:1'],
	])('%s is in or out of the networks %s', (address, list, name) => {
		const environment = {HTTPS_PROXY: 'http://p:1', NO_PROXY: list};
		expect(find(address, environment)).toBe(name);
	});

	test.each([
		['*', true],
		['api.deno.com', true],
		['API.DENO.COM', true],
		['deno.com', true],
		['.deno.com', true],
		['*.deno.com', true],
		['other.example, deno.com', true],
		['other.example deno.com:443', true],
		['deno.com:80', false],
		['eno.com', false],
		['api.deno.com.evil.example', false],
		[',,', false],
		['10.0.0.0/8', false],
	])('not for what NO_PROXY lists: %s', (list, isExcepted) => {
		for (const variable of ['NO_PROXY', 'no_proxy']) {
			expect(
				find('https://api.deno.com', {
					HTTPS_PROXY: 'http://p:1',
					[variable]: list,
				}),
			).toBe(isExcepted ? undefined : 'p:1');
		}
	});

	test('addresses of IPv6 are excepted too', () => {
		for (const list of ['::1', '[::1]', '[::1]:8000']) {
			expect(
				find('http://[::1]:8000', {
					HTTP_PROXY: 'http://127.0.0.1:1',
					NO_PROXY: list,
				}),
			).toBeUndefined();
		}
	});
});

type Manner = 'tunnels' | 'forwards' | 'refuses' | 'asks';

/** A proxy, and what it was asked. */
async function startProxy(manner: Manner) {
	const asked: string[] = [];
	const server = createServer((incoming, response) => {
		asked.push(`${incoming.method} ${incoming.url}`);
		const outgoing = sendRequest(
			incoming.url ?? '',
			{headers: incoming.headers},
			(answer: IncomingMessage) => {
				response.writeHead(answer.statusCode ?? 500, answer.headers);
				answer.pipe(response);
			},
		);
		outgoing.end();
	});
	server.on('connect', (incoming: IncomingMessage, socket: Socket) => {
		asked.push(`${incoming.method} ${incoming.url}`);
		if (manner !== 'tunnels') {
			socket.end(
				`HTTP/1.1 ${manner === 'asks' ? '407 Password wanted' : '403 No'}\r\n\r\n`,
			);
			return;
		}

		const [host, port] = (incoming.url ?? '').split(':');
		const target = connect(Number(port), host, () => {
			socket.write('HTTP/1.1 200 OK\r\n\r\n');
			target.pipe(socket);
			socket.pipe(target);
		});
		for (const end of [target, socket]) {
			end.on('error', () => {
				target.destroy();
				socket.destroy();
			});
		}
	});
	return {asked, ...(await listen(server))};
}

async function readThrough(
	origin: string,
	environment: Record<string, string>,
	isLive = false,
) {
	const send = createSend({origin, timeouts: defaultTimeouts, environment});
	const {body} = await send({
		url: new URL(`${origin}/v1/x`),
		accept: 'application/json',
		isLive,
		signal,
	});
	const chunks = await collect(body);
	return Buffer.concat(chunks).toString();
}

test.each(['tunnels', 'forwards'] as const)(
	'a proxy that %s carries requests, live ones too',
	async (manner) => {
		await using server = await listenHttp((incoming, response) => {
			response.end(`{"url":"${incoming.url}"}`);
		});
		const proxy = await startProxy(manner);
		try {
			const environment = {HTTP_PROXY: proxy.origin};
			for (const isLive of [false, true]) {
				// eslint-disable-next-line no-await-in-loop -- One after the other.
				expect(await readThrough(server.origin, environment, isLive)).toBe(
					'{"url":"/v1/x"}',
				);
			}

			expect(proxy.asked[0]).toContain('CONNECT');
			expect(proxy.asked.at(-1)).toContain(
				manner === 'tunnels' ? 'CONNECT' : 'GET http://',
			);
			const count = proxy.asked.length;
			await readThrough(server.origin, {...environment, NO_PROXY: '127.0.0.1'});
			expect(proxy.asked).toHaveLength(count);
		} finally {
			await proxy[Symbol.asyncDispose]();
		}
	},
);

test.each([
	['refuses', '403', 'NO_PROXY'],
	['asks', 'user and a password', '407'],
] as const)(
	'a proxy that %s is named, with its variable, and without its password',
	async (manner, status, advice) => {
		const proxy = await startProxy(manner);
		try {
			const {host} = new URL(proxy.origin);
			const reading = readThrough('https://api.deno.invalid', {
				HTTPS_PROXY: `http://me:secret@${host}`,
			});
			await expect(reading).rejects.toThrow(
				new RegExp(
					String.raw`${host} \(HTTPS_PROXY\).*${status}.*${advice}`,
					'v',
				),
			);
			await expect(reading).rejects.not.toThrow('secret');
		} finally {
			await proxy[Symbol.asyncDispose]();
		}
	},
);

test('a proxy that is not there, or none at all, is named', async () => {
	const gone = createServer();
	gone.listen(0, '127.0.0.1');
	await once(gone, 'listening');
	const address = gone.address();
	const port = typeof address === 'object' ? address?.port : 0;
	gone.close();
	await expect(
		readThrough('https://api.deno.invalid', {
			https_proxy: `http://127.0.0.1:${port}`,
		}),
	).rejects.toThrow(
		new RegExp(
			String.raw`127\.0\.0\.1:${port} \(https_proxy\) failed \(ECONNREFUSED\)`,
			'v',
		),
	);
	await expect(
		readThrough('https://api.deno.invalid', {HTTPS_PROXY: 'socks5://x:1'}),
	).rejects.toThrow('HTTPS_PROXY names no proxy');
});
