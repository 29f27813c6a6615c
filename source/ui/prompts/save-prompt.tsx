import {type Binding, inMode, type ModeOf} from '../keys/binding.ts';
import {cancelKey} from './cancel-key.ts';
import {createDockView} from './create-dock-view.ts';
import {promptLine} from './edit-keys.ts';
import {HintedInput} from './hinted-input.tsx';

const keys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'save',
		group: 'Prompt',
		hint: {words: 'save', rank: 0},
		run: inMode('save', ({value, replaces}) =>
			value.trim() === ''
				? []
				: [{kind: 'save', path: value, mayReplace: replaces === value}],
		),
	},
	cancelKey,
];

/** Takes the path of a file; what is wrong with it is said below it. */
export const saveView = createDockView<ModeOf<'save'>>('save', {
	keys,
	onType: (_mode, value) => ({kind: 'mode', mode: {kind: 'save', value}}),
	isPicker: false,
	height: () => 2,
	show: ({mode, state, setting: {theme}}) => (
		<HintedInput
			label=" save to "
			line={promptLine(state)}
			columns={state.screen.columns}
			hint={theme.paint(
				'quiet',
				'.ndjson: as the server has it · .txt, .log: text',
			)}
			problem={mode.problem}
			theme={theme}
		/>
	),
});
