import {type Store} from '../../store/create-store.ts';
import {type Mode} from '../../store/screen-state.ts';
import {type Setting} from '../look/setting.ts';
import {HintedInput} from './hinted-input.tsx';

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
	return (
		<HintedInput
			label=" save to "
			value={mode.value}
			columns={columns}
			hint={theme.paint(
				'quiet',
				'.ndjson: as the server has it · .txt, .log: text',
			)}
			problem={mode.problem}
			theme={theme}
			onChange={(value) => {
				dispatch({kind: 'mode', mode: {kind: 'save', value}});
			}}
		/>
	);
}
