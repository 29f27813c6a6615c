import process from 'node:process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type AskContext, askPage} from '../../source/feeds/ask.ts';
import {type Feed} from '../../source/feeds/feed.ts';
import {createFilter, everything, type Filter} from '../../source/log/query.ts';
import {knownGaps} from '../../source/store/missing.ts';
import {type Rule} from '../../source/store/list/rule.ts';
import {listOf} from '../../source/store/list/viewport.ts';
import {createManualClock} from '../helpers/manual-clock.ts';
import {MemoryFeed, memoryTraits} from '../helpers/memory-feed.ts';
import {createModelFeed} from '../helpers/model-feed.ts';
import {
	expectTruth,
	filters,
	oddTimes,
	untimed,
	Run,
	second,
	shownEntries,
	type Step,
} from '../helpers/run.ts';

/** `RUNS=100000 npx vitest run test/timeline/completeness.ts` searches for longer; `SEED` and `AT` are the seed and the path of a story that was found. */
const {RUNS: wantedRuns = 120, SEED: wantedSeed, AT: wantedPath} = process.env;
const runCount = Number(wantedRuns);
const story = {
	...(wantedSeed !== undefined && {seed: Number(wantedSeed)}),
	...(wantedPath !== undefined && {path: wantedPath}),
};

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constant('emit' as const),
			count: fc.integer({min: 1, max: 20}),
			gap: fc.constantFrom(0, 1, 1000, 300_000),
			jitter: fc.constantFrom(0, 0, 500_000),
			copies: fc.constantFrom(1, 1, 1, 3),
		}),
	},
	fc.record({
		kind: fc.constant('gather' as const),
		count: fc.integer({min: 1, max: 20}),
		gap: fc.constantFrom(1000, 300_000),
		received: fc.integer({min: 0, max: 20}),
	}),
	fc.record({
		kind: fc.constant('lag' as const),
		seconds: fc.integer({min: 0, max: 8}),
	}),
	fc.record({
		kind: fc.constant('spoil' as const),
		how: fc.constantFrom(
			'short' as const,
			'empty' as const,
			'repeated' as const,
		),
	}),
	fc.record({
		kind: fc.constant('wait' as const),
		seconds: fc.integer({min: 1, max: 20}),
	}),
	fc.record({
		kind: fc.constant('cut' as const),
		missed: fc.integer({min: 0, max: 25}),
		seconds: fc.integer({min: 0, max: 10}),
		replay: fc.constantFrom(0, 0, 5),
		gap: fc.constantFrom(1000, 300_000),
	}),
	fc.record({
		kind: fc.constant('filter' as const),
		index: fc.integer({min: 0, max: filters.length - 1}),
	}),
	fc.record({
		kind: fc.constant('move' as const),
		by: fc.integer({min: -30, max: 30}),
	}),
	fc.record({
		kind: fc.constant('scroll' as const),
		by: fc.integer({min: -30, max: 30}),
	}),
	fc.record({
		kind: fc.constant('go' as const),
		to: fc.constantFrom('first' as const, 'newest' as const),
	}),
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('pages' as const),
			count: fc.integer({min: 1, max: 4}),
		}),
	},
	fc.record({kind: fc.constant('page-failed' as const)}),
	fc.record({kind: fc.constant('reload' as const)}),
);

const early = fc.record({
	page: fc.constantFrom('before' as const, 'after' as const, 'failed' as const),
	between: fc.integer({min: 0, max: 5}),
	behind: fc.integer({min: 0, max: 15}),
});

/** Another stream, with a page that is asked for while it is on its way. */
const earlyStep: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		kind: fc.constant('filter' as const),
		index: fc.integer({min: 0, max: filters.length - 1}),
		early,
	}),
	fc.record({kind: fc.constant('reload' as const), early}),
);

/** After these something may be missing for good. */
const breaking: ReadonlySet<Step['kind']> = new Set(['page-failed', 'spoil']);

