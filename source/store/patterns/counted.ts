import {type State} from '../state.ts';
import {type View} from '../view/view.ts';
import {PatternBars} from './pattern-bars.ts';
import {PatternCounts} from './pattern-counts.ts';

const counts = new WeakMap<View, PatternCounts>();
const bars = new WeakMap<View, PatternBars>();

/** What is counted of the entries that match. It is kept as long as they are looked at. */
export function patternCounts({logs, patterns}: State): PatternCounts {
	let known = counts.get(logs.matches);
	if (known === undefined) {
		known = new PatternCounts(logs.buffer, logs.matches, patterns.grouping);
		counts.set(logs.matches, known);
	}

	return known;
}

export function patternBars({logs, patterns}: State): PatternBars {
	let known = bars.get(logs.matches);
	if (known === undefined) {
		known = new PatternBars(logs.buffer, logs.matches, patterns.grouping);
		bars.set(logs.matches, known);
	}

	return known;
}
