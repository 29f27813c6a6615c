import {expect, test} from 'vitest';
import {type Feed} from '../../../source/feeds/feed.ts';
import {follow} from '../../../source/feeds/follow.ts';
import {createV2Feed} from '../../../source/feeds/v2/v2.ts';
import {type Entry} from '../../../source/log/entry.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {everything} from '../../../source/log/query.ts';
import {listenHttp} from '../../helpers/listen.ts';
import {memoryTraits} from '../../helpers/memory-feed.ts';
import {createTimeline} from '../../helpers/timeline.ts';

const created = '2026-03-01T12:00:00.000Z';
const line = (message: string, second = 1, year = 2026) =>
	`{"timestamp":"${year}-03-01T12:00:0${second}.000Z","level":"info","message":"${message}"}`;

/** A v2 server whose answers about logs are the test's. */
async function serveLogs(
	answer: (write: (text: string) => void, end: () => void) => void,
	contentType = 'application/x-ndjson',
) {
	const server = await listenHttp((request, response) => {
		if (request.url?.includes('/revisions/') === true) {
			response.setHeader('content-type', 'application/json');
			response.end(
				`{"id":"r9k2","status":"succeeded","created_at":"${created}"}`,
			);
			return;
		}

		response.setHeader('content-type', contentType);
		answer(
			(text) => {
				response.write(text);
			},
			() => {
				response.end();
			},
		);
	});
	const feed = createV2Feed({
		apiUrl: new URL(`${server.origin}/v2`),
		app: 'shop',
		deploymentId: 'r9k2',
		timeouts: {body: 300},
		now: () => Date.parse('2026-03-01T12:01:00.000Z') * 1000,
	});
	return {server, feed};
}

const readPast = async (feed: Feed) =>
	feed.pastEntries({
		filter: everything,
		range: {},
		order: 'asc',
		limit: 1000,
		signal: new AbortController().signal,
	});

test('an error in the place of an entry makes a page fail, and is told after what a stream brought', async () => {
	const {server, feed} = await serveLogs((write, end) => {
		write(
			`${line('one')}\n{"code":"INTERNAL","message":"the store is gone"}\n`,
		);
		end();
	});
	await using _ = server;
	await expect(readPast(feed)).rejects.toThrow('the store is gone');
	const messages: string[] = [];
	const reading = async () => {
		for await (const {entries} of feed.liveEntries({
			filter: everything,
			signal: new AbortController().signal,
		})) {
			messages.push(...[...entries].map(({message}) => message));
		}
	};

	await expect(reading()).rejects.toThrow('the store is gone');
	expect(messages).toEqual(['one']);
});

test('a page that begins and does not go on is given up, though blanks come', async () => {
	const {server, feed} = await serveLogs((write) => {
		write('{"logs":[');
		const blanks = setInterval(() => {
			write(' ');
		}, 50);
		setTimeout(() => {
			clearInterval(blanks);
		}, 3000).unref();
		blanks.unref();
	}, 'application/json');
	await using _ = server;
	await expect(readPast(feed)).rejects.toThrow('did not go on');
});

test('an entry from the year 2999 stands where it came, and stops nothing', async () => {
	const {server, feed} = await serveLogs((write, end) => {
		write([line('one'), line('late', 2, 2999), line('two', 3)].join('\n'));
		end();
	});
	await using _ = server;
	const {batch, whole} = await readPast(feed);
	expect(batch.entries.map(({message}: Entry) => message)).toEqual([
		'one',
		'late',
		'two',
	]);
	expect(whole.to).toBe(Number.POSITIVE_INFINITY);
});

test.each([
	['asks nothing while the server says that it is there', true, 0],
	['asks where it says nothing', false, 1],
])('a silent stream %s', async (_, isAlive, least) => {
	const clock = createTimeline();
	const controller = new AbortController();
	let probes = 0;
	const feed: Feed = {
		traits: memoryTraits,
		async *details() {
			// It has none.
		},
		deployments: async () => ({value: []}),
		async *buildLog() {
			// It has none.
		},
		async *liveEntries({signal, onAccepted, onAlive}) {
			onAccepted?.({});
			try {
				for (;;) {
					// eslint-disable-next-line no-await-in-loop -- Time passes.
					await clock.sleep(5000, signal);
					if (isAlive) {
						onAlive?.();
					}
				}
			} catch {
				// It was given up.
			}

			yield {
				entries: EntryColumns.of([]),
				malformedCount: 0,
				rawLine: () => new Uint8Array(),
			};
		},
		async pastEntries() {
			probes++;
			return {
				batch: {
					entries: [],
					malformedCount: 0,
					rawLine: () => new Uint8Array(),
				},
				whole: {from: 0, to: Number.POSITIVE_INFINITY},
			};
		},
	};
	const following = (async () => {
		for await (const event of follow({
			feed,
			filter: everything,
			signal: controller.signal,
			clock,
			random: () => 0,
		})) {
			expect(['connecting', 'live', 'entries']).toContain(event.kind);
		}
	})();
	const start = clock.now();
	await clock.until(() => {
		expect(clock.now() - start).toBeGreaterThan(60_000);
	});
	controller.abort();
	await following;
	expect(probes).toBeGreaterThanOrEqual(least);
	expect(probes > 0).toBe(least > 0);
});
