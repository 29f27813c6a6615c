import {type Focus} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {isBuildFirst} from './layout.ts';

/** Where the movement keys move: the build log also while it has the list's place. */
export function activePane(state: State): Focus {
	const {focus} = state.screen;
	return focus === 'logs' && isBuildFirst(state) ? 'build' : focus;
}
