import {type SlicedWork} from './sliced-work.ts';
import {type State} from './state.ts';

/** The long work that a state asks for, what is seen first before the rest. To have another one done in slices, add it here. */
export function works({logs}: State): readonly SlicedWork[] {
	return [logs.view];
}
