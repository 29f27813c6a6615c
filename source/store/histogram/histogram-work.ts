import {type Micros} from '../../log/entry.ts';
import {type SlicedWork} from '../sliced-work.ts';
import {type State} from '../state.ts';
import {shownWindow} from './shown-window.ts';

/** Counts what the histogram shows, once it is known what that is. */
export function histogramWork(state: State, now?: Micros): SlicedWork {
	const {histogram, matches} = state.logs;
	const window = matches.isDone ? shownWindow(state, now) : undefined;
	return {
		// What has to be found first is work of its own.
		isDone: window === undefined || histogram.isDone(window),
		run(hasTime) {
			if (window !== undefined) {
				histogram.run(window, hasTime);
			}
		},
	};
}
