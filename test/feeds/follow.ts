import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {follow, type FollowEvent} from '../../source/feeds/follow.ts';
import {ApiError} from '../../source/feeds/errors.ts';
import {createEntryDecoder} from '../../source/feeds/json/entry-decoder.ts';
import {createV1Feed} from '../../source/feeds/v1/v1.ts';
import {everything} from '../../source/log/query.ts';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {createTimeline} from '../helpers/timeline.ts';
import {until} from '../helpers/until.ts';

/** A deployment, its server, and somebody who follows it and keeps what happens. */
async function start() {
	const clock = createTimeline();
	const deployment = createDeployment();
	const server = await startServer({deployments: [deployment]});
	const controller = new AbortController();
	const events: FollowEvent[] = [];
	const messages: string[] = [];
	const waits: number[] = [];
	const following = async () => {
		const feed = createV1Feed({
			apiUrl: new URL(server.url),
			deploymentId: deployment.id,
		});
		for await (const event of follow({
			feed,
			filter: everything,
			signal: controller.signal,
			clock,
			random: () => 0,
		})) {
			events.push(event);
			if (event.kind === 'entries') {
				messages.push(...[...event.batch.entries].map(({message}) => message));
			}

			if (event.kind === 'cut') {
				waits.push(event.retryAt - clock.now());
			}
		}
	};

	return {
		deployment,
		server,
		clock,
		events,
		waits,
		following,
		stop() {
			controller.abort();
		},
		kinds: () => events.map(({kind}) => kind),
		messages,
		cuts: () => events.filter((event) => event.kind === 'cut'),
		async [Symbol.asyncDispose]() {
			controller.abort();
			await server.close();
		},
	};
}

test('it connects, is live, and yields entries until it is stopped', async () => {
	await using tail = await start();
	const isDone = tail.following();
	await until(() => {
		expect(tail.kinds()).toEqual(['connecting', 'live']);
	});
	tail.deployment.log({message: 'a'}, {message: 'b'});
	await until(() => {
		expect(tail.messages).toEqual(['a', 'b']);
	});
	tail.stop();
	await isDone;
	expect(tail.cuts()).toEqual([]);
	await until(() => {
		expect(tail.server.openLiveCount).toBe(0);
	});
});

test('a stream that the server ends is opened again at once', async () => {
	await using tail = await start();
	const isDone = tail.following();
	await until(() => {
		expect(tail.kinds()).toContain('live');
	});
	tail.deployment.endLive();
	await until(() => {
		expect(tail.kinds()).toEqual([
			'connecting',
			'live',
			'cut',
			'connecting',
			'live',
		]);
	});
	expect(tail.events[2]).toMatchObject({
		kind: 'cut',
		error: undefined,
		attempt: 1,
	});
	expect(tail.waits).toEqual([0]);
	expect(tail.events[3]).toEqual({kind: 'connecting', attempt: 1});
	tail.deployment.log({message: 'a'});
	await until(() => {
		expect(tail.messages).toEqual(['a']);
	});
	tail.stop();
	await isDone;
});

test('whatever may heal is waited for, longer each time, and says why', async () => {
	await using tail = await start();
	const {faults} = tail.server;
	faults.add({kind: 'status', status: 500, times: 1});
	faults.add({kind: 'page', skip: 1, times: 1});
	faults.add({kind: 'cut', atByte: 0, skip: 2, times: 1});
	faults.add({kind: 'status', status: 429, retryAfter: 60, skip: 3, times: 1});
	const isDone = tail.following();
	await tail.clock.until(() => {
		expect(tail.cuts()).toHaveLength(4);
		expect(tail.kinds().at(-1)).toBe('live');
	});
	tail.deployment.log({message: 'a'});
	await tail.clock.until(() => {
		expect(tail.messages).toEqual(['a']);
	});
	expect(tail.cuts().map(({error}) => error?.kind)).toEqual([
		'server',
		'html-page',
		'cut-off',
		'rate-limited',
	]);
	expect(tail.cuts().map(({attempt}) => attempt)).toEqual([1, 2, 3, 4]);
	expect(tail.waits).toEqual([0, 1000, 2000, 60_000]);
	tail.stop();
	await isDone;
});

test('it waits out a network that is gone, for as long as it takes', async () => {
	await using tail = await start();
	const isDone = tail.following();
	await tail.clock.until(() => {
		expect(tail.kinds()).toContain('live');
	});
	await tail.server.disconnect();
	await tail.clock.until(() => {
		expect(tail.cuts().length).toBeGreaterThan(12);
	});
	expect(tail.waits.slice(0, 8)).toEqual([
		0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
	]);
	expect(tail.cuts().at(-1)?.error?.kind).toBe('connection-refused');
	await tail.server.reconnect();
	await tail.clock.until(() => {
		expect(tail.server.openLiveCount).toBe(1);
	});
	tail.deployment.log({message: 'back'});
	await tail.clock.until(() => {
		expect(tail.messages).toEqual(['back']);
	});
	tail.stop();
	await isDone;
});

test.each([401, 403, 404, 410, 400])(
	'a refusal ends it: %i',
	async (status) => {
		await using tail = await start();
		tail.server.faults.add({kind: 'status', status});
		await expect(tail.following()).rejects.toMatchObject({
			status,
			isRefusal: status !== 400,
		});
		expect(tail.kinds()).toEqual(['connecting']);
		expect(tail.server.requests).toHaveLength(1);
	},
);

