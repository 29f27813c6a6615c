import {type Action} from '../../store/action.ts';
import {type State} from '../../store/state.ts';
import {type Binding, inMode, type ModeOf} from '../keys/binding.ts';
import {cancelKey, promptLine} from './edit-keys.ts';
import {createDockView} from './create-dock-view.ts';
import {HintedInput} from './prompt-input.tsx';

const keys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'show that time',
		group: 'Prompt',
		hint: {words: 'show', rank: 0},
		run: inMode('time', ({value}) => [{kind: 'submit-time', words: value}]),
	},
	cancelKey,
	{
		keys: ['up'],
		help: 'the preset before',
		group: 'Prompt',
		run: inMode('time', ({value}, state) => [
			type(presetAfter(value, -1, state)),
		]),
	},
	{
		keys: ['down', 'tab'],
		help: 'the next preset',
		group: 'Prompt',
		hint: {words: 'presets', keys: '↑ ↓', rank: 1},
		run: inMode('time', ({value}, state) => [
			type(presetAfter(value, 1, state)),
		]),
	},
];

/** Takes a time in words; what is wrong with it is said below it. */
export const timeView = createDockView<ModeOf<'time'>>('time', {
	keys,
	onType: (_mode, value) => type(value),
	isPicker: false,
	height: () => 2,
	show({mode, state, setting: {theme}}) {
		const offers = presets(state).map((preset) =>
			theme.paint(preset === mode.value ? 'selected' : 'quiet', preset),
		);
		return (
			<HintedInput
				label=" time "
				line={promptLine(state)}
				columns={state.screen.columns}
				hint={
					mode.understood === undefined
						? `${offers.join('  ')}${theme.paint('quiet', '   2h ago · yesterday 14:00 · a to b · @ an instant · empty: all times')}`
						: theme.paint('quiet', mode.understood)
				}
				problem={mode.problem}
				theme={theme}
			/>
		);
	},
});

function type(value: string): Action {
	return {kind: 'mode', mode: {kind: 'time', value}};
}

const durations = ['15m', '1h', '6h', '24h', '7d', '14d'];

/** What the prompt offers: since so long ago, and since this deployment. */
function presets({details, logs: {traits}}: State): readonly string[] {
	return details.deployment?.createdAt === undefined
		? durations
		: [...durations, traits.words.deployment];
}

/** The preset that follows what stands at the prompt; the first or last one where that is none of them. */
function presetAfter(value: string, by: number, state: State): string {
	const all = presets(state);
	const index = all.indexOf(value);
	const next = index === -1 ? (by > 0 ? 0 : all.length - 1) : index + by;
	return all[(next + all.length) % all.length] ?? value;
}
