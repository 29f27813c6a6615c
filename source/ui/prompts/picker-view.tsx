import {Box, Text} from 'ink';
import {type Mode} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {
	type Binding,
	type ListedBinding,
	type Command,
	type ModeOf,
} from '../keys/binding.ts';
import {topAround} from '../look/line.ts';
import {type Setting} from '../look/setting.ts';
import {type PointerOn, type View} from '../view/view.ts';
import {fit} from '../../text/cut.ts';
import {type Theme} from '../look/theme.ts';
import {
	cancelKey,
	promptLine,
	createDockView,
	pickerHeight,
} from './dock-view.ts';
import {type Line, PromptInput} from './prompt-input.tsx';

/** Makes the view of a picker: a line to type in, and what is like that to choose from. */
export function createPickerView<PickerMode extends AnyPicker, Choice>(
	kind: PickerMode['kind'],
	{
		label,
		noun,
		keys,
		cancel = cancelKey,
		otherKeys = [],
		clear,
		choices,
		row,
		face,
		note = () => '',
		height = pickerHeight,
		indexOf = ({index}) => index,
		highlight = () => ({}),
	}: {
		/** What stands before the line. */
		readonly label: string | ((mode: PickerMode, state: State) => string);
		/** What is chosen, in a word. */
		readonly noun: string;
		/** Those that take what is highlighted. */
		readonly keys: readonly ListedBinding[];
		/** Leaves the picker for the list unless told. */
		readonly cancel?: ListedBinding;
		/** Those that lead elsewhere. */
		readonly otherKeys?: readonly ListedBinding[];
		/** What `ctrl+u` does besides emptying the prompt. */
		readonly clear?: {
			readonly help: string;
			readonly hint: NonNullable<Binding['hint']>;
			readonly mode: Partial<PickerMode>;
		};
		readonly choices: (
			mode: PickerMode,
			state: State,
			setting: Setting,
		) => readonly Choice[];
		readonly row: (
			choice: Choice,
			mode: PickerMode,
			setting: Setting,
			state: State,
		) => string;
		/** What is said where there is nothing to choose. */
		readonly face: (mode: PickerMode, setting: Setting, state: State) => string;
		/** What is said below the choices; empty for nothing. */
		readonly note?: (mode: PickerMode, setting: Setting) => string;
		readonly height?: (state: State) => number;
		/** Which choice is highlighted, where that is not told by the index alone. */
		readonly indexOf?: (mode: PickerMode, choices: readonly Choice[]) => number;
		/** What the mode remembers of the choice that is highlighted; nothing is chosen yet where that is absent. */
		readonly highlight?: (choice?: Choice) => Partial<PickerMode>;
	},
): View {
	const isOn = (mode: Mode): mode is PickerMode => mode.kind === kind;
	const stepBy = (state: State, setting: Setting, by: number): Command[] => {
		const {mode} = state.screen;
		if (!isOn(mode)) {
			return [];
		}

		const all = choices(mode, state, setting);
		const index = Math.max(
			0,
			Math.min(indexOf(mode, all) + by, all.length - 1),
		);
		return [{kind: 'mode', mode: {...mode, index, ...highlight(all[index])}}];
	};

	const step =
		(by: number): Binding['run'] =>
		(state, setting) =>
			stepBy(state, setting, by);
	/** Highlights the choice on a row; takes it where it is highlighted already. */
	const click: PointerOn = (state, row, rows, setting) => {
		const {mode} = state.screen;
		if (!isOn(mode)) {
			return [];
		}

		const all = choices(mode, state, setting);
		const now = indexOf(mode, all);
		const room = rows - (note(mode, setting) === '' ? 1 : 2);
		const index = topAround(now, all.length, room) + row - 1;
		const enter = keys.find((binding) => binding.keys.includes('enter'));
		return row < 1 || row > room || all[index] === undefined
			? []
			: index === now && enter !== undefined
				? enter.run(state, setting, rows)
				: stepBy(state, setting, index - now);
	};

	return createDockView<PickerMode>(kind, {
		keys: [
			...keys,
			cancel,
			{
				keys: ['up'],
				help: `the ${noun} above`,
				run: step(-1),
			},
			{
				keys: otherKeys.some(({keys: taken}) => taken.includes('tab'))
					? ['down']
					: ['down', 'tab'],
				help: `the ${noun} below`,
				hint: {words: 'choose', keys: '↑ ↓', rank: 1},
				run: step(1),
			},
			...otherKeys,
			...(clear === undefined
				? []
				: [
						{
							keys: ['ctrl+u'],
							help: clear.help,
							hint: clear.hint,
							run: ({screen: {mode}}) =>
								isOn(mode)
									? [
											{
												kind: 'mode',
												mode: {
													...mode,
													value: '',
													index: 0,
													...highlight(),
													...clear.mode,
												},
											},
										]
									: [],
						} satisfies ListedBinding,
					]),
		],
		onType: (mode, value) => ({
			kind: 'mode',
			mode: {...mode, value, index: 0, ...highlight()},
		}),
		isPicker: true,
		pointer: {
			scroll: (state, by, _rows, setting) => stepBy(state, setting, by),
			click,
		},
		height,
		show({mode, state, height: rows, setting}) {
			const all = choices(mode, state, setting);
			const {columns} = state.screen;
			return (
				<Picker
					label={typeof label === 'string' ? label : label(mode, state)}
					line={promptLine(state)}
					choices={all}
					index={indexOf(mode, all)}
					row={(choice) => row(choice, mode, setting, state)}
					face={face(mode, setting, state)}
					note={note(mode, setting)}
					columns={columns}
					height={rows}
					theme={setting.theme}
				/>
			);
		},
	});
}

