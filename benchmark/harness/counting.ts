import process from 'node:process';
import {v1Traits} from '../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {type Entry, type Micros} from '../../source/log/entry.ts';
import {createQuery, everything} from '../../source/log/query.ts';
import {
	createState,
	createStore,
	type Store,
} from '../../source/store/create-store.ts';
import {type SlicedWork, works} from '../../source/store/works.ts';
import {type State} from '../../source/store/state.ts';
import {round, summarize} from './summary.ts';

const batchCount = 1000;
/** In milliseconds: for so long the session lets the store work before anything else has its turn. */
const slice = 4;

/** Where the entries come from: each with the time it is asked for. */
export type EntrySource = (time: Micros) => Entry;

/** A store that holds `count` entries, a millisecond after each other, all looked at. */
export function openLoaded(source: EntrySource, count: number): Store {
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: count,
			columns: 160,
			rows: 45,
		}),
	);
	store.dispatch({kind: 'list-height', height: 35});
	store.dispatch({kind: 'live-opened', filter: everything, at: 0});
	for (let from = 0; from < count; from += batchCount) {
		arrive(store, source, {from: from * 1000, count: batchCount, step: 1000});
	}

	for (const work of works(store.get())) {
		work.run(() => true);
	}

	return store;
}

export function arrive(
	store: Store,
	source: EntrySource,
	{
		from,
		count,
		step,
	}: {readonly from: Micros; readonly count: number; readonly step: Micros},
) {
	store.dispatch({
		kind: 'live-entries',
		entries: EntryColumns.of(
			Array.from({length: count}, (_, index) => source(from + index * step)),
		),
		malformedCount: 0,
		at: 0,
	});
}

export type WorkTime = {
	/** In milliseconds, as are the others. */
	readonly all: number;
	/** What it takes of a processor, whatever else the machine does. */
	readonly allProcessor: number;
	readonly longestSlice: number;
	/** Of a hundred slices, all but one are shorter. */
	readonly p99Slice: number;
	readonly longestSliceProcessor: number;
	readonly p99SliceProcessor: number;
};

/** Does a work slice by slice, as the session does. */
export function timeWork(
	store: Store,
	workOf: (state: State) => SlicedWork,
): WorkTime {
	const slices: Array<{duration: number; processor: number}> = [];
	for (
		let work = workOf(store.get());
		!work.isDone;
		work = workOf(store.get())
	) {
		const start = performance.now();
		const processor = processorMilliseconds();
		work.run(() => performance.now() - start < slice);
		slices.push({
			duration: performance.now() - start,
			processor: processorMilliseconds() - processor,
		});
	}

	const durations = slices.map(({duration}) => duration);
	const processors = slices.map(({processor}) => processor);
	const {p99, most} = summarize(durations);
	return {
		all: round(sum(durations)),
		allProcessor: round(sum(processors)),
		longestSlice: most,
		p99Slice: p99,
		longestSliceProcessor: round(Math.max(...processors)),
		p99SliceProcessor: summarize(processors).p99,
	};
}

/** Lets entries stream in, a hundredth of a second's at once, as fast as can be: which share of a core the work takes when they come at that rate, and how many milliseconds of a processor at most at once. */
export function timeStreaming(
	store: Store,
	source: EntrySource,
	{
		workOf,
		afterHalfSecond,
		rate,
		seconds,
	}: {
		readonly workOf: (state: State) => SlicedWork;
		/** What the screen asks for with each picture. */
		readonly afterHalfSecond: (state: State) => unknown;
		readonly rate: number;
		readonly seconds: number;
	},
): {readonly percentOfCore: number; readonly longestTick: number} {
	const ticksPerSecond = 100;
	const count = rate / ticksPerSecond;
	let now = (store.get().logs.buffer.lastTime ?? 0) + 1;
	let all = 0;
	let longestTick = 0;
	const timed = (run: () => void) => {
		const start = processorMilliseconds();
		run();
		const duration = processorMilliseconds() - start;
		all += duration;
		longestTick = Math.max(longestTick, duration);
	};

	for (let tick = 1; tick <= seconds * ticksPerSecond; tick++) {
		const step = 1_000_000 / rate;
		arrive(store, source, {from: now, count, step});
		now += count * step;
		store.get().logs.matches.run(() => true);
		timed(() => {
			workOf(store.get()).run(() => true);
		});
		if (tick % (ticksPerSecond / 2) === 0) {
			timed(() => {
				afterHalfSecond(store.get());
			});
		}
	}

	return {
		percentOfCore: round(all / seconds / 10),
		longestTick: round(longestTick),
	};
}

function processorMilliseconds(): number {
	const {user, system} = process.cpuUsage();
	return (user + system) / 1000;
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
