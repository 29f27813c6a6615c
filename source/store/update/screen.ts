import {createExpression} from '../../log/expression.ts';
import {narrowQuery, widenQuery, type Query} from '../../log/query.ts';
import {type ScreenAction, type PromptAction} from '../action.ts';
import {type Mode, type ScreenState, type Detail} from '../screen-state.ts';
import {type State} from '../state.ts';
import {type Logs} from '../logs.ts';
import {selectedEntry, isFollowing} from '../list/viewport.ts';
import {createFieldTest} from '../fields/field-catalog.ts';
import {updateMove} from './move.ts';
import {showQuery, updateQuery} from './query.ts';

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

/** Follows what is typed at the text prompt: previewed on what is loaded, then taken or cancelled. */
export function updatePrompt(state: State, action: PromptAction): State {
	const {screen, logs} = state;
	switch (action.kind) {
		case 'preview': {
			return preview(state, action.value, action.stem);
		}

		case 'drop-text': {
			return screen.mode.kind === 'text'
				? showTyped(
						state,
						{...screen.mode, base: widenQuery(screen.mode.base)},
						'',
					)
				: state;
		}

		case 'cancel-text': {
			return screen.mode.kind === 'text'
				? {
						...state,
						screen: {...screen, mode: {kind: 'list'}},
						logs: {
							...showQuery(logs, screen.mode.before),
							selection: screen.mode.beforeSelection,
						},
					}
				: state;
		}

		case 'submit-text': {
			return submit(state);
		}
	}
}

type TextMode = Extract<Mode, {readonly kind: 'text'}>;

function preview(state: State, value: string, stem?: string): State {
	const {mode} = state.screen;
	if (mode.kind !== 'text') {
		return state;
	}

	const {stem: _, ...rest} = mode;
	return showTyped(state, stem === undefined ? rest : {...rest, stem}, value);
}

/** While what is typed cannot be read, what stood before is shown. */
function showTyped(
	{screen: {caret: _caret, ...screen}, ...state}: State,
	{problem: _, ...mode}: TextMode,
	value: string,
): State {
	const {logs} = state;
	if (mode.target === 'build') {
		return {...state, screen: {...screen, mode: {...mode, value}}};
	}

	const read = narrowQuery(mode.base, value, createFieldTest(logs));
	return read.kind === 'unclear'
		? {
				...state,
				screen: {...screen, mode: {...mode, value, problem: read.reason}},
				logs: showQuery(logs, mode.base),
			}
		: {
				...state,
				screen: {...screen, mode: {...mode, value}},
				logs: showQuery(logs, read.query),
			};
}

/** The query before the prompt becomes the one to go back to. */
function submit(state: State): State {
	const {screen, logs} = state;
	if (screen.mode.kind !== 'text' || screen.mode.problem !== undefined) {
		return state;
	}

	const {before, target, value} = screen.mode;
	const reach = target === 'build' ? undefined : reachWords(logs.query);
	const list: ScreenState = {
		...screen,
		mode: {kind: 'list'},
		...(reach !== undefined && {notice: reach}),
	};
	return target === 'build'
		? {...state, screen: list, build: {...state.build, search: value}}
		: {
				...state,
				screen: list,
				texts: rememberText(state.texts, value),
				logs: updateQuery(
					{...showQuery(logs, before), selection: logs.selection},
					{kind: 'query', query: logs.query},
				),
			};
}

/** In characters: of messages that are longer than this few are seen. */
const wideReach = 20_000;

/** Says how much of a message an expression sees, where that is little. */
function reachWords({refinements}: Query): string | undefined {
	const typed = refinements.at(-1);
	const created =
		typed?.kind === 'regex'
			? createExpression(typed.source, typed.flags)
			: undefined;
	return created?.kind === 'expression' && created.reach < wideReach
		? `This expression has many ways, so it is looked for in the first ${created.reach.toLocaleString('en')} characters of a message.`
		: undefined;
}

const mostTexts = 200;

function rememberText(
	texts: readonly string[],
	value: string,
): readonly string[] {
	return value === ''
		? texts
		: [value, ...texts.filter((text) => text !== value)].slice(0, mostTexts);
}
