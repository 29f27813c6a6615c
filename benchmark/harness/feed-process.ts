import {Buffer} from 'node:buffer';
import {createServer, type ServerResponse} from 'node:http';
import process from 'node:process';
import {createEntrySource, wireLine} from '../corpus.ts';
import {type FeedOrder, type FeedReport, type Rate} from './feed.ts';

/** The process behind `startFeed`: speaks as much of the v1 API as a session needs. */
const tick = 5;
const variety = 20_000;
const mostPerWrite = 2000;

const source = createEntrySource({
	medianBytes: process.argv[2] === '127' ? 127 : 70,
});
/** Lines as they are sent, over and over: only their times are written anew, as what makes them must be faster than what reads them. */
const texts = Array.from(
	{length: variety},
	() =>
		`${wireLine({...source(0), time: 0}).replace('00.000Z', '00.000000Z')}\n`,
);
const ring = Buffer.from(texts.join(''));
const starts = [0];
for (const text of texts) {
	starts.push((starts.at(-1) ?? 0) + Buffer.byteLength(text));
}

/** Where in a line its time begins. */
const timeStart = '{"time":"'.length;
const microTexts = Array.from({length: 1000}, (_, micros) =>
	String(micros).padStart(3, '0'),
);

let rate: Rate = 0;
let burstLeft = 0;
let sentCount = 0;
let due = 0;
let lastTick = performance.now();
let lastMillisecond = '';
let inMillisecond = 0;
let live: ServerResponse | undefined;
let isDraining = false;

const server = createServer((request, response) => {
	const {pathname, searchParams} = new URL(request.url ?? '', 'http://feed');
	const isLive = !searchParams.has('since') && !searchParams.has('until');
	if (!pathname.endsWith('_logs')) {
		response.setHeader('content-type', 'application/json');
		response.end(
			JSON.stringify({
				id: 'storefront-7f3k2m',
				projectId: '0b6dcc53-2e29-4a6f-9d3c-6a4c5d3f7e10',
				status: 'success',
				domains: ['storefront-7f3k2m.deno.dev'],
				createdAt: '2026-11-24T09:00:00.000Z',
				updatedAt: '2026-11-24T09:00:08.200Z',
			}),
		);
		return;
	}

	response.setHeader('content-type', 'application/x-ndjson');
	if (pathname.endsWith('build_logs')) {
		response.end(
			Array.from(
				{length: 200},
				(_, index) =>
					`${JSON.stringify({level: 'info', message: `Checking module ${index} of the deployment`})}\n`,
			).join(''),
		);
	} else if (isLive) {
		response.flushHeaders();
		live = response;
		isDraining = false;
		response.on('drain', () => {
			if (live === response) {
				isDraining = false;
				go();
			}
		});
		response.on('close', () => {
			if (live === response) {
				// What is left of a burst goes to the next one: of one that is closed nothing tells that it has room.
				live = undefined;
			}
		});
	} else {
		response.end();
	}
});

server.listen(0, '127.0.0.1', () => {
	report();
	setInterval(go, tick);
});
process.on('message', (order: FeedOrder | 'report') => {
	if (order === 'report') {
		report();
	} else if (order.kind === 'burst') {
		burstLeft += order.count;
	} else {
		({rate} = order);
		due = 0;
		lastTick = performance.now();
	}
});
process.on('disconnect', () => {
	process.exit();
});

function go() {
	const now = performance.now();
	due += rate === 'fastest' ? 0 : (rate * (now - lastTick)) / 1000;
	lastTick = now;
	for (;;) {
		if (live === undefined || isDraining) {
			return;
		}

		const count = Math.min(
			mostPerWrite,
			rate === 'fastest' ? mostPerWrite : burstLeft + Math.floor(due),
		);
		if (count === 0) {
			return;
		}

		const sentBefore = sentCount;
		isDraining = !live.write(lines(count));
		const sent = sentCount - sentBefore;
		const ofBurst = Math.min(sent, burstLeft);
		burstLeft -= ofBurst;
		due = Math.max(0, due - (sent - ofBurst));
	}
}

/** The next lines of the ring, `count` of them or up to its end, each later than the one before. */
function lines(count: number): Uint8Array {
	const millisecond = new Date().toISOString().slice(0, -1);
	if (millisecond !== lastMillisecond) {
		lastMillisecond = millisecond;
		// A whole millisecond would be written shorter, as few are.
		inMillisecond = 1;
	}

	const from = sentCount % variety;
	const to = Math.min(from + count, variety);
	for (let index = from; index < to; index++) {
		const micros = microTexts[Math.min(999, inMillisecond++)] ?? '';
		ring.write(
			millisecond + micros,
			(starts[index] ?? 0) + timeStart,
			'latin1',
		);
	}

	sentCount += to - from;
	return ring.subarray(starts[from], starts[to]);
}

function report() {
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : 0;
	process.send?.({
		url: `http://127.0.0.1:${port}/v1`,
		isStreaming: live !== undefined,
		sentCount,
		lastTime: lastMillisecond.slice('2026-11-24T'.length),
	} satisfies FeedReport);
}
