import {createExpression} from '../../log/expression.ts';
import {narrowQuery, widenQuery, type Query} from '../../log/query.ts';
import {type PromptAction} from '../action.ts';
import {createFieldTest} from '../fields/field-catalog.ts';
import {type Mode, type ScreenState} from '../screen-state.ts';
import {type State} from '../state.ts';
import {showQuery, updateQuery} from './query.ts';

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
