/**
How many bytes 10,000 entries take over the wire with and without gzip, how long it takes to the first screen over 1 Mbit/s with 200 ms there and back, and from the key that asks for a text to the first rows of a server that answers in 50 ms: `npx tsx benchmark/wire.ts`, after `node build.js`. Half a minute to a minute; `--requests` tells what was asked for, and when.

A proxy of our own stands before the embedded server: it lets so many bytes through in a second, whoever asks for them, counts them, and compresses what is asked for with gzip, or does not.
*/
import {createServer, type ServerResponse} from 'node:http';
import process from 'node:process';
import {pipeline, Readable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {createGzip} from 'node:zlib';
import {createV1Feed} from '../source/feeds/v1/v1.ts';
import {everything} from '../source/log/query.ts';
import {createDeployment} from '../source/server/given/given-deployment.ts';
import {startServer} from '../source/server/wire/server.ts';
import {openDeplog} from './harness/pty.ts';
import {median, round} from './harness/summary.ts';
import {createStorefrontSource} from './harness/storefront.ts';

const entryCount = 10_000;
/** 1 Mbit/s. */
const bytesPerSecond = 125_000;
const tick = 10;
/** In milliseconds, there and back. */
const roundTrip = 200;
const quickRoundTrip = 50;
const rounds = 5;
const isTelling = process.argv.includes('--requests');

const source = createStorefrontSource();
const start = (Date.now() - 3_600_000) * 1000;
const deployment = createDeployment({
	id: 'storefront-7f3k2m',
	entries: Array.from({length: entryCount}, (_, index) => ({
		...source(start + index * 100_000),
		// Older than the page with which the list begins.
		...(index < rounds && {message: `${needle(index)} found-${index}`}),
	})),
});
await using server = await startServer({deployments: [deployment]});
const table = [];
for (const encoding of ['identity', 'gzip'] as const) {
	/* eslint-disable no-await-in-loop -- One after the other. */
	const page = await measurePage(encoding);
	const firstScreens = [];
	for (let index = 0; index < 3; index++) {
		firstScreens.push(await measureFirstScreen(encoding));
	}

	/* eslint-enable no-await-in-loop */
	table.push({
		encoding,
		...page,
		firstScreenSeconds: round(median(firstScreens)),
	});
}

console.log(
	JSON.stringify(
		{
			node: process.version,
			entryCount,
			table,
			firstScreen: Object.fromEntries(
				table.map(({encoding, firstScreenSeconds}) => [
					encoding,
					firstScreenSeconds,
				]),
			),
			newQueryMilliseconds: await measureNewQuery(),
		},
		undefined,
		'\t',
	),
);

async function measurePage(encoding: 'identity' | 'gzip') {
	await using proxy = await startProxy({encoding, bytesPerSecond});
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
	await using proxy = await startProxy({encoding, bytesPerSecond, roundTrip});
	const at = performance.now();
	using deplog = openDeplog(proxy.url);
	await deplog.shows(/\d\d:\d\d:\d\d\.\d{3} [EWID] /v);
	return (performance.now() - at) / 1000;
}

function needle(index: number): string {
	return `needle-${index}`;
}

/** From `enter` at the text prompt to rows that only the server had; the start is no part of it. */
async function measureNewQuery(): Promise<number> {
	await using proxy = await startProxy({
		encoding: 'gzip',
		bytesPerSecond: Number.POSITIVE_INFINITY,
		roundTrip: quickRoundTrip,
	});
	using deplog = openDeplog(proxy.url);
	await deplog.shows(/\d\d:\d\d:\d\d\.\d{3} [EWID] /v);
	const times: number[] = [];
	for (let index = 0; index < rounds; index++) {
		/* eslint-disable no-await-in-loop -- One after the other. */
		await deplog.press('x');
		await sleep(1000);
		await deplog.press('/');
		await deplog.press(needle(index));
		await sleep(500);
		const at = performance.now();
		await deplog.press('\r', 1, 0);
		await deplog.shows(new RegExp(`found-${index}`, 'v'));
		/* eslint-enable no-await-in-loop */
		times.push(performance.now() - at);
	}

	return round(median(times));
}

async function startProxy({
	encoding,
	bytesPerSecond,
	roundTrip = 0,
}: {
	readonly encoding: 'identity' | 'gzip';
	readonly bytesPerSecond: number;
	readonly roundTrip?: number;
}) {
	let byteCount = 0;
	const opened = performance.now();
	/** One after the other goes over the line. */
	let line: Promise<unknown> = Promise.resolve();
	const send = async (response: ServerResponse, piece: Uint8Array) => {
		const turn = line.then(async () => {
			byteCount += piece.length;
			response.write(piece);
			await sleep((piece.length / bytesPerSecond) * 1000);
		});
		line = turn;
		await turn;
	};

	const tell = (what: string) => {
		if (isTelling) {
			console.error(`${Math.round(performance.now() - opened)} ms ${what}`);
		}
	};

	const proxy = createServer((request, response) => {
		void forward(request.url ?? '', request.headers, response);
	});
	const forward = async (
		url: string,
		headers: NodeJS.Dict<string | string[]>,
		response: ServerResponse,
	) => {
		const {origin} = new URL(server.url);
		tell(`asked ${url}`);
		const gone = new AbortController();
		response.on('close', () => {
			gone.abort();
		});
		try {
			const [answer] = await Promise.all([
				fetch(`${origin}${url}`, {
					headers: {accept: String(headers['accept'] ?? '*/*')},
					signal: gone.signal,
				}),
				// What the server itself takes is within that: it shares a processor with all of this.
				sleep(roundTrip),
			]);
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
			const body = isZipped
				? pipeline(plain, createGzip(), () => undefined)
				: plain;
			for await (const chunk of body as AsyncIterable<Uint8Array>) {
				const share = Math.min(chunk.length, (bytesPerSecond * tick) / 1000);
				for (let from = 0; from < chunk.length; from += share) {
					// eslint-disable-next-line no-await-in-loop -- That is the line's speed.
					await send(response, chunk.subarray(from, from + share));
				}
			}

			response.end();
			tell(`answered ${url}`);
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