/** Of each region, less the server's: up to half a minute wrong either way. */
const clocks: fc.Arbitrary<readonly number[]> = fc.oneof(
	fc.constant([0]),
	fc.array(
		fc.oneof(
			fc.constantFrom(0, 0, -30 * second, 30 * second),
			fc.integer({min: -30 * second, max: 30 * second}),
		),
		{minLength: 2, maxLength: 4},
	),
);

test(
	'what the list holds is what the server emitted, or a gap covers the difference, for any script of cuts, filters, moves, failures, evictions, lag, streams out of order and pages that end badly',
	() => {
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(
						{weight: 8, arbitrary: step},
						{weight: 1, arbitrary: earlyStep},
					),
					{minLength: 1, maxLength: 25},
				),
				fc.constantFrom(0, 0, 3 * second),
				fc.constantFrom(1_000_000, 300),
				fc.constantFrom(...filters),
				// The reader's clock may be wrong by minutes either way.
				fc.constantFrom(0, 0, -300 * second, 300 * second),
				clocks,
				(steps, lag, limit, firstFilter, clockOffset, skews) => {
					const run = new Run({
						lag,
						limit,
						filter: firstFilter,
						clockOffset,
						skews,
					});
					run.recentPageSize = 400;
					run.emit(30, 100_000, 0);
					run.open();
					for (const one of steps) {
						run.take(one);
					}

					run.settle();
					if (!steps.some(({kind}) => breaking.has(kind))) {
						// No rule says that something may be missing where it is not so.
						expect(run.logs.failedGaps).toEqual([]);
					}

					// What is said to be known holds for the other queries as well.
					for (const filter of [run.logs.query.filter, ...filters]) {
						run.do({kind: 'query', query: {...run.logs.query, filter}});
						expectTruth(run);
					}
				},
			),
			{numRuns: runCount, ...story},
		);
	},
	60_000 + runCount * 100,
);

test(
	'the same holds where pages come from a feed that is not v1: the oldest first, without cursors',
	async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(step, {minLength: 1, maxLength: 25}),
				fc.constantFrom(0, 0, 3 * second),
				fc.constantFrom(...filters),
				clocks,
				async (steps, lag, filter, skews) => {
					const run = new Run({
						lag,
						limit: 1_000_000,
						filter,
						skews,
						traits: memoryTraits,
					});
					const answer = answersFromMemory(run);
					await expectTruthAfter(steps, run, answer);
				},
			),
			{numRuns: Math.ceil(runCount / 10), ...story},
		);
	},
	60_000 + runCount * 100,
);

const oddStep = fc.oneof(
	{weight: 2, arbitrary: step},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('emit' as const),
			count: fc.integer({min: 1, max: 20}),
			// Servers are asked in milliseconds.
			gap: fc.constantFrom(1000, 300_000),
			jitter: fc.constant(0),
			copies: fc.constantFrom(1, 1, 3),
			odd: fc.constantFrom(
				...[...oddTimes.keys()].filter((odd) => !untimed.has(odd)),
			),
			isAlike: fc.boolean(),
		}),
	},
);

const untimedStep = fc.oneof(
	{
		weight: 2,
		arbitrary: step,
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('emit' as const),
			count: fc.integer({min: 1, max: 20}),
			gap: fc.constantFrom(1000, 300_000),
			jitter: fc.constant(0),
			copies: fc.constantFrom(1, 1, 3),
			odd: fc.constantFrom(...untimed),
			isAlike: fc.boolean(),
		}),
	},
);

const alike = {
	kind: 'emit',
	gap: 1000,
	jitter: 0,
	odd: 'nothing',
	isAlike: true,
} as const;

/** Scripts over which the list once lost or doubled an entry without a time, or asked for pages without end. */
const untimedStories: ReadonlyArray<
	readonly [name: string, lag: number, Filter, readonly Step[]]
