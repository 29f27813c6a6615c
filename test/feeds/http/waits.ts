import {Buffer} from 'node:buffer';
import {type Socket, createServer} from 'node:net';
import {expect, test} from 'vitest';
import {parseRetryAfter} from '../../../source/feeds/http/retry.ts';
import {createSend} from '../../../source/feeds/http/request.ts';
import {defaultTimeouts} from '../../../source/feeds/http/exchange.ts';
import {collect} from '../../helpers/bytes.ts';
import {listen, listenHttp} from '../../helpers/listen.ts';

const {signal} = new AbortController();

/** Reads what a server answers that speaks plain bytes. */
async function readRaw(
	answer: (socket: Socket) => void,
	{headers = 30_000, isLive = false} = {},
) {
	await using server = await listen(
		createServer((socket) => {
			socket.once('data', () => {
				answer(socket);
			});
		}),
	);
	const send = createSend({
		origin: server.origin,
		timeouts: {...defaultTimeouts, headers},
		environment: {},
	});
	const {body} = await send({
		url: new URL(server.origin),
		accept: 'application/json',
		isLive,
		signal,
	});
	const chunks = await collect(body);
	return chunks;
}

/** Writes for as long as somebody reads. */
function writeForever(socket: Socket, text: string) {
	const write = () => {
		while (!socket.destroyed && socket.write(text));
	};

	socket.on('drain', write);
	write();
}

test('headers that never end are given up', async () => {
	await expect(
		readRaw((socket) => {
			writeForever(socket, `x-long: ${'y'.repeat(1000)}\r\n`);
		}),
	).rejects.toMatchObject({name: 'ApiError', mayHeal: true});
	await expect(
		readRaw((socket) => {
			socket.write('HTTP/1.1 200 OK\r\n');
			writeForever(socket, `x-long: ${'y'.repeat(1000)}\r\n`);
		}),
	).rejects.toThrow('UND_ERR_HEADERS_OVERFLOW');
});

test('60 KB of headers are none too many', async () => {
	const chunks = await readRaw((socket) => {
		socket.end(
			`HTTP/1.1 200 OK\r\n${`x: ${'y'.repeat(994)}\r\n`.repeat(60)}\r\n[]`,
		);
	});
	expect(Buffer.concat(chunks).toString()).toBe('[]');
});

test('headers that trickle in are waited for, and then given up', async () => {
	await expect(
		readRaw(
			(socket) => {
				socket.write('HTTP/1.1 200 OK\r\nx: ');
				const timer = setInterval(() => {
					socket.write('y');
				}, 20);
				socket.on('close', () => {
					clearInterval(timer);
				});
			},
			{headers: 300},
		),
	).rejects.toMatchObject({kind: 'time-out'});
});

const chunked =
	'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n[]\r\n';

test.each(
	[
		['the extension of a chunk', `${chunked}5;x=`, 'y'],
		['the size of a chunk', chunked, '0'],
		['what follows the last chunk', `${chunked}0\r\n`, 'x: yyyyyyyy\r\n'],
		['the line of the status', 'HTTP/1.1 200 ', 'O'],
		['blank lines before it', '', '\r\n'],
	].flatMap(([what = '', begin = '', unit = '']) =>
		[true, false].map((isLive) => ({what, begin, unit, isLive})),
	),
)(
	'$what that never ends is a failure (live: $isLive)',
	async ({begin, unit, isLive}) => {
		await expect(
			readRaw(
				(socket) => {
					socket.write(begin);
					writeForever(socket, unit.repeat(1000));
				},
				{isLive},
			),
		).rejects.toThrow(/without end|HEADERS_OVERFLOW/v);
	},
);

test('a megabyte in chunks of one byte, each with an extension, is read', async () => {
	const chunks = await readRaw((socket) => {
		socket.end(
			`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${'1;x=yyyy\r\na\r\n'.repeat(70_000)}0\r\n\r\n`,
		);
	});
	expect(Buffer.concat(chunks).length).toBe(70_000);
});

test('a few announcements of an answer do no harm, a hundred are a failure', async () => {
	const announced = (count: number) => async () =>
		readRaw((socket) => {
			socket.end(
				`${'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'.repeat(count)}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]`,
			);
		});
	expect(Buffer.concat(await announced(5)()).toString()).toBe('[]');
	await expect(announced(120)()).rejects.toThrow('again and again');
});

