import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import {type Socket} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {v1Traits, createV1Feed} from '../../source/feeds/v1/v1.ts';
import {type Entry} from '../../source/log/entry.ts';
import {createQuery} from '../../source/log/query.ts';
import {startSession} from '../../source/session/session.ts';
import {createState, createStore} from '../../source/store/create-store.ts';
import {startBurstServer} from '../helpers/burst-server.ts';
import {shownEntries} from '../helpers/explorer.ts';
import {processorTime} from '../helpers/processor-time.ts';
import {until} from '../helpers/until.ts';

const mebibyte = 1024 * 1024;
const entryCount = 40_000;
const messageBytes = 300;
/** A sender is paused when more wait; what it has sent meanwhile is a chunk, and another is in the decoder's hands. */
const mostQueuedBytes = mebibyte + 256 * 1024;

/** The sockets of the feed, in the order in which they were connected. */
function watchSockets(): Socket[] {
	const sockets: Socket[] = [];
	const note = (message: unknown) => {
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- undici's documentation says so.
		sockets.push((message as {socket: Socket}).socket);
	};

	subscribe('undici:client:connected', note);
	onTestFinished(() => {
		unsubscribe('undici:client:connected', note);
	});
	return sockets;
}

test('a burst waits at the socket, no key waits for it, and every entry of it arrives', async () => {
	const sockets = watchSockets();
	using server = await startBurstServer({entryCount, messageBytes});
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: 1_000_000,
			columns: 80,
			rows: 24,
		}),
	);
	store.dispatch({kind: 'list-height', height: 20});
	let takenCount = 0;
	let takenBytes = 0;
	let mostQueued = 0;
	store.subscribe((action) => {
		if (action.kind === 'live-entries') {
			takenCount += action.entries.length;
			for (const entry of action.entries) {
				takenBytes += wireLine(entry).length;
			}

			const readBytes = Math.max(...sockets.map(({bytesRead}) => bytesRead));
			mostQueued = Math.max(mostQueued, readBytes - takenBytes);
			// A machine that is slower than the network.
			spend(4);
		}
	});

	const waits: number[] = [];
	let before = processorTime();
	const presses = setInterval(() => {
		waits.push(processorTime() - before);
		store.dispatch({kind: 'move', by: -1});
		before = processorTime();
	}, 10);
	onTestFinished(() => {
		clearInterval(presses);
	});

	const session = startSession({
		store,
		feed: createV1Feed({apiUrl: server.url, deploymentId: 'storefront'}),
	});
	await until(() => {
		expect(takenCount).toBe(entryCount);
	});
	session.stop();

	await until(() => {
		expect(server.sentBytes()).toBe(takenBytes);
	});
	// It was held up for most of the burst, and not by much more.
	expect(mostQueued).toBeGreaterThan(mebibyte / 2);
	expect(mostQueued).toBeLessThan(mostQueuedBytes);
	waits.sort((a, b) => a - b);
	expect(waits.length).toBeGreaterThan(20);
	expect(waits[Math.floor(waits.length * 0.95)]).toBeLessThan(100);
	const indexes = shownEntries(store.get().logs).map(({message}) =>
		Number(message.split(' ')[1]),
	);
	expect(indexes.length).toBe(entryCount);
	expect(indexes.every((one, index) => one === index)).toBe(true);
});

function wireLine({time, level, message, region}: Entry): string {
	const text = new Date(time / 1000).toISOString();
	return `${JSON.stringify({time: text, level, message, region})}\n`;
}

/** Keeps the processor busy. */
function spend(milliseconds: number) {
	const end = performance.now() + milliseconds;
	while (performance.now() < end) {
		// That is all.
	}
}