> = [
	[
		'one of two that are alike, beside entries that come newest first',
		0,
		createFilter({levels: ['error']}),
		[
			{kind: 'pages', count: 1},
			{...alike, count: 6, isAlike: false},
			{...alike, count: 16},
			{kind: 'move', by: -1},
			{kind: 'filter', index: 3},
			{kind: 'gather', count: 9, gap: 1000, received: 0},
			{...alike, count: 4, isAlike: false},
			{...alike, count: 1},
			{kind: 'pages', count: 1},
		],
	],
	[
		'one of two that are alike, beside late entries, at the border of a page',
		0,
		createFilter({levels: ['error', 'warning']}),
		[
			{kind: 'lag', seconds: 1},
			{...alike, count: 8},
			{kind: 'filter', index: 3},
			{...alike, count: 12},
			{kind: 'emit', count: 11, gap: 0, jitter: 500_000},
		],
	],
	[
		'one that came before a late entry with which a page begins',
		3 * second,
		everything,
		[
			{kind: 'cut', missed: 5, seconds: 0, replay: 0},
			{...alike, count: 1, isAlike: false},
			{...alike, count: 5, isAlike: false},
			{...alike, count: 1, gap: 300_000, isAlike: false},
			{kind: 'emit', count: 1, gap: 0, jitter: 500_000},
			{...alike, count: 1, isAlike: false},
		],
	],
	[
		'one with which the stream began, and those that came behind it',
		0,
		createFilter({levels: ['error']}),
		[
			{...alike, count: 12},
			{kind: 'emit', count: 18, gap: 0, jitter: 0},
			{...alike, count: 10, copies: 3},
			{kind: 'pages', count: 1},
		],
	],
	[
		'one that a stream repeats before all else',
		0,
		createFilter({levels: ['error']}),
		[
			{...alike, count: 3, isAlike: false},
			{...alike, count: 15, isAlike: false},
			{...alike, count: 1, isAlike: false},
			{kind: 'pages', count: 1},
			{...alike, count: 6, gap: 300_000, isAlike: false},
			{kind: 'cut', missed: 11, seconds: 0, replay: 5, gap: 1000},
			{kind: 'emit', count: 1, gap: 0, jitter: 0},
		],
	],
	[
		'one at the end of a gap to which past logs have not come in half a minute',
		0,
		everything,
		[
			{...alike, count: 6, isAlike: false},
			{kind: 'move', by: -1},
			{kind: 'filter', index: 3},
			{kind: 'gather', count: 9, gap: 1000, received: 0},
			{...alike, count: 4, isAlike: false},
			{...alike, count: 1, isAlike: false},
			{kind: 'pages', count: 1},
		],
	],
	[
		'more than seven pages within a millisecond',
		0,
		everything,
		[
			{kind: 'emit', count: 1, gap: 0, jitter: 0},
			{kind: 'emit', count: 18, gap: 1, jitter: 0, copies: 3},
			{kind: 'cut', missed: 1, seconds: 0, replay: 0, gap: 1000},
		],
	],
];

test.each(untimedStories)(
	'over the wire nothing is lost or doubled of %s',
	async (_name, lag, filter, script) => {
		await expectTruthOverWire(script, {lag, filter});
	},
);

/** What cannot be known of these is rare, and shall not come up by chance: `RUNS` draws others. */
const checkedSeed = process.env['RUNS'] === undefined ? 13 : undefined;

