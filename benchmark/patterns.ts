/** How long it takes to group a million messages, the longest slice of it, and what keeping up with 50,000 entries/s takes of a core, of messages of some 40 kinds and of ones that are all different, in milliseconds: `npx tsx benchmark/patterns.ts`. */

import process from 'node:process';
import {patternList} from '../source/store/shown/pattern-list.ts';
import {patternsWork} from '../source/store/works.ts';
import {createEntrySource} from './corpus.ts';
import {
	type EntrySource,
	openLoaded,
	timeStreaming,
	timeWork,
} from './harness/counting.ts';
import {createStorefrontSource} from './harness/storefront.ts';

const entryCount = 1_000_000;
const rate = 50_000;
const seconds = 10;

console.log(
	JSON.stringify(
		{
			node: process.version,
			entryCount,
			kinds: figuresOf(createStorefrontSource()),
			allDifferent: figuresOf(createEntrySource()),
		},
		undefined,
		'\t',
	),
);

function figuresOf(source: EntrySource) {
	const store = openLoaded(source, entryCount);
	store.dispatch({kind: 'mode', mode: {kind: 'patterns'}});
	const grouped = timeWork(store, patternsWork);
	const {patterns} = patternList(store.get());
	return {
		...grouped,
		patterns: patterns.length,
		streaming: timeStreaming(store, source, {
			workOf: patternsWork,
			afterHalfSecond: patternList,
			rate,
			seconds,
		}),
	};
}
