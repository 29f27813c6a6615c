import {type Logs} from '../logs.ts';
import {type Detail, type ScreenState} from '../screen-state.ts';
import {type State} from '../state.ts';
import {selectedEntry, isFollowing} from '../view/viewport.ts';
import {updateMove} from './move.ts';

/** The state with another detail view, or without one. While an entry is shown in full, the list is held. */
export function detailed(state: State, detail: Detail | undefined): State {
	const screen = withoutDetail(state.screen);
	if (detail === undefined) {
		return {...state, screen};
	}

	return {
		...state,
		screen: {...screen, detail},
		...(detail.subject.kind === 'entry' && {logs: heldFast(state.logs)}),
	};
}

export function withoutDetail({detail, ...screen}: ScreenState): ScreenState {
	return screen;
}

/** After another entry was selected, it is the one that is shown in full. */
export function withSelectedDetail(state: State): State {
	const {screen} = state;
	if (screen.detail?.subject.kind !== 'entry') {
		return state;
	}

	const logs = heldFast(state.logs);
	const entry = selectedEntry(logs);
	return entry === undefined
		? {...state, logs}
		: {
				...state,
				logs,
				screen: {
					...screen,
					detail: {...screen.detail, subject: {kind: 'entry', entry}, top: 0},
				},
			};
}

function heldFast(logs: Logs): Logs {
	return isFollowing(logs) ? updateMove(logs, {kind: 'hold'}) : logs;
}
