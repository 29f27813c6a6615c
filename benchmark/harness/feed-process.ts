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
/** All of a line behind its time. */
const tails = Array.from({length: variety}, () => {
	const line = wireLine(source(0));
	return `${line.slice(line.indexOf('Z"') + 1)}\n`;
});

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
		response.on('drain', () => {
			isDraining = false;
			go();
		});
		live = response;
		isDraining = false;
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

		const ofBurst = Math.min(count, burstLeft);
		burstLeft -= ofBurst;
		due = Math.max(0, due - (count - ofBurst));
		isDraining = !live.write(lines(count));
	}
}

/** Each later than the one before. */
function lines(count: number): string {
	const millisecond = new Date().toISOString().slice(0, -1);
	if (millisecond !== lastMillisecond) {
		lastMillisecond = millisecond;
		inMillisecond = 0;
	}

	let text = '';
	for (let index = 0; index < count; index++) {
		const micros = String(Math.min(999, inMillisecond++)).padStart(3, '0');
		text += `{"time":"${millisecond}${micros}Z${tails[sentCount % variety] ?? ''}`;
		sentCount++;
	}

	return text;
}

function report() {
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : 0;
	process.send?.({
		url: `http://127.0.0.1:${port}/v1`,
		sentCount,
	} satisfies FeedReport);
}
