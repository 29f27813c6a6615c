/* eslint-disable no-await-in-loop -- A step follows the other. */
import {Buffer} from 'node:buffer';
import process from 'node:process';
import {setImmediate} from 'node:timers/promises';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Entry} from '../../source/log/entry.ts';
import {everything} from '../../source/log/query.ts';
import {print} from '../../source/print/print.ts';
import {MemoryFeed} from '../helpers/memory-feed.ts';
import {createTimeline} from '../helpers/timeline.ts';

/** `RUNS=1000 npx vitest run test/print/follow-lines.ts` searches for longer. */
const runCount = Number(process.env['RUNS'] ?? 40);
/** In milliseconds. */
const start = Date.UTC(2025, 10, 24, 12);

type Step =
	| {
			readonly kind: 'log';
			readonly count: number;
			/** In milliseconds, between entries. */
			readonly gap: number;
			readonly copies: number;
	  }
	| {
			readonly kind: 'cut';
			readonly missed: number;
			readonly seconds: number;
	  }
	| {readonly kind: 'wait'; readonly seconds: number}
	| {readonly kind: 'lag'; readonly seconds: number}
	| {readonly kind: 'fail'; readonly count: number};

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('log' as const),
			count: fc.integer({min: 1, max: 80}),
			gap: fc.constantFrom(0, 1, 10, 300),
			copies: fc.constantFrom(1, 1, 1, 3),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('cut' as const),
			missed: fc.integer({min: 0, max: 120}),
			seconds: fc.integer({min: 0, max: 10}),
		}),
	},
	fc.record({
		kind: fc.constant('wait' as const),
		seconds: fc.integer({min: 1, max: 40}),
	}),
	fc.record({
		kind: fc.constant('lag' as const),
		seconds: fc.integer({min: 0, max: 8}),
	}),
	fc.record({
		kind: fc.constant('fail' as const),
		count: fc.integer({min: 1, max: 3}),
	}),
);

/** Whoever prints a feed that is followed, in a time of its own. */
class Follower {
	readonly clock = createTimeline(start);
	readonly feed = new MemoryFeed(() => this.clock.now());
	readonly notices: string[] = [];
	readonly #gone = new AbortController();
	#output = '';
	readonly #skews: readonly number[];
	#serial = 0;
	#ended: Promise<boolean> | undefined;

	/** The clocks of regions less the server's, in milliseconds. */
	constructor(skews: readonly number[] = [0]) {
		this.#skews = skews;
	}

	begin(limit?: number) {
		this.#ended = print({
			feed: this.feed,
			options: {
				filter: everything,
				range: limit === undefined ? {since: (start - 3_600_000) * 1000} : {},
				...(limit !== undefined && {limit}),
				order: 'asc',
				format: 'ndjson',
				timeZone: 'UTC',
				hasColors: false,
				isFollowing: true,
				bufferEntries: 1000,
				hasBell: false,
				isLatestFollowed: false,
			},
			output: {
				write: async (bytes) => {
					this.#output += Buffer.from(bytes).toString();
				},
				async flush() {
					// Nothing is kept back.
				},
				gone: this.#gone.signal,
			},
			onNotice: (text) => {
				this.notices.push(text);
			},
			clock: this.clock,
			random: () => 0.5,
		});
	}

	async take(given: Step) {
		switch (given.kind) {
			case 'log': {
				this.log(given.count, given.gap, given.copies);
				await this.pass(0);
				break;
			}

			case 'cut': {
				this.feed.isReachable = false;
				this.feed.cut();
				await this.pass(0);
				this.log(given.missed, 1);
				await this.pass(given.seconds);
				this.feed.isReachable = true;
				break;
			}

			case 'wait': {
				await this.pass(given.seconds);
				break;
			}

			case 'lag': {
				this.feed.lag = given.seconds * 1000;
				break;
			}

			case 'fail': {
				this.feed.failures = given.count;
				break;
			}
		}
	}

	log(count: number, gap: number, copies = 1) {
		for (let index = 0; index < count; index++) {
			this.clock.advance(gap);
			const serial = this.#serial++;
			// Regions speak in turns of some length, so that one of them is silent now and then.
			const region = Math.floor(serial / 5) % this.#skews.length;
			const entry = {
				time: (this.clock.now() + (this.#skews[region] ?? 0)) * 1000,
				level: ['info', 'warning', 'error'][serial % 3] ?? 'info',
				region: `region ${region}`,
				message: `entry ${serial}`,
			};
			this.feed.log(...Array.from({length: copies}, () => entry));
		}
	}

	/** Lets time pass, and all that is due be done. */
	/** Takes the steps, then all that is late comes; ends so many seconds after one more entry. */
	async follow(steps: readonly Step[], seconds: number) {
		await this.pass(1);
		for (const one of steps) {
			await this.take(one);
		}

		this.feed.lag = 0;
		await this.pass(60);
		this.log(1, 1);
		await this.pass(seconds);
		await this.end();
	}

	async pass(seconds: number) {
		for (let second = 0; second <= seconds; second++) {
			for (let turn = 0; turn < 12; turn++) {
				await setImmediate();
			}

			if (second < seconds) {
				this.clock.advance(1000);
			}
		}
	}

	messages(): string[] {
		return this.#output
			.split('\n')
			.slice(0, -1)
			.map((line) => {
				// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- The feed prints entries.
				const {message}: Entry = JSON.parse(line);
				return message;
			});
	}

	async end() {
		this.#gone.abort();
		await this.#ended;
	}
}

test(
	'a feed that is not v1 is followed through any script of cuts, lag and failing pages: each entry once, in order',
	async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(step, {minLength: 1, maxLength: 12}),
				fc.constantFrom(undefined, 10_000, 0),
				async (steps, limit) => {
					const follower = new Follower();
					if (limit !== 0) {
						follower.log(70, 30);
					}

					follower.begin(limit);
					await follower.follow(steps, 5);
					expect(follower.messages()).toEqual(
						follower.feed.entries.map(({message}) => message),
					);
					expect(follower.notices.join('\n')).not.toContain('incomplete');
				},
			),
			{numRuns: runCount},
		);
	},
	60_000 + runCount * 500,
);

