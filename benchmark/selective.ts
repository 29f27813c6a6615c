/* eslint-disable @typescript-eslint/naming-convention -- Names of the API's members. */
/** What a region costs on version 2 that one entry in ten thousand of a million has, which the server cannot be asked for: `npx tsx benchmark/selective.ts`. Counts requests and bytes, the time to the first row and to a full screen, and how long keys wait meanwhile. */
import {fork} from 'node:child_process';
import {createServer, type ServerResponse} from 'node:http';
import {type AddressInfo} from 'node:net';
import {fileURLToPath} from 'node:url';
import {setTimeout as sleep} from 'node:timers/promises';
import process from 'node:process';
import {createV2Feed} from '../source/feeds/v2/v2.ts';
import {createFilter, createQuery} from '../source/log/query.ts';
import {startSession} from '../source/session/session.ts';
import {createState, createStore} from '../source/store/create-store.ts';
import {viewport} from '../source/store/list/viewport.ts';
import {round} from './harness/summary.ts';

const entryCount = 1_000_000;
const rareEvery = 10_000;
/** In milliseconds between two entries: a million in a day. */
const step = 86.4;
const limit = 1000;

type Told = {readonly requests: number; readonly bytes: number};

if (process.argv.includes('serve')) {
	serve();
} else {
	await measure();
}

async function measure() {
	const server = fork(fileURLToPath(import.meta.url), ['serve']);
	const port = await new Promise<number>((resolve) => {
		server.once('message', resolve);
	});
	const told = async () =>
		new Promise<Told>((resolve) => {
			server.once('message', resolve);
			server.send('tell');
		});
	const feed = createV2Feed({
		apiUrl: new URL(`http://127.0.0.1:${port}/v2`),
		app: 'storefront',
		deploymentId: 'r1',
	});
	const store = createStore(
		createState({
			traits: feed.traits,
			query: createQuery({filter: createFilter({regions: ['fra']})}),
			limit: 1_000_000,
			columns: 160,
			rows: 45,
		}),
	);
	store.dispatch({kind: 'list-height', height: 41});
	const start = performance.now();
	const session = startSession({store, feed});
	const waits: number[] = [];
	let first: ({readonly ms: number} & Told) | undefined;
	for (;;) {
		const before = performance.now();
		// eslint-disable-next-line no-await-in-loop -- A key now and then.
		await sleep(5);
		store.dispatch({kind: 'move', by: -1});
		viewport(store.get().logs);
		waits.push(performance.now() - before - 5);
		const {logs} = store.get();
		if (logs.buffer.count > 0 && first === undefined) {
			// eslint-disable-next-line no-await-in-loop -- Once.
			first = {ms: round(performance.now() - start), ...(await told())};
		}

		if (logs.buffer.count >= logs.height) {
			break;
		}
	}

	const full = {ms: round(performance.now() - start), ...(await told())};
	session.stop();
	server.kill();
	const sorted = waits.toSorted((a, b) => a - b);
	console.log(
		JSON.stringify(
			{
				node: process.version,
				entryCount,
				rareEvery,
				rows: store.get().logs.height,
				first,
				full,
				keyWaitMs: {
					median: round(sorted[Math.floor(sorted.length / 2)] ?? 0),
					p99: round(sorted[Math.floor(sorted.length * 0.99)] ?? 0),
					worst: round(sorted.at(-1) ?? 0),
				},
			},
			undefined,
			'\t',
		),
	);
	// Its streams stay open.
	// eslint-disable-next-line unicorn/no-process-exit -- A program of its own.
	process.exit();
}

/** Entries are made as they are asked for; a cursor is the last entry's time, that entry included. */
function serve() {
	const start = Date.now() - entryCount * step;
	let requests = 0;
	let bytes = 0;
	const send = (response: ServerResponse, value: unknown) => {
		const text = JSON.stringify(value);
		bytes += text.length;
		response.setHeader('content-type', 'application/json');
		response.end(text);
	};

	const entryAt = (index: number) => ({
		timestamp: new Date(start + Math.round(index * step)).toISOString(),
		level: 'info',
		message: `request ${index} path=/cart/${index % 97} status=200 ms=${index % 311}`,
		revision_id: 'r1',
		region: index % rareEvery === 37 ? 'fra' : 'ord',
		trace_id: `4bf92f3577b34da6a3ce92${String(index).padStart(10, '0')}`,
		span_id: `00f067${String(index).padStart(10, '0')}`,
	});
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '', 'http://localhost');
		requests++;
		if (!url.pathname.endsWith('/logs')) {
			send(
				response,
				url.pathname.endsWith('/r1')
					? {
							id: 'r1',
							status: 'succeeded',
							created_at: new Date(start).toISOString(),
						}
					: [],
			);
			return;
		}

		const {searchParams: asked} = url;
		const end = asked.get('end');
		if (end === null) {
			response.setHeader('content-type', 'application/x-ndjson');
			response.flushHeaders();
			return;
		}

		const cursor = asked.get('cursor');
		const from = Date.parse(cursor ?? asked.get('start') ?? '');
		const to = Date.parse(end);
		const logs = [];
		let index = Math.max(0, Math.ceil((from - start - 0.5) / step));
		for (; index < entryCount && logs.length < limit; index++) {
			const entry = entryAt(index);
			const time = Date.parse(entry.timestamp);
			if (time >= to) {
				break;
			}

			if (time >= from) {
				logs.push(entry);
			}
		}

		const isMore =
			logs.length === limit &&
			index < entryCount &&
			start + Math.round(index * step) < to;
		send(response, {
			logs,
			next_cursor: isMore ? logs.at(-1)?.timestamp : null,
		});
	});
	process.on('message', () => {
		process.send?.({requests, bytes});
	});
	server.listen(0, '127.0.0.1', () => {
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- It listens on a port.
		process.send?.((server.address() as AddressInfo).port);
	});
}