test.each([
	[
		'entries of the future and of long ago, and with a clock that is a day off',
		oddStep,
		filters,
		[0, -86_400 * second, 86_400 * second],
		checkedSeed,
	],
	['entries without a time', untimedStep, filters, [0], checkedSeed],
])(
	'the same holds for %s, where all of it comes over the wire',
	async (_name, steps, someFilters, offsets, seed) => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(steps, {minLength: 1, maxLength: 25}),
				fc.constantFrom(0, 0, 3 * second),
				fc.constantFrom(...someFilters),
				fc.constantFrom(...offsets),
				// A server keeps all of them by the time that they came with, or none.
				fc.boolean(),
				async (script, lag, filter, clockOffset, isKept) => {
					await expectTruthOverWire(
						script.map((one) => (one.kind === 'emit' ? {...one, isKept} : one)),
						{lag, filter, clockOffset},
					);
				},
			),
			{
				numRuns: Math.ceil(runCount / 4),
				...(seed !== undefined && {seed}),
				...story,
			},
		);
	},
	60_000 + runCount * 100,
);

async function expectTruthOverWire(
	script: readonly Step[],
	options: {
		readonly lag: number;
		readonly filter: Filter;
		readonly clockOffset?: number;
	},
) {
	const run = new Run({...options, limit: 1_000_000, isWired: true});
	const feed = createModelFeed(run);
	const clock = createManualClock();
	await expectTruthAfter(script, run, async () =>
		answerFrom(run, feed, {
			clock,
			random: () => 0,
			signal: new AbortController().signal,
		}),
	);
}

/** Takes the steps, each page from what answers, to the last page that is wanted. */
async function expectTruthAfter(
	steps: readonly Step[],
	run: Run,
	answer: () => Promise<boolean>,
) {
	run.emit(30, 100_000, 0);
	run.open();
	for (const one of steps) {
		if (one.kind === 'pages') {
			for (let count = 0; count < one.count; count++) {
				// eslint-disable-next-line no-await-in-loop -- A page follows the other.
				await answer();
			}
		} else {
			run.take(one);
		}
	}

	run.open();
	run.receive();
	for (let count = 0; count < 500; count++) {
		// eslint-disable-next-line no-await-in-loop -- As above.
		if (!(await answer())) {
			break;
		}
	}

	expect(run.wantedPage()).toBeUndefined();
	expectTruth(run);
}

/** Answers the page that is wanted, if there is one. */
async function answerFrom(
	run: Run,
	feed: Pick<Feed, 'pastEntries'>,
	context: AskContext,
): Promise<boolean> {
	const wanted = run.wantedPage();
	if (wanted === undefined) {
		return false;
	}

	const {kind, dueAt, ...given} = wanted;
	run.server.now += Math.max(0, dueAt - run.now);
	const limit = given.limit > 1000 ? run.recentPageSize : run.pageSize;
	const {page, answer} = await askPage({...context, feed}, {...given, limit});
	run.do({
		kind: 'page-landed',
		page,
		malformedCount: answer.batch.malformedCount,
		at: run.now,
	});
	return true;
}

/** Answers the page that is wanted, if there is one, out of a memory of what the server has emitted. */
function answersFromMemory(run: Run): () => Promise<boolean> {
	const {server} = run;
	const feed = new MemoryFeed(() => server.now / 1000);
	const clock = createManualClock();
	return async () => {
		const wanted = run.wantedPage();
		if (wanted === undefined) {
			return false;
		}

		server.now = Math.max(server.now, wanted.dueAt);
		feed.lag = server.lag / 1000;
		for (const {entry, at} of server.emitted.slice(feed.entries.length)) {
			feed.remember(entry, at / 1000);
		}

		const {kind, dueAt, ...given} = wanted;
		const {page} = await askPage(
			{feed, clock, random: () => 0, signal: new AbortController().signal},
			given,
		);
		run.do({kind: 'page-landed', page, malformedCount: 0, at: server.now});
		return true;
	};
}

test('following, all that came since the deployment is read to its beginning by going up', () => {
	const run = new Run({lag: 0, limit: 1_000_000});
	run.emit(200, 10_000, 0);
	run.open();
	run.settle();
	for (let count = 0; count < 60; count++) {
		run.do({kind: 'scroll', by: -5});
		run.settle();
	}

	expect(shownEntries(run)).toHaveLength(200);
	expect(knownGaps(run.logs)).toEqual([]);
	expect(listOf(run.logs).first()).toMatchObject({
		kind: 'rule',
		rule: {kind: 'beginning'},
	});
});

