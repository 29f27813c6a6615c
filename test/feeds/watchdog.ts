import {expect, test} from 'vitest';
import {follow, type FollowEvent} from '../../source/feeds/follow.ts';
import {createV1Feed} from '../../source/feeds/v1/v1.ts';
import {everything} from '../../source/log/query.ts';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {createTimeline} from '../helpers/timeline.ts';

/** A deployment, its server, and somebody who follows it, on one clock. */
async function start() {
	const clock = createTimeline();
	const deployment = createDeployment({clock: clock.now});
	const server = await startServer({
		deployments: [deployment],
		clock: clock.now,
	});
	const controller = new AbortController();
	const events: FollowEvent[] = [];
	const messages: string[] = [];
	let reading = Promise.resolve();
	const following = async () => {
		for await (const event of follow({
			feed: createV1Feed({
				apiUrl: new URL(server.url),
				deploymentId: deployment.id,
			}),
			filter: everything,
			signal: controller.signal,
			clock,
			random: () => 0,
		})) {
			events.push(event);
			if (event.kind === 'entries') {
				messages.push(...[...event.batch.entries].map(({message}) => message));
			}

			await reading;
		}
	};

	const isDone = following();
	await clock.until(() => {
		expect(events.at(-1)?.kind).toBe('live');
	});
	return {
		clock,
		deployment,
		server,
		events,
		cuts: () => events.filter((event) => event.kind === 'cut'),
		messages,
		probes: () => server.requests.filter(({route}) => route === 'past'),
		/** The reader reads no further than one event until the returned function is called. */
		stopReading() {
			let goOn: () => void = () => undefined;
			reading = new Promise((resolve) => {
				goOn = resolve;
			});
			return goOn;
		},
		async [Symbol.asyncDispose]() {
			controller.abort();
			await isDone;
			await server.close();
		},
	};
}

type Tail = Awaited<ReturnType<typeof start>>;

/** Falls silent from the next connection's second entry on. */
async function fallSilent(tail: Tail) {
	tail.server.faults.add({
		kind: 'silence',
		afterEntries: 1,
		route: 'live',
		times: 1,
	});
	tail.deployment.endLive();
	await tail.clock.until(() => {
		expect(tail.events.filter(({kind}) => kind === 'live')).toHaveLength(2);
	});
	tail.clock.advance(2000);
	tail.deployment.log({message: 'last'});
	await tail.clock.until(() => {
		expect(tail.messages).toEqual(['last']);
	});
	tail.events.length = 0;
	tail.messages.length = 0;
}

test('a stream that falls silent while past logs go on is opened again within a minute', async () => {
	await using tail = await start();
	await fallSilent(tail);
	tail.clock.advance(25_000);
	const silentSince = tail.clock.now();
	tail.deployment.log({message: 'missed'});
	await tail.clock.until(() => {
		expect(tail.cuts()).toHaveLength(1);
	});
	expect(tail.clock.now() - silentSince).toBeLessThan(60_000);
	expect(tail.cuts()).toMatchObject([{error: {kind: 'silent'}}]);
	await tail.clock.until(() => {
		expect(tail.events.at(-1)?.kind).toBe('live');
	});
	tail.deployment.log({message: 'next'});
	await tail.clock.until(() => {
		expect(tail.messages).toEqual(['next']);
	});
});

test('a connection that is half open, so that nothing comes back at all, is noticed within a minute', async () => {
	await using tail = await start();
	await fallSilent(tail);
	tail.server.faults.add({kind: 'silence', route: 'past'});
	const silentSince = tail.clock.now();
	await tail.clock.until(() => {
		expect(tail.cuts()).toHaveLength(1);
	});
	expect(tail.clock.now() - silentSince).toBeLessThan(60_000);
});

test('a quiet deployment is left alone, and asked about ever more seldom', async () => {
	await using tail = await start();
	const from = tail.clock.now();
	await tail.clock.until(() => {
		expect(tail.clock.now() - from).toBeGreaterThan(420_000);
	});
	expect(tail.cuts()).toEqual([]);
	const times = tail.probes().map(({time}) => time - from);
	const waits = times.map((time, index) => time - (times[index - 1] ?? 0));
	expect(times.length).toBeGreaterThan(7);
	expect(times.length).toBeLessThan(30);
	expect(Math.max(...waits)).toBeLessThan(60_000);
});

test('one probe that fails or is refused is no reason to give up a stream', async () => {
	await using tail = await start();
	tail.server.faults.add({kind: 'cut', atByte: 0, route: 'past', times: 1});
	tail.server.faults.add({
		kind: 'status',
		status: 500,
		route: 'past',
		skip: 2,
		times: 5,
	});
	await tail.clock.until(() => {
		expect(tail.probes().length).toBeGreaterThan(10);
	});
	expect(tail.cuts()).toEqual([]);
});

test('a reader who takes minutes for a batch is not taken for a silent stream', async () => {
	await using tail = await start();
	const goOn = tail.stopReading();
	tail.deployment.log({message: 'first'});
	await tail.clock.until(() => {
		expect(tail.messages).toEqual(['first']);
	});
	tail.deployment.log({message: 'second'});
	for (let minute = 0; minute < 5; minute++) {
		tail.clock.advance(60_000);
		// eslint-disable-next-line no-await-in-loop -- Time passes in steps.
		await tail.clock.until(() => undefined);
	}

	goOn();
	await tail.clock.until(() => {
		expect(tail.messages).toEqual(['first', 'second']);
	});
	expect(tail.cuts()).toEqual([]);
});