test.each([
	['7', 7000],
	['0.5', 500],
	['1e9', undefined],
	['99999999999999999999', 86_400_000],
	['-5', undefined],
	['soon', undefined],
	['Infinity', undefined],
	['Fri, 31 Dec 9999 23:59:59 GMT', 86_400_000],
	['Fri, 27 Nov 2026 10:00:10 GMT', 10_000],
	['Fri, 27 Nov 2026 09:00:00 GMT', 0],
	['Friday, 27-Nov-26 10:00:10 GMT', 10_000],
	['Fri Nov 27 10:00:10 2026', 10_000],
	['Fri, 27 Nov 2026 10:00:10', 10_000],
	['Fri, 27 Nov 2026 11:00:10 +0100', 10_000],
	['2026-11-27T10:00:10Z', 10_000],
	['2026-11-27 10:00:10', 10_000],
	['3s', 3000],
	['3 seconds', 3000],
	['3, 3', 3000],
	['3 minutes', undefined],
])('Retry-After: %s', (text, milliseconds) => {
	expect(parseRetryAfter(text, 'Fri, 27 Nov 2026 10:00:00 GMT')).toBe(
		milliseconds,
	);
});

test.each([
	[206, true, true],
	[408, true, true],
	[409, true, true],
	[421, true, true],
	[494, false, false],
	[495, true, false],
	[497, false, false],
	[499, true, true],
	[511, true, true],
	[520, true, true],
	[425, true, true],
	[413, false, false],
	[414, false, false],
	[422, false, false],
	[431, false, false],
	[405, false, false],
	[501, false, false],
	[502, true, true],
])('status %i: heals %s, at once %s', async (status, mayHeal, isRetryable) => {
	await using server = await listenHttp((_, response) => {
		response.writeHead(status, {'x-deno-trace-id': 'trace-1'});
		response.end('{"error":{"code":"CODE","message":"Because."}}');
	});
	const send = createSend({
		origin: server.origin,
		timeouts: defaultTimeouts,
		environment: {},
	});
	const error: unknown = await send({
		url: new URL(server.origin),
		accept: 'application/json',
		signal,
	}).catch((error: unknown) => error);
	expect(error).toMatchObject({mayHeal, isRetryable, isRefusal: false});
	expect(String(error)).toContain('“Because.”, code “CODE”');
	expect(String(error)).toContain('(request trace-1)');
	if (status === 414 || status === 431) {
		expect(String(error)).toContain('shorter text');
		expect(String(error)).not.toContain('--api-url');
	}
});

test('a token that is refused names its place, and is read again', async () => {
	const sent: Array<string | undefined> = [];
	await using server = await listenHttp(({headers}, response) => {
		sent.push(headers.authorization);
		response.writeHead(headers.authorization === 'Bearer new' ? 200 : 401);
		response.end('[]');
	});
	const ask = async (next: string | undefined) =>
		createSend({
			origin: server.origin,
			timeouts: defaultTimeouts,
			environment: {},
			token: 'old',
			tokenSource: {place: 'the file ~/.token', reread: () => next},
		})({url: new URL(server.origin), accept: 'application/json', signal});
	await ask('new');
	expect(sent).toEqual(['Bearer old', 'Bearer new']);
	for (const next of ['old', undefined]) {
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		await expect(ask(next)).rejects.toThrow('Check the file ~/.token');
	}

	expect(sent).toHaveLength(4);
});

test('a kept connection that the server resets at the next request costs no time', async () => {
	let resetCount = 0;
	const answered = new WeakSet<Socket>();
	await using server = await listenHttp(({socket}, response) => {
		if (answered.has(socket)) {
			resetCount++;
			socket.resetAndDestroy();
			return;
		}

		answered.add(socket);
		response.end('[]');
	});
	const send = createSend({
		origin: server.origin,
		timeouts: defaultTimeouts,
		environment: {},
	});
	for (let count = 0; count < 4; count++) {
		// eslint-disable-next-line no-await-in-loop -- One request follows the other.
		const {body} = await send({
			url: new URL(server.origin),
			accept: 'application/json',
			signal,
		});
		// eslint-disable-next-line no-await-in-loop -- As above.
		expect(Buffer.concat(await collect(body)).toString()).toBe('[]');
	}

	expect(resetCount).toBeGreaterThan(0);
});

test('a new connection that is reset is a failure, as ever', async () => {
	let count = 0;
	await expect(
		readRaw((socket) => {
			count++;
			socket.resetAndDestroy();
		}),
	).rejects.toThrow(/was cut off/v);
	expect(count).toBe(1);
});
