import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {v1Traits} from '../../source/feeds/v1/v1-traits.ts';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {type Entry, type Micros} from '../../source/log/entry.ts';
import {levels} from '../../source/log/level.ts';
import {createFilter, createQuery} from '../../source/log/query.ts';
import {createState} from '../../source/store/create-state.ts';
import {createStore} from '../../source/store/create-store.ts';
import {
	cellIndex,
	type HistogramWindow,
} from '../../source/store/histogram/window.ts';
import {histogramCells} from '../../source/store/histogram/histogram-cells.ts';
import {shownWindow} from '../../source/store/histogram/shown-window.ts';
import {type State} from '../../source/store/state.ts';
import {works} from '../../source/store/works.ts';
import {shownEntries} from '../helpers/explorer.ts';

const second: Micros = 1_000_000;
const start: Micros = Date.parse('2026-11-24T12:00:07Z') * 1000;

function openStore(limit = 100_000) {
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery({}),
			limit,
			columns: 160,
			rows: 45,
		}),
	);
	store.dispatch({kind: 'live-opened', filter: createFilter({}), at: start});
	return store;
}

function entry(seconds: number, level = 'info'): Entry {
	return {
		time: start + Math.round(seconds * second),
		level,
		message: 'm',
		region: '',
	};
}

function arrive(
	store: ReturnType<typeof openStore>,
	entries: readonly Entry[],
) {
	store.dispatch({
		kind: 'live-entries',
		entries: EntryColumns.of(entries),
		malformedCount: 0,
		at: start,
	});
}

/** Does the store's work as a session does, `steps` questions at most. */
function work(store: ReturnType<typeof openStore>, steps = Infinity) {
	let left = steps;
	const hasTime = () => left-- > 0;
	// What is shown is only counted once it is found.
	for (let turn = 0; turn < 2; turn++) {
		for (const one of works(store.get())) {
			one.run(hasTime);
		}
	}
}

function windowOf(state: State): HistogramWindow {
	const window = shownWindow(state);
	expect(window).toBeDefined();
	return window!;
}

/** What is there, counted one by one. */
function slowly(state: State, window: HistogramWindow) {
	const counts = Array.from({length: window.count}, () => [0, 0, 0, 0, 0]);
	for (const {time, level} of shownEntries(state.logs)) {
		const cell = counts[cellIndex(window, time)];
		const named =
			level === 'ERROR' ? 'error' : level === '40' ? 'warning' : level;
		const index = (levels as readonly string[]).indexOf(named);
		const rank = index === -1 ? 4 : index;
		if (cell !== undefined) {
			cell[rank] = (cell[rank] ?? 0) + 1;
		}
	}

	return counts;
}

const someEntries = fc.array(
	fc
		.tuple(
			fc.integer({min: 0, max: 300}),
			fc.constantFrom(
				'error',
				'warning',
				'info',
				'debug',
				'audit',
				'ERROR',
				'40',
			),
		)
		.map(([at, level]) => entry(at, level)),
	{maxLength: 90},
);

type Step =
	| {readonly kind: 'live' | 'page'; readonly entries: readonly Entry[]}
	| {readonly kind: 'levels'; readonly names: readonly string[]}
	| {readonly kind: 'work'; readonly count: number};

function take(store: ReturnType<typeof openStore>, step: Step) {
	switch (step.kind) {
		case 'live': {
			arrive(store, step.entries);
			break;
		}

		case 'page': {
			land(store, step.entries);
			break;
		}

		case 'levels': {
			store.dispatch({
				kind: 'query',
				query: createQuery({filter: createFilter({levels: step.names})}),
			});
			break;
		}

		case 'work': {
			work(store, step.count);
			break;
		}
	}
}

/** A page of all that there is from the first of some entries, or another time, to the last of them. */
function land(
	store: ReturnType<typeof openStore>,
	entries: readonly Entry[],
	given?: {readonly from: Micros; readonly to: Micros},
) {
	const times = entries.map(({time}) => time);
	const range = given ?? {
		from: Math.min(...times, start),
		to: Math.max(...times, start) + 1,
	};
	store.dispatch({
		kind: 'page-landed',
		page: {
			filter: createFilter({}),
			order: 'asc',
			...range,
			range,
			whole: range,
			entries,
		},
		malformedCount: 0,
		at: start,
	});
}

const steps: fc.Arbitrary<Step> = fc.oneof(
	someEntries.map((entries) => ({kind: 'live', entries}) as const),
	someEntries.map((entries) => ({kind: 'page', entries}) as const),
	fc
		.constantFrom([], ['error'], ['error', 'warning'])
		.map((names) => ({kind: 'levels', names}) as const),
	fc.integer({min: 0, max: 3}).map((count) => ({kind: 'work', count}) as const),
);

test('counts as slow counting does, whatever arrives, late or filled in, is evicted or filtered', () => {
	fc.assert(
		fc.property(fc.array(steps, {maxLength: 20}), (list) => {
			const store = openStore(200);
			for (const step of list) {
				take(store, step);
			}

			work(store);
			const state = store.get();
			const window = shownWindow(state);
			if (window !== undefined) {
				expect(state.logs.histogram.cells(window)).toEqual(
					slowly(state, window),
				);
			}
		}),
		{numRuns: 300},
	);
});

test('the window stands still while entries come, and begins at a round time', () => {
	const store = openStore();
	arrive(store, [entry(0)]);
	const first = windowOf(store.get());
	expect(new Date(first.from / 1000).toISOString()).toBe(
		'2026-11-24T12:00:00.000Z',
	);
	for (let at = 1; at < 50; at++) {
		arrive(store, [entry(at)]);
		expect(windowOf(store.get())).toEqual(first);
	}

	arrive(store, [entry(60)]);
	const {from, width} = windowOf(store.get());
	expect({from, width}).toEqual({from: first.from, width: 2 * second});
});

test('what has arrived since is in the next picture without waiting for a slice', () => {
	const store = openStore();
	arrive(store, [entry(0)]);
	work(store);
	arrive(store, [entry(1, 'error')]);
	const state = store.get();
	const window = windowOf(state);
	expect(state.logs.histogram.cells(window)).toEqual(slowly(state, window));
});

test('nothing logged is not the same as nothing loaded', () => {
	const store = openStore();
	land(store, [entry(5), entry(39)], {
		from: start + 5 * second,
		to: start + 40 * second,
	});
	work(store);
	const {logs} = store.get();
	const cells = histogramCells(logs, windowOf(store.get()));
	const words = cells.map(({total, isLoaded}) =>
		total > 0 ? 'x' : isLoaded ? ' ' : '·',
	);
	// 12:00:10 to 12:01:10, with 12:00:12 to 12:00:47 loaded.
	expect(words.join('')).toBe(`··x${' '.repeat(33)}x${'·'.repeat(23)}`);
});

test('a gap that is longer than what is loaded around the reader is left out of the window', () => {
	const store = openStore();
	const from = start - 86_400 * second;
	land(store, [{...entry(0), time: from}], {from, to: from + 10 * second});
	arrive(store, [entry(0), entry(30)]);
	expect(windowOf(store.get()).from).toBeGreaterThan(start - 60 * second);
});
