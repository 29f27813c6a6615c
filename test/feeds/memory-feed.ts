import {Buffer} from 'node:buffer';
import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {type Entry} from '../../source/log/entry.ts';
import {createFilter, createQuery, everything} from '../../source/log/query.ts';
import {createOutput} from '../../source/print/output.ts';
import {print} from '../../source/print/print.ts';
import {startSession} from '../../source/session/session.ts';
import {createState, createStore} from '../../source/store/create-store.ts';
import {knownGaps} from '../../source/store/missing.ts';
import {shownEntries} from '../helpers/explorer.ts';
import {MemoryFeed} from '../helpers/memory-feed.ts';
import {until} from '../helpers/until.ts';

const second = 1_000_000;

function entries(count: number, gap = second): Entry[] {
	const start = Date.now() * 1000 - (count + 1) * gap;
	return Array.from({length: count}, (_, index) => ({
		time: start + index * gap,
		level: ['info', 'warning', 'error'][index % 3] ?? 'info',
		region: index % 2 === 0 ? 'ord' : 'fra',
		message: `entry ${index}`,
	}));
}

function explore(feed: MemoryFeed, filter = everything) {
	const store = createStore(
		createState({
			traits: feed.traits,
			query: createQuery({filter}),
			limit: 100_000,
			columns: 80,
			rows: 24,
		}),
	);
	store.dispatch({kind: 'list-height', height: 10});
	const session = startSession({store, feed});
	return {
		store,
		messages: () => shownEntries(store.get().logs).map(({message}) => message),
		[Symbol.dispose]() {
			session.stop();
		},
	};
}

test.each([
	['seldom', 3600 * second],
	['each second', second],
	['a thousand a second', 1000],
])(
	'a feed that tells the oldest first is read newest first, though entries come %s',
	async (_, gap) => {
		const feed = new MemoryFeed();
		feed.log(...entries(1000, gap));
		const seen: string[] = [];
		let before: number | undefined;
		do {
			// eslint-disable-next-line no-await-in-loop -- A page follows the other.
			const page = await feed.pastEntries({
				filter: everything,
				range: before === undefined ? {} : {until: before},
				order: 'desc',
				limit: 50,
				signal: new AbortController().signal,
			});
			expect(page.whole.to).toBe(before ?? Number.POSITIVE_INFINITY);
			expect(page.whole.from).toBeLessThan(page.whole.to);
			seen.push(...page.batch.entries.map(({message}) => message));
			before = page.whole.from;
		} while (before > 0);

		expect(seen).toEqual(feed.entries.map(({message}) => message).toReversed());
		expect(feed.asked.length).toBeLessThan(400);
	},
);

test('the explorer reads it to its beginning, goes on live and through a cut, and asks for no details and no build log', async () => {
	const feed = new MemoryFeed();
	feed.log(...entries(300));
	using reader = explore(feed);
	await until(() => {
		expect(reader.messages().at(-1)).toBe('entry 299');
		expect(reader.store.get().logs.connection.kind).toBe('live');
	});
	feed.log({
		time: Date.now() * 1000,
		level: 'error',
		region: 'ord',
		message: 'live',
	});
	await until(() => {
		expect(reader.messages().at(-1)).toBe('live');
	});
	feed.cut();
	feed.log({
		time: Date.now() * 1000,
		level: 'error',
		region: 'ord',
		message: 'missed',
	});
	await until(() => {
		reader.store.dispatch({kind: 'scroll', by: -20});
		expect(reader.messages()).toEqual(feed.entries.map(({message}) => message));
		expect(knownGaps(reader.store.get().logs)).toEqual([]);
	});
	expect(reader.store.get().details.failure).toBeUndefined();
});

test('levels that the server cannot tell apart are told apart by the feed', async () => {
	const feed = new MemoryFeed();
	feed.log(...entries(90));
	using reader = explore(
		feed,
		createFilter({levels: ['error', 'info'], regions: ['ord']}),
	);
	await until(() => {
		expect(reader.messages()).toEqual(
			feed.entries
				.filter(({level, region}) => level !== 'warning' && region === 'ord')
				.map(({message}) => message),
		);
	});
});

test('it is printed in either order', async () => {
	const feed = new MemoryFeed();
	feed.log(...entries(120));
	for (const order of ['asc', 'desc'] as const) {
		const stream = new PassThrough();
		const chunks: Uint8Array[] = [];
		stream.on('data', (chunk: Uint8Array) => {
			chunks.push(chunk);
		});
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		await print({
			feed,
			options: {
				filter: everything,
				range: {since: 0},
				order,
				format: 'ndjson',
				timeZone: 'UTC',
				hasColors: false,
				isFollowing: false,
				bufferEntries: 1000,
				hasBell: false,
				isLatestFollowed: false,
			},
			output: createOutput(stream),
			onNotice(text) {
				throw new Error(text);
			},
		});
		const printed = new TextDecoder()
			.decode(Buffer.concat(chunks))
			.trim()
			.split('\n')
			.map((line) => {
				// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- The feed prints entries.
				const {message}: Entry = JSON.parse(line);
				return message;
			});
		const logged = feed.entries.map(({message}) => message);
		expect(printed).toEqual(order === 'asc' ? logged : logged.toReversed());
	}
});
