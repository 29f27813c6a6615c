import {type Store} from '../../store/create-store.ts';
import {type Mode} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {type Setting} from '../look/setting.ts';
import {HintedInput} from './hinted-input.tsx';
import {presets} from './presets.ts';

type TimePromptProps = {
	readonly mode: Extract<Mode, {readonly kind: 'time'}>;
	readonly state: State;
	readonly setting: Setting;
	readonly dispatch: Store['dispatch'];
};

/** Takes a time in words; what is wrong with it is said below it. */
export function TimePrompt({
	mode,
	state,
	setting: {theme},
	dispatch,
}: TimePromptProps) {
	const {columns} = state.screen;
	const offers = presets(state).map((preset) =>
		theme.paint(preset === mode.value ? 'selected' : 'quiet', preset),
	);
	return (
		<HintedInput
			label=" time "
			value={mode.value}
			columns={columns}
			hint={`${offers.join('  ')}${theme.paint('quiet', '   2h ago · yesterday 14:00 · a to b · @ an instant · empty: all times')}`}
			problem={mode.problem}
			theme={theme}
			onChange={(value) => {
				dispatch({kind: 'mode', mode: {kind: 'time', value}});
			}}
		/>
	);
}
