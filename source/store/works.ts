import {type Micros} from '../log/entry.ts';
import {errorsOf} from './view/arrived.ts';
import {countsWork} from './counts/counts-work.ts';
import {fieldsWork} from './fields/fields-work.ts';
import {histogramWork} from './histogram/histogram-work.ts';
import {patternsWork} from './patterns/patterns-work.ts';
import {type SlicedWork} from './sliced-work.ts';
import {type State} from './state.ts';
import {type View} from './view/view.ts';
import {readerTime} from './view/viewport.ts';

/** The long work that a state asks for, what is seen first before the rest. To have another one done in slices, add it here. */
export function works(
	state: State,
	/** Our clock. */
	now?: Micros,
): readonly SlicedWork[] {
	const {logs} = state;
	const time = readerTime(logs);
	const lookThrough = (view: View): SlicedWork => ({
		isDone: view.isDone,
		run(hasTime) {
			view.run(hasTime, time);
		},
	});
	return [
		lookThrough(logs.view),
		...(logs.view === logs.matches ? [] : [lookThrough(logs.matches)]),
		...(logs.seen === undefined ? [] : [lookThrough(errorsOf(logs))]),
		histogramWork(state, now),
		patternsWork(state),
		countsWork(state),
		fieldsWork(state),
	];
}
