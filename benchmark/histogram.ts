/** How long it takes to count a million entries into the histogram, the longest slice of it, and what keeping up with 50,000 entries/s takes of a core, in milliseconds: `npx tsx benchmark/histogram.ts`. */

import process from 'node:process';
import {
	histogramCells,
	shownWindow,
} from '../source/store/shown/histogram-window.ts';
import {histogramWork} from '../source/store/works.ts';
import {type State} from '../source/store/state.ts';
import {createEntrySource} from './corpus.ts';
import {openLoaded, timeStreaming, timeWork} from './harness/counting.ts';

const entryCount = 1_000_000;
const rate = 50_000;
const seconds = 10;

const source = createEntrySource();
const store = openLoaded(source, entryCount);
// Another width has other cells, so all is counted anew.
store.dispatch({kind: 'resize', columns: 120, rows: 45});
console.log(
	JSON.stringify(
		{
			node: process.version,
			entryCount,
			...timeWork(store, histogramWork),
			streaming: timeStreaming(store, source, {
				workOf: histogramWork,
				afterHalfSecond: drawn,
				rate,
				seconds,
			}),
		},
		undefined,
		'\t',
	),
);

function drawn(state: State) {
	const window = shownWindow(state);
	return window === undefined ? [] : histogramCells(state.logs, window);
}
