import {createFilter} from '../../log/query.ts';
import {type ScreenAction} from '../action.ts';
import {type ScreenState, type State} from '../state.ts';
import {shown, updateQuery} from './query.ts';

const shiftStep = 8;

export function updateScreen(state: State, action: ScreenAction): State {
	const {screen, logs} = state;
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
					...screen,
					focus: action.focus,
					isZoomed: screen.isZoomed && screen.focus === action.focus,
				},
			};
		}

		case 'zoom': {
			return {...state, screen: {...screen, isZoomed: !screen.isZoomed}};
		}

		case 'mode': {
			return {...state, screen: {...screen, mode: action.mode}};
		}

		case 'preview': {
			return previewed(state, action.value);
		}

		case 'cancel-text': {
			return screen.mode.kind === 'text'
				? {
						...state,
						screen: {...screen, mode: {kind: 'list'}},
						logs: {
							...shown(logs, screen.mode.before),
							selection: screen.mode.beforeSelection,
						},
					}
				: state;
		}

		case 'submit-text': {
			return submitted(state);
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

		case 'notice': {
			return {...state, screen: withNotice(screen, action.text)};
		}
	}
}

function previewed(state: State, value: string): State {
	const {screen, logs} = state;
	if (screen.mode.kind !== 'text') {
		return state;
	}

	const mode = {...screen.mode, value};
	const {query} = logs;
	return {
		...state,
		screen: {...screen, mode},
		...(mode.target === 'logs' && {
			logs: shown(logs, {
				...query,
				filter: createFilter({...query.filter, text: value}),
			}),
		}),
	};
}

/** The query before the prompt becomes the one to go back to. */
function submitted(state: State): State {
	const {screen, logs} = state;
	if (screen.mode.kind !== 'text') {
		return state;
	}

	const {before, target, value} = screen.mode;
	const list: ScreenState = {...screen, mode: {kind: 'list'}};
	return target === 'build'
		? {...state, screen: list, build: {...state.build, search: value}}
		: {
				...state,
				screen: list,
				logs: updateQuery(
					{...shown(logs, before), selection: logs.selection},
					{kind: 'query', query: logs.query},
				),
			};
}

function withNotice(
	{notice, ...screen}: ScreenState,
	text: string | undefined,
): ScreenState {
	return text === undefined ? screen : {...screen, notice: text};
}
