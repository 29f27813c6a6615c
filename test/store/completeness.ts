import fc from 'fast-check';
import {expect, test} from 'vitest';
import {knownGaps} from '../../source/store/known.ts';
import {listOf} from '../../source/store/viewport.ts';
import {
	expectTruth,
	filters,
	Run,
	second,
	shownEntries,
	type Step,
} from '../helpers/run.ts';

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constant('emit' as const),
			count: fc.integer({min: 1, max: 20}),
			gap: fc.constantFrom(0, 1, 1000, 300_000),
			jitter: fc.constantFrom(0, 0, 500_000),
		}),
	},
	fc.record({
		kind: fc.constant('wait' as const),
		seconds: fc.integer({min: 1, max: 20}),
	}),
	fc.record({
		kind: fc.constant('cut' as const),
		missed: fc.integer({min: 0, max: 25}),
		seconds: fc.integer({min: 0, max: 10}),
		replay: fc.constantFrom(0, 0, 5),
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

test('what the list holds is what the server emitted, or a gap covers the difference, for any script of cuts, filters, moves, failures and evictions', () => {
	fc.assert(
		fc.property(
			fc.array(step, {minLength: 1, maxLength: 25}),
			fc.constantFrom(0, 0, 3 * second),
			fc.constantFrom(1_000_000, 300),
			fc.constantFrom(...filters),
			(steps, lag, limit, firstFilter) => {
				const run = new Run({lag, limit, filter: firstFilter});
				run.emit(30, 100_000, 0);
				run.open();
				for (const one of steps) {
					run.take(one);
				}

				run.settle();
				// What is said to be known holds for the other queries as well.
				for (const filter of [run.logs.query.filter, ...filters]) {
					run.do({kind: 'query', query: {...run.logs.query, filter}});
					expectTruth(run);
				}
			},
		),
		{numRuns: 400},
	);
});

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

test('a lost connection is filled from the past, and a rule says how much came', () => {
	const run = new Run({lag: 2 * second, limit: 1_000_000});
	run.emit(5, 10_000, 0);
	run.server.now += 10 * second;
	run.open();
	run.take({kind: 'emit', count: 5, gap: second, jitter: 0});
	run.settle();
	run.take({kind: 'cut', missed: 37, seconds: 4, replay: 0});
	run.take({kind: 'emit', count: 5, gap: second, jitter: 0});
	run.settle();
	expectTruth(run);
	const items = [];
	for (
		let item = listOf(run.logs).first();
		item !== undefined;
		item = listOf(run.logs).next(item)
	) {
		items.push(item);
	}

	const rule = items.find(
		(item) => item.kind === 'rule' && item.rule.kind === 'reconnected',
	);
	expect(rule).toMatchObject({rule: {cut: {filledCount: 37}}});
});
