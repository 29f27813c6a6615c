import {type ReactElement} from 'react';
import {type Action} from '../../store/action.ts';
import {type State} from '../../store/state.ts';
import {
	type Binding,
	inGroup,
	type ListedBinding,
	type Command,
	list,
	type ModeOf,
} from '../keys/binding.ts';
import {type Mode} from '../../store/screen-state.ts';
import {type DockProps, type DockView, type View} from '../view/view.ts';
import {type Edit, edits, type Line, typeInto} from './prompt-input.tsx';

/** Makes the view of a prompt or a picker, which is shown while its mode is on. */
export function createDockView<DockMode extends ModeOf<DockKind>>(
	kind: DockMode['kind'],
	{
		show,
		keys,
		group = 'Prompt',
		onType,
		...view
	}: {
		readonly keys: readonly ListedBinding[];
		/** Under which the help lists them, and the keys that edit the line. */
		readonly group?: string;
		/** What becomes of what is typed. */
		readonly onType: (mode: DockMode, value: string) => Action;
		readonly where?: string;
		readonly show: (
			props: DockProps & {readonly mode: DockMode},
		) => ReactElement;
	} & Pick<DockView, 'height' | 'isPicker' | 'over' | 'pointer'>,
): View {
	const isOn = (mode: Mode): mode is DockMode => mode.kind === kind;
	const onTypeWhileOn: OnType = ({screen: {mode}}, value) =>
		isOn(mode) ? onType(mode, value) : undefined;
	return {
		...view,
		keys: inGroup(group, [...keys, ...createEditKeys(onTypeWhileOn)]),
		type: (state, text) => typeText(state, text, onTypeWhileOn),
		place: 'dock',
		show(props) {
			const {mode} = props.state.screen;
			return isOn(mode) ? show({...props, mode}) : undefined;
		},
	};
}

/** What a prompt makes of a value that was typed; nothing while it is not open. */
type OnType = (state: State, value: string) => Action | undefined;

/** Leaves a prompt or a picker as if it had not been opened. */
export const cancelKey: ListedBinding = {
	keys: ['escape', 'ctrl+c'],
	help: 'cancel',
	hint: {words: 'cancel', keys: 'esc', rank: 0},
	run: () => [list],
};

/** The line at the prompt that is open. */
export function promptLine({screen: {mode, caret}}: State): Line {
	const value = 'value' in mode ? mode.value : '';
	return {value, caret: Math.min(caret ?? value.length, value.length)};
}

/** Types at the caret. */
function typeText(
	state: State,
	text: string,
	onType: OnType,
): readonly Command[] {
	return changeLine(state, (line) => typeInto(line, text), onType);
}

function changeLine(
	state: State,
	edit: Edit,
	onType: OnType,
): readonly Command[] {
	const line = promptLine(state);
	const {value, caret} = edit(line);
	const action = value === line.value ? undefined : onType(state, value);
	if (action === undefined) {
		return [{kind: 'caret', at: caret}];
	}

	// Another value is gone on with at its end: what is typed there, as most is, draws once.
	return caret === value.length
		? [action]
		: [action, {kind: 'caret', at: caret}];
}

type EditKey = Pick<Binding, 'keys' | 'help' | 'hint'> & {readonly edit: Edit};

const editKeys: readonly EditKey[] = [
	{
		keys: ['home', 'ctrl+a'],
		help: 'to the beginning of the line',
		edit: edits.toStart,
	},
	{
		keys: ['end', 'ctrl+e'],
		help: 'to the end of the line',
		edit: edits.toEnd,
	},
	{keys: ['left', 'ctrl+b'], help: 'a character back', edit: edits.back},
	{
		keys: ['right', 'ctrl+f'],
		help: 'a character forward',
		edit: edits.forward,
	},
	{
		keys: ['ctrl+left', 'alt+left', 'alt+b'],
		help: 'a word back',
		edit: edits.wordBack,
	},
	{
		keys: ['ctrl+right', 'alt+right', 'alt+f'],
		help: 'a word forward',
		edit: edits.wordForward,
	},
	{
		keys: ['backspace'],
		help: 'delete the character before',
		edit: edits.deleteBack,
	},
	{
		keys: ['delete', 'ctrl+d'],
		help: 'delete the character after',
		edit: edits.deleteForward,
	},
	{
		keys: ['ctrl+w'],
		help: 'delete to the blank before',
		edit: edits.deleteBlankWordBack,
	},
	{
		keys: ['alt+backspace', 'ctrl+backspace'],
		help: 'delete the word before',
		edit: edits.deleteWordBack,
	},
	{
		keys: ['alt+d', 'ctrl+delete'],
		help: 'delete the word after',
		edit: edits.deleteWordForward,
	},
	{
		keys: ['ctrl+u'],
		help: 'delete to the beginning',
		hint: {words: 'empty', rank: 2},
		edit: edits.deleteToStart,
	},
	{keys: ['ctrl+k'], help: 'delete to the end', edit: edits.deleteToEnd},
];

/** The keys by which the line of a prompt is edited. */
function createEditKeys(onType: OnType): readonly ListedBinding[] {
	return editKeys.map(({edit, ...key}) => ({
		...key,
		run: (state) => changeLine(state, edit, onType),
	}));
}

type DockKind =
	| 'help-search'
	| 'text'
	| 'time'
	| 'save'
	| 'regions'
	| 'fields'
	| 'palette'
	| 'deployments'
	| 'projects'
	| 'baseline';

const mostPickerRows = 12;

/** A line to type in and a third of the screen for what there is to choose from. */
export function pickerHeight({screen: {rows}, isUnchosen}: State): number {
	return isUnchosen ? rows : 1 + Math.min(mostPickerRows, Math.floor(rows / 3));
}
