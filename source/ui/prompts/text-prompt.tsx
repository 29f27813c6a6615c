import {Box, Text} from 'ink';
import {type Store} from '../../store/create-store.ts';
import {type Mode} from '../../store/screen-state.ts';
import {cut} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Setting} from '../look/setting.ts';
import {refinementWords, safe, textWords} from '../look/words.ts';
import {PromptInput} from './prompt-input.tsx';

type TextMode = Extract<Mode, {readonly kind: 'text'}>;

type TextPromptProps = {
	readonly mode: TextMode;
	readonly columns: number;
	readonly setting: Setting;
	readonly dispatch: Store['dispatch'];
};

/** Previews what is typed, after what it narrows; what is wrong with it is said beside it. */
export function TextPrompt({
	mode,
	columns,
	setting: {theme},
	dispatch,
}: TextPromptProps) {
	const problem =
		mode.problem === undefined
			? ''
			: ` ${cut(safe(mode.problem), Math.floor(columns / 2), {ellipsis: '…'})} `;
	const chips = cut(chipsOf(mode), Math.floor(columns / 3), {ellipsis: '…'});
	return (
		<Box>
			<PromptInput
				label={`${theme.paint('key', mode.target === 'build' ? ' build log / ' : ' / ')}${theme.paint('strong', chips)}${chips === '' ? '' : ' '}`}
				value={mode.value}
				width={columns - widthOf(problem)}
				onChange={(value) => {
					dispatch({kind: 'preview', value});
				}}
			/>
			<Text>{theme.paint('bad', problem)}</Text>
		</Box>
	);
}

/** The texts that stand. */
function chipsOf({target, base}: TextMode): string {
	return target === 'build'
		? ''
		: [
				textWords(base.filter),
				...base.refinements.map((one) => refinementWords(one)),
			]
				.filter(Boolean)
				.join(' · ');
}
