import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {type Entry, type Micros} from '../../../source/log/entry.ts';
import {levels} from '../../../source/log/level.ts';
import {createFilter, createQuery} from '../../../source/log/query.ts';
import {createState, createStore} from '../../../source/store/create-store.ts';
import {
	cellIndex,
	type HistogramWindow,
} from '../../../source/store/view/histogram.ts';
import {
	histogramCells,
	shownWindow,
	type ShownWindow,
} from '../../../source/store/shown/histogram-window.ts';
import {type State} from '../../../source/store/state.ts';
import {works} from '../../../source/store/works.ts';
import {shownEntries} from '../../helpers/explorer.ts';

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

function windowOf(state: State): ShownWindow {
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

test('the window ends with the cell that it is now, and moves by whole cells', () => {
	const store = openStore();
	arrive(store, [entry(0)]);
	const at = (seconds: number) =>
		shownWindow(store.get(), start + seconds * second);
	const ends = (seconds: number) => {
		const {from = 0, width = 0, count = 0} = at(seconds) ?? {};
		return {width, end: from + width * count};
	};

	expect(ends(20)).toEqual({width: second, end: start + 21 * second});
	expect(ends(20.9)).toEqual(ends(20));
	expect(ends(21)).toEqual({width: second, end: start + 22 * second});
	arrive(store, [entry(30)]);
	// Its clock is ahead of ours.
	expect(ends(20).end).toBe(start + 31 * second);
	expect(ends(200).width).toBe(5 * second);
});

test('time that passes does not count all anew', () => {
	const store = openStore();
	arrive(store, [entry(0), entry(3, 'error')]);
	const read = (seconds: number) => {
		const now = start + seconds * second;
		const window = shownWindow(store.get(), now);
		const cells =
			window === undefined ? [] : store.get().logs.histogram.cells(window);
		return cells.flatMap((counts, cell) =>
			counts.some((count) => count > 0)
				? [((window?.from ?? 0) + cell * (window?.width ?? 0) - start) / second]
				: [],
		);
	};

	const seconds = (now: number) => {
		for (let turn = 0; turn < 2; turn++) {
			for (const one of works(store.get(), start + now * second)) {
				one.run(() => true);
			}
		}
	};

	seconds(10);
	for (const now of [10, 15, 20, 25]) {
		expect(read(now)).toEqual([0, 3]);
	}
});

test('cells may be chosen finer than all needs: then what is around the reader is shown', () => {
	const store = openStore();
	arrive(
		store,
		Array.from({length: 600}, (_, index) => entry(index)),
	);
	store.dispatch({kind: 'bucket', width: second});
	const end = ({from, width, count}: HistogramWindow) => from + width * count;
	expect(end(windowOf(store.get()))).toBe(start + 600 * second);
	store.dispatch({kind: 'go', selection: {kind: 'first'}});
	const window = windowOf(store.get());
	expect(window.width).toBe(second);
	expect(window.from).toBeLessThanOrEqual(start);
	expect(end(window)).toBeGreaterThan(start);
	store.dispatch({kind: 'bucket'});
	expect(windowOf(store.get()).width).toBe(10 * second);
});

test.each([
	// From, to, the width of a cell, how many there are.
	[0, 3600, 60, 61],
	[-7, 3593, 60, 60],
	[0.25, 0.75, 0.01, 50],
	[0, 1, 0.05, 20],
	[0, 86_400, 1800, 49],
])(
	'a range from %d to %d s has cells that lie in it, and no others',
	(from, to, width, count) => {
		const store = openStore();
		arrive(store, [entry(0), entry(60), entry(4000)]);
		const since = start + from * second;
		const until = start + to * second;
		store.dispatch({
			kind: 'query',
			query: createQuery({range: {since, until}, order: 'asc'}),
		});
		const {logs} = store.get();
		const cells = histogramCells(logs, windowOf(store.get()));
		expect(cells).toHaveLength(count);
		expect(cells[0]?.from).toBe(since);
		expect(cells.at(-1)?.to).toBe(until);
		expect((cells[1]?.to ?? 0) - (cells[1]?.from ?? 0)).toBe(width * second);
	},
);

test('a query that begins somewhere has its window begin there, which fills up and stays where it is', () => {
	const store = openStore();
	arrive(store, [entry(-500), entry(0), entry(5)]);
	store.dispatch({
		kind: 'query',
		query: createQuery({range: {since: start + 0.5 * second}}),
	});
	const at = (seconds: number) =>
		shownWindow(store.get(), start + seconds * second);
	const [first, later] = [at(20), at(30)];
	expect(first?.from).toBe(start);
	expect(first?.told).toEqual({
		from: start + 0.5 * second,
		to: start + 21 * second,
	});
	expect({...later, told: first?.told}).toEqual(first);
	expect(later?.told.to).toBe(start + 31 * second);
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
	// 12:00:12 to 12:00:47 is loaded.
	expect(words.join('').replace(/^·+/v, '')).toBe(`x${' '.repeat(33)}x`);
});

test('a gap that is longer than what is loaded around the reader is left out of the window', () => {
	const store = openStore();
	const from = start - 86_400 * second;
	land(store, [{...entry(0), time: from}], {from, to: from + 10 * second});
	arrive(store, [entry(0), entry(30)]);
	expect(windowOf(store.get()).from).toBeGreaterThan(start - 120 * second);
});

test('a picture stays counted while nothing comes, though time goes on', () => {
	const store = openStore();
	arrive(store, [entry(0), entry(5, 'error')]);
	const at = (seconds: number) => {
		const window = shownWindow(store.get(), start + seconds * second);
		if (window === undefined) {
			throw new Error('There is a window.');
		}

		return window;
	};

	const {histogram} = store.get().logs;
	const run = (seconds: number) => {
		histogram.run(at(seconds), () => true);
	};

	work(store);
	run(10);
	const shown = histogram.cells(at(10));
	for (const seconds of [11, 60, 300, 1200, 4000]) {
		run(seconds);
		expect(histogram.isDone(at(seconds))).toBe(true);
		expect(histogram.isDone(at(10))).toBe(true);
		expect(histogram.cells(at(10))).toEqual(shown);
	}

	arrive(store, [entry(6)]);
	expect(histogram.isDone(at(10))).toBe(false);
});
