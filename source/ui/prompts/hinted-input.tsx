import {Box, Text} from 'ink';
import {cut} from '../../text/cut.ts';
import {type Theme} from '../look/theme.ts';
import {safe} from '../look/words.ts';
import {type Line} from './edit-line.ts';
import {PromptInput} from './prompt-input.tsx';

type HintedInputProps = {
	readonly label: string;
	readonly line: Line;
	readonly columns: number;
	/** What can be typed, with its colours. */
	readonly hint: string;
	/** What is wrong with what was typed: it takes the hint's place. */
	readonly problem: string | undefined;
	readonly theme: Theme;
};

/** A line to type in, and one below it. */
export function HintedInput({
	label,
	line,
	columns,
	hint,
	problem,
	theme,
}: HintedInputProps) {
	const below =
		problem === undefined ? hint : theme.paint('bad', safe(problem));
	return (
		<Box flexDirection="column">
			<PromptInput
				label={theme.paint('key', label)}
				line={line}
				width={columns}
			/>
			<Text>{` ${cut(below, columns - 2, {ellipsis: '…'})}`}</Text>
		</Box>
	);
}
