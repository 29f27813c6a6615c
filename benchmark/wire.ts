/**
How many bytes 10,000 entries take over the wire with and without gzip, and how long it takes to the first screen over 1 Mbit/s: `npx tsx benchmark/wire.ts`, after `node build.js`. Half a minute to a minute.

A proxy of our own stands before the embedded server: it lets so many bytes through in a second, counts them, and compresses what is asked for with gzip, or does not.
*/
import {createServer, type ServerResponse} from 'node:http';
import process from 'node:process';
import {Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {createGzip} from 'node:zlib';
import {createV1Feed} from '../source/feeds/v1/v1.ts';
import {everything} from '../source/log/query.ts';
import {createDeployment} from '../source/server/given/given-deployment.ts';
import {startServer} from '../source/server/wire/server.ts';
import {openDeplog} from './harness/pty.ts';
import {round} from './harness/summary.ts';
import {createStorefrontSource} from './harness/storefront.ts';

const entryCount = 10_000;
/** 1 Mbit/s. */
const bytesPerSecond = 125_000;
const tick = 10;

const source = createStorefrontSource();
const start = (Date.now() - 3_600_000) * 1000;
const deployment = createDeployment({
	id: 'storefront-7f3k2m',
	entries: Array.from({length: entryCount}, (_, index) =>
		source(start + index * 100_000),
	),
});
await using server = await startServer({deployments: [deployment]});
const table = [];
for (const encoding of ['identity', 'gzip'] as const) {
	/* eslint-disable no-await-in-loop -- One after the other. */
	const page = await measurePage(encoding);
	const firstScreen = await measureFirstScreen(encoding);
	/* eslint-enable no-await-in-loop */
	table.push({encoding, ...page, firstScreenSeconds: round(firstScreen)});
}

console.log(
	JSON.stringify({node: process.version, entryCount, table}, undefined, '\t'),
);

async function measurePage(encoding: 'identity' | 'gzip') {
	await using proxy = await startProxy(encoding);
	const feed = createV1Feed({
		apiUrl: new URL(proxy.url),
		deploymentId: deployment.id,
	});
	const at = performance.now();
	const {batch} = await feed.pastEntries({
		filter: everything,
		range: {since: start},
		order: 'asc',
		limit: entryCount,
		signal: new AbortController().signal,
	});
	return {
		entries: batch.entries.length,
		bytes: proxy.byteCount(),
		pageSeconds: round((performance.now() - at) / 1000),
	};
}

async function measureFirstScreen(
	encoding: 'identity' | 'gzip',
): Promise<number> {
	await using proxy = await startProxy(encoding);
	const at = performance.now();
	using deplog = openDeplog(proxy.url);
	await deplog.shows(/\d\d:\d\d:\d\d\.\d{3} [EWID] /v);
	return (performance.now() - at) / 1000;
}

async function startProxy(encoding: 'identity' | 'gzip') {
	let byteCount = 0;
	const proxy = createServer((request, response) => {
		void forward(request.url ?? '', request.headers, response);
	});
	const forward = async (
		url: string,
		headers: NodeJS.Dict<string | string[]>,
		response: ServerResponse,
	) => {
		const {origin} = new URL(server.url);
		const gone = new AbortController();
		response.on('close', () => {
			gone.abort();
		});
		try {
			const answer = await fetch(`${origin}${url}`, {
				headers: {accept: String(headers['accept'] ?? '*/*')},
				signal: gone.signal,
			});
			const isZipped =
				encoding === 'gzip' &&
				String(headers['accept-encoding'] ?? '').includes('gzip');
			response.writeHead(answer.status, {
				...Object.fromEntries(
					['content-type', 'date', 'link'].flatMap((name) => {
						const value = answer.headers.get(name);
						return value === null ? [] : [[name, value]];
					}),
				),
				...(isZipped && {'content-encoding': 'gzip'}),
			});
			response.flushHeaders();
			const plain = Readable.from(answer.body ?? [], {objectMode: false});
			const body = isZipped ? plain.pipe(createGzip()) : plain;
			for await (const chunk of body as AsyncIterable<Uint8Array>) {
				const share = (bytesPerSecond * tick) / 1000;
				for (let from = 0; from < chunk.length; from += share) {
					const piece = chunk.subarray(from, from + share);
					byteCount += piece.length;
					response.write(piece);
					// eslint-disable-next-line no-await-in-loop -- That is the line's speed.
					await sleep((piece.length / bytesPerSecond) * 1000);
				}
			}

			response.end();
		} catch {
			response.destroy();
		}
	};

	await new Promise<void>((resolve) => {
		proxy.listen(0, '127.0.0.1', resolve);
	});
	const address = proxy.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		byteCount: () => byteCount,
		async [Symbol.asyncDispose]() {
			proxy.closeAllConnections();
			proxy.close();
		},
	};
}
