import {type Store} from '../../store/create-store.ts';
import {type Mode} from '../../store/state.ts';
import {type Setting} from '../setting.ts';
import {PromptInput} from './prompt-input.tsx';

type TextPromptProps = {
	readonly mode: Extract<Mode, {readonly kind: 'text'}>;
	readonly columns: number;
	readonly setting: Setting;
	readonly dispatch: Store['dispatch'];
};

/** Previews what is typed. */
export function TextPrompt({
	mode,
	columns,
	setting: {theme},
	dispatch,
}: TextPromptProps) {
	const label = mode.target === 'build' ? ' build log / ' : ' / ';
	return (
		<PromptInput
			label={theme.paint('key', label)}
			value={mode.value}
			width={columns}
			onChange={(value) => {
				dispatch({kind: 'preview', value});
			}}
		/>
	);
}
