import {Buffer} from 'node:buffer';
import {
	brotliCompressSync,
	deflateRawSync,
	deflateSync,
	gzipSync,
} from 'node:zlib';
import process from 'node:process';
import {expect, test} from 'vitest';
import {createV1Feed} from '../../../source/feeds/v1/v1.ts';
import {createSend} from '../../../source/feeds/http/request.ts';
import {defaultTimeouts} from '../../../source/feeds/http/exchange.ts';
import {everything} from '../../../source/log/query.ts';
import {collect} from '../../helpers/bytes.ts';
import {listenHttp} from '../../helpers/listen.ts';

const lines = Array.from(
	{length: 500},
	(_, index) => `{"message":"${index}"}\n`,
).join('');
const {signal} = new AbortController();

/** What is read of an answer of these bytes, in pieces, with this header. */
async function read(
	encoding: string,
	bytes: Uint8Array,
	{isCut = false} = {},
): Promise<string> {
	await using server = await listenHttp((_, response) => {
		if (encoding !== '') {
			response.setHeader('content-encoding', encoding);
		}

		response.write(bytes.subarray(0, 1));
		response.write(bytes.subarray(1, 2));
		if (isCut) {
			response.write(bytes.subarray(2, Math.floor(bytes.length / 2)));
		} else {
			response.write(bytes.subarray(2));
		}

		response.end();
	});
	const send = createSend({
		origin: server.origin,
		timeouts: defaultTimeouts,
		environment: {},
	});
	const {body} = await send({
		url: new URL(server.origin),
		accept: 'application/json',
		signal,
	});
	return Buffer.concat(await collect(body)).toString();
}

const plain = Buffer.from(lines);

test.each([
	['', plain],
	['gzip', gzipSync(lines)],
	['x-gzip', gzipSync(lines)],
	['GZIP', gzipSync(lines)],
	['', gzipSync(lines)],
	// eslint-disable-next-line unicorn/text-encoding-identifier-case -- As servers send it.
	['utf-8', gzipSync(lines)],
	['gzip', gzipSync(gzipSync(lines))],
	['gzip, identity', gzipSync(lines)],
	['gzip', Buffer.concat([gzipSync(lines), Buffer.alloc(16)])],
	[
		'gzip',
		Buffer.concat([gzipSync(lines.slice(0, 999)), gzipSync(lines.slice(999))]),
	],
	['deflate', deflateSync(lines)],
	['deflate', deflateRawSync(lines)],
	['br', brotliCompressSync(lines)],
	['gzip, br', brotliCompressSync(gzipSync(lines))],
	['identity', plain],
	['utf8', plain],
	['none', plain],
	['constructor', plain],
	['__proto__, hasOwnProperty', plain],
	['gzip', plain],
	['deflate', plain],
	['br', plain],
	['br', Buffer.from(`[${lines.trim().replaceAll('\n', ',')}]`)],
])('an answer that comes as %j is read', async (encoding, bytes) => {
	const text = await read(encoding, bytes);
	expect(text.replaceAll(/[\[\],\n]/gv, '')).toBe(
		lines.replaceAll('\n', '').replaceAll(/[\[\],]/gv, ''),
	);
});

test('an empty compressed answer is empty', async () => {
	expect(await read('gzip', Buffer.from(''))).toBe('');
});

test.each([
	['gzip', gzipSync(lines), 'cut-off'],
	['br', brotliCompressSync(lines), 'cut-off'],
])(
	'one that is cut off within %s is told so',
	async (encoding, bytes, kind) => {
		await expect(read(encoding, bytes, {isCut: true})).rejects.toMatchObject({
			kind,
		});
	},
);

test('one that cannot be read is told so', async () => {
	const broken = gzipSync(lines);
	broken.fill(0, 20, 200);
	await expect(read('gzip', broken)).rejects.toMatchObject({
		kind: 'unexpected-answer',
	});
	await expect(
		read('zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0])),
	).rejects.toThrow('zstd');
	await expect(
		read('gzip, gzip, gzip, gzip', gzipSync(lines)),
	).rejects.toMatchObject({kind: 'unexpected-answer'});
});

test('a bomb is an error, and takes no memory', async () => {
	// 512 MiB of one line that never ends, and of blanks that are no line at all.
	for (const sign of ['x', '\n']) {
		const piece = gzipSync(sign.repeat(32 * 1024 * 1024));
		const bomb = Buffer.concat(Array.from({length: 16}, () => piece));
		// eslint-disable-next-line no-await-in-loop -- A bomb follows the other.
		await using server = await listenHttp((_, response) => {
			response.setHeader('content-encoding', 'gzip');
			response.end(bomb);
		});
		const feed = createV1Feed({
			apiUrl: new URL(`${server.origin}/v1`),
			deploymentId: 'dep',
		});
		const before = process.memoryUsage().rss;
		// eslint-disable-next-line no-await-in-loop -- As above.
		const answer = await feed
			.pastEntries({
				filter: everything,
				range: {since: 0},
				order: 'asc',
				limit: 10_000,
				signal,
			})
			.catch((error: unknown) => error);
		expect(answer).toMatchObject({kind: 'unexpected-answer'});
		expect(process.memoryUsage().rss - before).toBeLessThan(250 * 1024 * 1024);
	}
});
