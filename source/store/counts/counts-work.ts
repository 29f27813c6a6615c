import {type SlicedWork} from '../sliced-work.ts';
import {type State} from '../state.ts';
import {readerTime} from '../view/viewport.ts';
import {type Counting, loadedCounts} from './loaded-counts.ts';

/** What of the loaded entries is counted for what is shown; nothing where no counts are. */
function shownCounting({screen: {mode}}: State): Counting | undefined {
	if (mode.kind === 'counts') {
		return {by: mode.by, width: mode.width};
	}

	return mode.kind === 'top' && mode.beside === undefined
		? {by: mode.field}
		: undefined;
}

/** Counts while counts are shown, and at no other time. */
export function countsWork(state: State): SlicedWork {
	const {logs} = state;
	const counting = shownCounting(state);
	if (counting === undefined || !logs.matches.isDone) {
		// What has to be found first is work of its own.
		return {isDone: true, run: () => undefined};
	}

	const {groups, values} = loadedCounts(state, counting);
	const counts = groups ?? values;
	return {
		isDone: counts?.isDone ?? true,
		run(hasTime) {
			counts?.run(hasTime, readerTime(logs));
		},
	};
}