test('a refusal after a cut ends it too', async () => {
	await using tail = await start();
	tail.server.faults.add({kind: 'status', status: 500, times: 1});
	tail.server.faults.add({kind: 'status', status: 404, skip: 1});
	await expect(tail.following()).rejects.toMatchObject({kind: 'not-found'});
	expect(tail.kinds()).toEqual(['connecting', 'cut', 'connecting']);
	expect(tail.cuts()[0]?.error).toMatchObject({kind: 'server'});
});

test('after some stable seconds the next failure is a first one', async () => {
	await using tail = await start();
	tail.server.faults.add({kind: 'status', status: 500, times: 3});
	const isDone = tail.following();
	const cutWhenLive = async (liveCount: number, after: number) => {
		await tail.clock.until(() => {
			expect(tail.kinds().filter((kind) => kind === 'live')).toHaveLength(
				liveCount,
			);
		});
		tail.clock.advance(after);
		tail.deployment.endLive();
		await tail.clock.until(() => {
			expect(tail.cuts()).toHaveLength(liveCount + 3);
		});
	};

	await cutWhenLive(1, 100);
	await cutWhenLive(2, 6000);
	expect(tail.cuts().map(({attempt}) => attempt)).toEqual([1, 2, 3, 4, 1]);
	expect(tail.waits).toEqual([0, 1000, 2000, 4000, 0]);
	tail.stop();
	await isDone;
});

test('a server that ends each stream after 25 seconds costs no wait', async () => {
	await using tail = await start();
	const isDone = tail.following();
	for (let ended = 1; ended <= 12; ended++) {
		// eslint-disable-next-line no-await-in-loop -- One stream after the other.
		await tail.clock.until(() => {
			expect(tail.kinds().at(-1)).toBe('live');
		});
		tail.clock.advance(25_000);
		tail.deployment.endLive();
		// eslint-disable-next-line no-await-in-loop -- As above.
		await tail.clock.until(() => {
			expect(tail.cuts()).toHaveLength(ended);
		});
	}

	expect(new Set(tail.waits)).toEqual(new Set([0]));
	tail.stop();
	await isDone;
});

test('a server that ends each stream after its first entry is asked once a second', async () => {
	const clock = createTimeline();
	const controller = new AbortController();
	const openedAt: number[] = [];
	const events = follow({
		feed: {
			async *liveEntries() {
				openedAt.push(clock.now());
				yield batchOf('entry');
			},
			async pastEntries() {
				throw new Error('Nobody asks');
			},
		},
		filter: everything,
		signal: controller.signal,
		clock,
		random: () => 0.5,
	});
	const isDone = drain(events);
	await clock.until(() => {
		expect(openedAt.length).toBeGreaterThan(20);
	});
	const waits = openedAt.map((at, index) => at - (openedAt[index - 1] ?? at));
	expect(waits[1]).toBe(0);
	expect(new Set(waits.slice(2))).toEqual(new Set([1000]));
	controller.abort();
	await isDone;
});

test('an outage of five seconds costs at most a few more', async () => {
	for (const seed of [0, 0.5, 0.99]) {
		const clock = createTimeline();
		const controller = new AbortController();
		const start = clock.now();
		let backAt: number | undefined;
		const events = follow({
			feed: {
				// eslint-disable-next-line require-yield -- It fails before it brings anything.
				async *liveEntries() {
					if (clock.now() - start < 5000) {
						throw new ApiError('connection-refused', 'Nothing listens.');
					}

					backAt ??= clock.now();
					await new Promise((resolve) => {
						controller.signal.addEventListener('abort', resolve);
					});
				},
				async pastEntries() {
					throw new Error('Nobody asks');
				},
			},
			filter: everything,
			signal: controller.signal,
			clock,
			random: () => seed,
		});
		const isDone = drain(events);
		// eslint-disable-next-line no-await-in-loop -- One outage after the other.
		await clock.until(() => {
			expect(backAt).toBeDefined();
		});
		expect((backAt ?? 0) - start).toBeLessThan(9000);
		controller.abort();
		// eslint-disable-next-line no-await-in-loop -- As above.
		await isDone;
	}
});

test('it can be stopped while it waits', async () => {
	await using tail = await start();
	tail.server.faults.add({kind: 'status', status: 500});
	const isDone = tail.following();
	await until(() => {
		expect(tail.waits).toEqual([0, 1000]);
	});
	tail.stop();
	await isDone;
	expect(tail.kinds().at(-1)).toBe('cut');
});

test('a watcher that leaves closes the stream on the wire', async () => {
	const deployment = createDeployment();
	await using server = await startServer({deployments: [deployment]});
	const events = follow({
		feed: createV1Feed({
			apiUrl: new URL(server.url),
			deploymentId: deployment.id,
		}),
		filter: everything,
		signal: new AbortController().signal,
		clock: createTimeline(),
		random: () => 0,
	});
	await events.next();
	const live = await events.next();
	expect(live.value?.kind).toBe('live');
	await events.return();
	await until(() => {
		expect(server.requests[0]?.state).toBe('aborted');
	});
});

async function drain(events: AsyncGenerator<FollowEvent, void>) {
	let result = await events.next();
	while (result.done !== true) {
		// eslint-disable-next-line no-await-in-loop -- An event follows the other.
		result = await events.next();
	}
}

/** A batch as a feed gives it. */
function batchOf(message: string) {
	const decode = createEntryDecoder(() => 0);
	const line = {
		time: '2025-11-24T12:00:00Z',
		level: 'info',
		message,
		region: 'r',
	};
	return decode(Buffer.from(`${JSON.stringify(line)}\n`));
}
