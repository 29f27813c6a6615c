import {type SlicedWork} from '../sliced-work.ts';
import {type State} from '../state.ts';
import {readerTime} from '../view/viewport.ts';
import {patternBars, patternCounts} from './counted.ts';
import {patternWindow} from './pattern-window.ts';

/** Groups messages while the patterns are shown, and at no other time. */
export function patternsWork(state: State): SlicedWork {
	const {logs, screen} = state;
	if (screen.mode.kind !== 'patterns' || !logs.matches.isDone) {
		// What has to be found first is work of its own.
		return {isDone: true, run: () => undefined};
	}

	const counts = patternCounts(state);
	const bars = patternBars(state);
	const window = patternWindow(state);
	return {
		isDone: counts.isDone && (window === undefined || bars.isDone(window)),
		run(hasTime) {
			counts.run(hasTime, readerTime(logs));
			if (counts.isDone && window !== undefined) {
				bars.run(window, hasTime);
			}
		},
	};
}
