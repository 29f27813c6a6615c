import {type ScreenAction} from '../action.ts';
import {type Mode, type ScreenState, type Detail} from '../screen-state.ts';
import {type State} from '../state.ts';
import {type Logs} from '../logs.ts';
import {selectedEntry, isFollowing} from '../list/viewport.ts';
import {updateMove} from './move.ts';

/** Changes how things are looked at: size, focus, mode, detail, columns, times. */
export function updateScreen(state: State, action: ScreenAction): State {
	const {screen} = state;
	switch (action.kind) {
		case 'resize': {
			return {
				...state,
				screen: {...screen, columns: action.columns, rows: action.rows},
			};
		}

		case 'focus': {
			return {
				...state,
				screen: {
					...(screen.focus === action.focus ? screen : withoutDetail(screen)),
					focus: action.focus,
					isZoomed: screen.isZoomed && screen.focus === action.focus,
					...(screen.mode.kind === 'histogram' && {mode: {kind: 'list'}}),
				},
			};
		}

		case 'field-select': {
			return {...state, screen: {...screen, field: action.index}};
		}

		case 'zoom': {
			return {...state, screen: {...screen, isZoomed: !screen.isZoomed}};
		}

		case 'mode': {
			return {...state, screen: withMode(screen, action.mode)};
		}

		case 'caret': {
			return {...state, screen: {...screen, caret: action.at}};
		}

		case 'detail': {
			return showDetail(state, action.detail);
		}

		case 'shift': {
			return {
				...state,
				screen: {
					...screen,
					shift: Math.max(0, screen.shift + action.by * shiftStep),
				},
			};
		}

		case 'fields': {
			return {...state, screen: {...screen, fields: action.names}};
		}

		case 'wrap': {
			return {
				...state,
				screen: {...screen, isWrapped: !screen.isWrapped, shift: 0},
			};
		}

		case 'bucket': {
			const {bucket: _, ...others} = screen;
			return {
				...state,
				screen: {
					...others,
					...(action.width !== undefined && {bucket: action.width}),
				},
			};
		}

		case 'unfold': {
			const unfolded = new Set(screen.unfolded);
			if (!unfolded.delete(action.key)) {
				unfolded.add(action.key);
			}

			return {...state, screen: {...screen, unfolded}};
		}

		case 'times': {
			return {...state, screen: {...screen, times: action.times}};
		}

		case 'notice': {
			return {...state, screen: withNotice(screen, action.text)};
		}
	}
}

const shiftStep = 8;

/** What was typed by another hand, such as a text that was recalled, is gone on with at its end. */
function withMode({caret, ...screen}: ScreenState, mode: Mode): ScreenState {
	const isSameText =
		mode.kind === screen.mode.kind &&
		'value' in mode &&
		'value' in screen.mode &&
		mode.value === screen.mode.value;
	return {
		...screen,
		mode,
		...(isSameText && caret !== undefined && {caret}),
	};
}

function withNotice(
	{notice, ...screen}: ScreenState,
	text: string | undefined,
): ScreenState {
	return text === undefined ? screen : {...screen, notice: text};
}

/** The state with another detail view, or without one. While an entry is shown in full, the list is held. */
function showDetail(state: State, detail: Detail | undefined): State {
	const screen = withoutDetail(state.screen);
	if (detail === undefined) {
		return {...state, screen};
	}

	return {
		...state,
		screen: {...screen, detail},
		...(detail.subject.kind === 'entry' && {logs: holdSelected(state.logs)}),
	};
}

function withoutDetail({detail, ...screen}: ScreenState): ScreenState {
	return screen;
}

/** Shows the entry in full that is selected now, where one is shown so. */
export function withSelectedDetail(state: State): State {
	const {screen} = state;
	if (screen.detail?.subject.kind !== 'entry') {
		return state;
	}

	const logs = holdSelected(state.logs);
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

function holdSelected(logs: Logs): Logs {
	return isFollowing(logs) ? updateMove(logs, {kind: 'hold'}) : logs;
}