test('the first entry of the query is reached without loading what lies between', () => {
	const run = new Run({lag: 0, limit: 1_000_000});
	run.emit(500, 100_000, 0);
	run.open();
	run.settle();
	run.do({kind: 'go', selection: {kind: 'first'}});
	run.settle();
	expect(shownEntries(run)[0]?.message).toBe('a 0');
	expect(shownEntries(run).length).toBeLessThan(100);
	expect(knownGaps(run.logs)).toHaveLength(1);
});

test('after a minute with errors only, all levels show what that minute held, each entry once', () => {
	const run = new Run({lag: 0, limit: 1_000_000});
	run.emit(20, 10_000, 0);
	run.open();
	run.settle();
	run.take({kind: 'filter', index: 1});
	run.settle();
	run.take({kind: 'emit', count: 60, gap: second, jitter: 0});
	expect(shownEntries(run).every(({level}) => level === 'error')).toBe(true);
	run.take({kind: 'filter', index: 0});
	for (let count = 0; count < 40; count++) {
		run.settle();
		run.do({kind: 'scroll', by: -5});
	}

	run.settle();
	expect(shownEntries(run).map(({message}) => message)).toEqual(
		run.server.emitted.map(({entry}) => entry.message),
	);
});

/** The rules of the list, oldest first. */
function rulesOf({logs}: Run): Rule[] {
	const found: Rule[] = [];
	const list = listOf(logs);
	for (let item = list.first(); item !== undefined; item = list.next(item)) {
		if (item.kind === 'rule') {
			found.push(item.rule);
		}
	}

	return found;
}

test('a lost connection is filled from the past, and a rule says how much came', () => {
	const run = new Run({lag: 2 * second, limit: 1_000_000});
	run.pageSize = 100;
	run.emit(5, 10_000, 0);
	run.server.now += 10 * second;
	run.open();
	run.take({kind: 'emit', count: 5, gap: second, jitter: 0});
	run.settle();
	run.take({kind: 'cut', missed: 37, seconds: 4, replay: 0});
	run.answerPage();
	expect(rulesOf(run).at(-1)).toMatchObject({
		kind: 'reconnected',
		isSettled: false,
	});
	run.take({kind: 'emit', count: 5, gap: second, jitter: 0});
	run.settle();
	expectTruth(run);
	expect(rulesOf(run).at(-1)).toMatchObject({
		kind: 'reconnected',
		isSettled: true,
		cut: {filledCount: 37},
	});
});

test('what past logs do not have within half a minute may be missing, until it is asked for again', () => {
	const run = new Run({lag: 0, limit: 1_000_000});
	run.pageSize = 100;
	run.recentPageSize = 100;
	run.emit(20, 100_000, 0);
	run.open();
	run.settle();
	run.take({kind: 'emit', count: 30, gap: 100_000, jitter: 0});
	run.server.lag = 100 * second;
	run.cut({missed: 20, seconds: 0, replay: 0, gap: second});
	run.take({kind: 'emit', count: 10, gap: second, jitter: 0});
	const askedAt = run.server.now;
	run.settle();
	expect(run.server.now - askedAt).toBeGreaterThanOrEqual(30 * second);
	expectTruth(run);
	const failed = rulesOf(run).at(-1);
	expect(failed).toMatchObject({
		kind: 'failed',
		failure: {message: 'Past logs did not catch up with the live stream.'},
	});
	expect(run.wantedPage()).toBeUndefined();

	run.server.lag = 0;
	for (const {from, to} of run.logs.failedGaps) {
		run.do({kind: 'retry-gap', from, to});
	}

	run.settle();
	expectTruth(run);
	expect(knownGaps(run.logs)).toEqual([]);
	expect(shownEntries(run)).toHaveLength(80);
});
