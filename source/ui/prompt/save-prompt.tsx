import {Box, Text} from 'ink';
import {type Store} from '../../store/create-store.ts';
import {type Mode} from '../../store/state.ts';
import {cut} from '../../text/cut.ts';
import {type Setting} from '../setting.ts';
import {safe} from '../words.ts';
import {PromptInput} from './prompt-input.tsx';

type SavePromptProps = {
	readonly mode: Extract<Mode, {readonly kind: 'save'}>;
	readonly columns: number;
	readonly setting: Setting;
	readonly dispatch: Store['dispatch'];
};

/** Takes the path of a file; what is wrong with it is said below it. */
export function SavePrompt({
	mode,
	columns,
	setting: {theme},
	dispatch,
}: SavePromptProps) {
	const below =
		mode.problem === undefined
			? theme.paint('quiet', '.ndjson: as the server has it · .txt, .log: text')
			: theme.paint('bad', safe(mode.problem));
	return (
		<Box flexDirection="column">
			<PromptInput
				label={theme.paint('key', ' save to ')}
				value={mode.value}
				width={columns}
				onChange={(value) => {
					dispatch({kind: 'mode', mode: {kind: 'save', value}});
				}}
			/>
			<Text>{` ${cut(below, columns - 2, {ellipsis: '…'})}`}</Text>
		</Box>
	);
}
