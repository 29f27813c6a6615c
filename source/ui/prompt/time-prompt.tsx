import {Box, Text} from 'ink';
import {type Store} from '../../store/create-store.ts';
import {type Mode, type State} from '../../store/state.ts';
import {cut} from '../../text/cut.ts';
import {type Setting} from '../setting.ts';
import {safe} from '../words.ts';
import {presets} from './presets.ts';
import {PromptInput} from './prompt-input.tsx';

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
	const below =
		mode.problem === undefined
			? `${offers.join('  ')}${theme.paint('quiet', '   2h ago · yesterday 14:00 · a to b · @ an instant · empty: all times')}`
			: theme.paint('bad', safe(mode.problem));
	return (
		<Box flexDirection="column">
			<PromptInput
				label={theme.paint('key', ' time ')}
				value={mode.value}
				width={columns}
				onChange={(value) => {
					dispatch({kind: 'mode', mode: {kind: 'time', value}});
				}}
			/>
			<Text>{` ${cut(below, columns - 2, {ellipsis: '…'})}`}</Text>
		</Box>
	);
}