/** The keys of a picker of which several may be chosen. */
export function chooseSeveral(
	help: {readonly toggle: string; readonly clear: string},
	run: {readonly toggle: Binding['run']; readonly apply: Binding['run']},
) {
	return {
		keys: [
			{
				keys: ['space'],
				help: help.toggle,
				hint: {words: 'toggle', rank: 0},
				run: run.toggle,
			},
			{
				keys: ['enter'],
				help: 'apply',
				hint: {words: 'apply', rank: 0},
				run: run.apply,
			},
		],
		clear: {
			help: help.clear,
			hint: {words: 'none', rank: 2},
			// Nothing is highlighted then, which would be applied.
			mode: {chosen: [], index: -1},
		},
	};
}

type AnyPicker = ModeOf<
	'regions' | 'fields' | 'palette' | 'deployments' | 'baseline' | 'projects'
>;

type PickerProps<Choice> = {
	readonly label: string;
	readonly line: Line;
	readonly choices: readonly Choice[];
	/** Which of the choices is the reader's. */
	readonly index: number;
	readonly row: (choice: Choice) => string;
	/** What is said where there is nothing to choose. */
	readonly face: string;
	/** What is said below the choices; empty for nothing. */
	readonly note: string;
	readonly columns: number;
	/** Rows in all, that of the prompt among them. */
	readonly height: number;
	readonly theme: Theme;
};

/** A line to type in, and below it what is to be chosen from. */
function Picker<Choice>({
	label,
	line,
	choices,
	index,
	row,
	face,
	note,
	columns,
	height,
	theme,
}: PickerProps<Choice>) {
	const rows = choiceRows(choices, row, {
		index,
		width: columns,
		height: height - (note === '' ? 1 : 2),
		theme,
	});
	return (
		<Box flexDirection="column" height={height}>
			<PromptInput
				label={theme.paint('key', label)}
				line={line}
				width={columns}
			/>
			<Text wrap="truncate">
				{choices.length === 0
					? face
					: [...rows, ...(note === '' ? [] : [note])].join('\n')}
			</Text>
		</Box>
	);
}

/** The part of a list of choices around the chosen one, a row each. */
function choiceRows<Choice>(
	choices: readonly Choice[],
	toRow: (choice: Choice) => string,
	{
		index,
		width,
		height,
		theme,
	}: {
		/** Of the chosen one. */
		readonly index: number;
		readonly width: number;
		readonly height: number;
		readonly theme: Theme;
	},
): string[] {
	const top = topAround(index, choices.length, height);
	return choices.slice(top, top + height).map((choice, at) => {
		const mark = top + at === index ? theme.paint('selected', '▌') : ' ';
		return fit(`${mark} ${toRow(choice)}`, width, {ellipsis: '…'});
	});
}
