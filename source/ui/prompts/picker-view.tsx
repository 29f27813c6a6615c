import {type Mode} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Binding, type ModeOf} from '../keys/binding.ts';
import {type Setting} from '../look/setting.ts';
import {type View} from '../view/view.ts';
import {cancelKey} from './cancel-key.ts';
import {createDockView, pickerHeight} from './create-dock-view.ts';
import {promptLine} from './edit-keys.ts';
import {Picker} from './picker.tsx';

type AnyPicker = ModeOf<'regions' | 'fields' | 'palette' | 'deployments' | 'baseline'>;

/** Makes the view of a picker: a line to type in, and what is like that to choose from. */
export function createPickerView<PickerMode extends AnyPicker, Choice>(
	kind: PickerMode['kind'],
	{
		label,
		noun,
		keys,
		cancel = cancelKey,
		clear,
		choices,
		row,
		face,
		height = pickerHeight,
	}: {
		/** What stands before the line. */
		readonly label: string;
		/** What is chosen, in a word. */
		readonly noun: string;
		/** Those that take what is highlighted. */
		readonly keys: readonly Binding[];
		/** Leaves the picker for the list unless told. */
		readonly cancel?: Binding;
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
		) => string;
		/** What is said where there is nothing to choose. */
		readonly face: (mode: PickerMode, setting: Setting) => string;
		readonly height?: (state: State) => number;
	},
): View {
	const isOn = (mode: Mode): mode is PickerMode => mode.kind === kind;
	const step =
		(by: number): Binding['run'] =>
		(state, setting) => {
			const {mode} = state.screen;
			if (!isOn(mode)) {
				return [];
			}

			const {length} = choices(mode, state, setting);
			const index = Math.max(0, Math.min(mode.index + by, length - 1));
			return [{kind: 'mode', mode: {...mode, index}}];
		};

	return createDockView<PickerMode>(kind, {
		keys: [
			...keys,
			cancel,
			{
				keys: ['up'],
				help: `the ${noun} above`,
				group: 'Prompt',
				run: step(-1),
			},
			{
				keys: ['down', 'tab'],
				help: `the ${noun} below`,
				group: 'Prompt',
				hint: {words: 'choose', keys: '↑ ↓', rank: 1},
				run: step(1),
			},
			...(clear === undefined
				? []
				: [
						{
							keys: ['ctrl+u'],
							help: clear.help,
							group: 'Prompt',
							hint: clear.hint,
							run: ({screen: {mode}}) =>
								isOn(mode)
									? [
											{
												kind: 'mode',
												mode: {...mode, value: '', index: 0, ...clear.mode},
											},
										]
									: [],
						} satisfies Binding,
					]),
		],
		onType: (mode, value) => ({
			kind: 'mode',
			mode: {...mode, value, index: 0},
		}),
		isPicker: true,
		height,
		show: ({mode, state, height: rows, setting}) => (
			<Picker
				label={label}
				line={promptLine(state)}
				choices={choices(mode, state, setting)}
				index={mode.index}
				row={(choice) => row(choice, mode, setting)}
				face={face(mode, setting)}
				columns={state.screen.columns}
				height={rows}
				theme={setting.theme}
			/>
		),
	});
}