test(
	'the clocks of regions may be wrong by half a minute either way: each entry comes once',
	async () => {
		const skew = fc.oneof(
			fc.constantFrom(0, -30_000, 30_000),
			fc.integer({min: -30_000, max: 30_000}),
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(step, {minLength: 1, maxLength: 12}),
				fc.array(skew, {minLength: 2, maxLength: 4}),
				async (steps, skews) => {
					const follower = new Follower(skews);
					follower.log(70, 30);
					follower.begin(10_000);
					await follower.follow(steps, 100);
					expect(follower.messages().toSorted()).toEqual(
						follower.feed.entries.map(({message}) => message).toSorted(),
					);
					expect(follower.notices.join('\n')).not.toContain('incomplete');
				},
			),
			{numRuns: Math.ceil(runCount / 4)},
		);
	},
	60_000 + runCount * 500,
);

test('what past logs do not have within half a minute may be missing, and it is said when', async () => {
	const follower = new Follower();
	follower.log(5, 1000);
	follower.begin();
	await follower.pass(40);
	follower.feed.lag = 600_000;
	await follower.take({kind: 'cut', missed: 3, seconds: 2});
	await follower.pass(5);
	follower.log(2, 1);
	await follower.pass(60);
	await follower.end();
	expect(follower.messages()).toEqual(
		[0, 1, 2, 3, 4, 8, 9].map((index) => `entry ${index}`),
	);
	expect(follower.notices).toEqual([
		expect.stringMatching(/Trying again/v),
		expect.stringMatching(/^reconnected after \d s · 0 entries filled$/v),
		expect.stringMatching(
			/^12:00:0\d to 12:00:\d\d may be incomplete · Past logs did not catch up with the live stream.$/v,
		),
	]);
});

test('a connection that is lost and opened again says how much came meanwhile', async () => {
	const follower = new Follower();
	follower.log(5, 1000);
	follower.begin();
	await follower.pass(40);
	await follower.take({kind: 'cut', missed: 37, seconds: 0});
	await follower.pass(2);
	follower.log(2, 1);
	await follower.pass(5);
	await follower.end();
	expect(follower.messages()).toHaveLength(44);
	expect(follower.notices.at(-1)).toMatch(
		/^reconnected after \d s · 37 entries filled$/v,
	);
});

test('what is dated ahead and was logged during a cut is printed once, also when its time has come', async () => {
	const follower = new Follower();
	follower.log(5, 1000);
	follower.begin();
	await follower.pass(40);
	await follower.take({kind: 'cut', missed: 2, seconds: 2});
	follower.feed.isReachable = false;
	follower.feed.cut();
	await follower.pass(1);
	follower.feed.log({
		time: (follower.clock.now() + 300_000) * 1000,
		level: 'info',
		region: '',
		message: 'ahead',
	});
	await follower.pass(1);
	follower.feed.isReachable = true;
	await follower.pass(120);
	const count = () =>
		follower.messages().filter((message) => message === 'ahead').length;
	expect(count()).toBe(1);
	await follower.pass(300);
	await follower.take({kind: 'cut', missed: 2, seconds: 2});
	await follower.pass(60);
	await follower.end();
	expect(count()).toBe(1);
	expect(follower.messages()).toHaveLength(10);
});
