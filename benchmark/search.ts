/** How long a new text takes over a million entries: the visible rows, all of them, and the longest that anything else waits meanwhile, in milliseconds: `npx tsx benchmark/search.ts`. */

import process from 'node:process';
import {v1Traits} from '../source/feeds/v1/v1.ts';
import {EntryColumns} from '../source/log/entry-columns.ts';
import {createFilter, createQuery, everything} from '../source/log/query.ts';
import {startSlices} from '../source/session/session.ts';
import {
	createState,
	createStore,
	type Store,
} from '../source/store/create-store.ts';
import {viewport} from '../source/store/list/viewport.ts';
import {createEntries} from './corpus.ts';
import {median, round} from './harness/summary.ts';

const entryCount = 1_000_000;
const batchCount = 1000;
const rounds = 5;
const height = 35;
/** One that is nowhere, one that is here and there, one that is in every third entry, and one that narrows it. */
const texts = {
	rare: 'no such text',
	some: 'payment token',
	frequent: 'timeout',
	narrower: 'timeout after',
};

const store = loaded();
const slices = startSlices(store);
await untilDone();
const figures: Record<string, Record<string, number>> = {};
for (const [name, text] of Object.entries(texts)) {
	const measured = [];
	for (let index = 0; index < rounds; index++) {
		// eslint-disable-next-line no-await-in-loop -- One search after the other.
		await show(name === 'narrower' ? texts.frequent : '');
		// eslint-disable-next-line no-await-in-loop -- As above.
		measured.push(await show(text));
	}

	figures[name] = {
		visibleRows: round(median(measured.map(({visibleRows}) => visibleRows))),
		all: round(median(measured.map(({all}) => all))),
		allProcessor: round(median(measured.map(({processor}) => processor))),
		longestSlice: round(median(measured.map(({longest}) => longest))),
		matches: measured[0]?.matches ?? 0,
	};
}

slices.stop();
console.log(
	JSON.stringify(
		{node: process.version, entryCount, ...figures},
		undefined,
		'\t',
	),
);

function loaded(): Store {
	const created = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: entryCount,
			columns: 160,
			rows: 45,
		}),
	);
	created.dispatch({kind: 'list-height', height});
	created.dispatch({kind: 'live-opened', filter: everything, at: 0});
	const entries = createEntries({count: entryCount, medianBytes: 127});
	for (let from = 0; from < entryCount; from += batchCount) {
		created.dispatch({
			kind: 'live-entries',
			entries: EntryColumns.of(entries.slice(from, from + batchCount)),
			malformedCount: 0,
			at: 0,
		});
	}

	return created;
}

/** A filter key and what follows from it. */
async function show(text: string) {
	const start = performance.now();
	const usage = process.cpuUsage();
	store.dispatch({
		kind: 'query',
		query: createQuery({filter: createFilter({text})}),
	});
	viewport(store.get().logs);
	const visibleRows = performance.now() - start;
	const longest = await untilDone();
	const {user, system} = process.cpuUsage(usage);
	return {
		visibleRows,
		all: performance.now() - start,
		/** What it takes of a processor, whatever else the machine does. */
		processor: (user + system) / 1000,
		longest: Math.max(visibleRows, longest),
		matches: store.get().logs.view.count().count,
	};
}

/** Returns for how long a turn of the event loop took at most. */
async function untilDone(): Promise<number> {
	let longest = 0;
	while (!store.get().logs.view.isDone) {
		const start = performance.now();
		// eslint-disable-next-line no-await-in-loop -- Turn by turn.
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
		longest = Math.max(longest, performance.now() - start);
	}

	return longest;
}
