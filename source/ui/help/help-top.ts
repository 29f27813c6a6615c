import {type State} from '../../store/state.ts';
import {layoutOf} from '../frame/layout.ts';
import {helpLines} from './help-lines.ts';

/** Which line of the help stands first, or would `by` lines farther on: the lines after it fill the screen, whatever size that has meanwhile. */
export function helpTop(state: State, by = 0): number {
	const {mode, columns} = state.screen;
	const most = Math.max(0, helpLines(columns).length - helpHeight(state));
	const top = mode.kind === 'help' ? Math.min(mode.top, most) : 0;
	return Math.max(0, Math.min(top + by, most));
}

export function helpHeight(state: State): number {
	const layout = layoutOf(state);
	return layout.kind === 'panes' ? layout.main.list.height : 1;
}
