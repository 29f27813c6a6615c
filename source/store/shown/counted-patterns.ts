import {type State} from '../state.ts';
import {type View} from '../view/view.ts';
import {PatternBars, PatternCounts} from '../patterns/pattern-counts.ts';
import {histogramWindow, type ShownWindow} from './histogram-window.ts';

/** What is counted of the entries that match. It is kept as long as they are looked at. */
export function patternCounts({logs, patterns}: State): PatternCounts {
	let known = counts.get(logs.matches);
	if (known === undefined) {
		known = new PatternCounts(logs.buffer, logs.matches, patterns.grouping);
		counts.set(logs.matches, known);
	}

	return known;
}

const leastColumnsForWide = 100;

const counts = new WeakMap<View, PatternCounts>();
const bars = new WeakMap<View, PatternBars>();

export function patternBars({logs, patterns}: State): PatternBars {
	let known = bars.get(logs.matches);
	if (known === undefined) {
		known = new PatternBars(logs.buffer, logs.matches, patterns.grouping);
		bars.set(logs.matches, known);
	}

	return known;
}

/** The time over which the bars of patterns go: that of the histogram, in fewer cells. */
export function patternWindow({
	details,
	logs,
	screen,
}: State): ShownWindow | undefined {
	const deployedAt = details.deployment?.createdAt;
	return histogramWindow(logs, {
		cellCount: screen.columns >= leastColumnsForWide ? 16 : 8,
		now: 0,
		...(deployedAt !== undefined && {deployedAt}),
	});
}
