import {Box, Text} from 'ink';
import {fit} from '../../text/cut.ts';
import {topAround} from '../look/line.ts';
import {type Theme} from '../look/theme.ts';
import {type Line} from './edit-line.ts';
import {PromptInput} from './prompt-input.tsx';

type PickerProps<Choice> = {
	readonly label: string;
	readonly line: Line;
	readonly choices: readonly Choice[];
	/** Which of the choices is the reader's. */
	readonly index: number;
	readonly row: (choice: Choice) => string;
	/** What is said where there is nothing to choose. */
	readonly face: string;
	/** What is said below the choices; empty for nothing. */
	readonly note: string;
	readonly columns: number;
	/** Rows in all, that of the prompt among them. */
	readonly height: number;
	readonly theme: Theme;
};

/** A line to type in, and below it what is to be chosen from. */
export function Picker<Choice>({
	label,
	line,
	choices,
	index,
	row,
	face,
	note,
	columns,
	height,
	theme,
}: PickerProps<Choice>) {
	const rows = choiceRows(choices, row, {
		index,
		width: columns,
		height: height - (note === '' ? 1 : 2),
		theme,
	});
	return (
		<Box flexDirection="column" height={height}>
			<PromptInput
				label={theme.paint('key', label)}
				line={line}
				width={columns}
			/>
			<Text wrap="truncate">
				{choices.length === 0
					? face
					: [...rows, ...(note === '' ? [] : [note])].join('\n')}
			</Text>
		</Box>
	);
}

/** The part of a list of choices around the chosen one, a row each. */
function choiceRows<Choice>(
	choices: readonly Choice[],
	toRow: (choice: Choice) => string,
	{
		index,
		width,
		height,
		theme,
	}: {
		/** Of the chosen one. */
		readonly index: number;
		readonly width: number;
		readonly height: number;
		readonly theme: Theme;
	},
): string[] {
	const top = topAround(index, choices.length, height);
	return choices.slice(top, top + height).map((choice, at) => {
		const mark = top + at === index ? theme.paint('selected', '▌') : ' ';
		return fit(`${mark} ${toRow(choice)}`, width, {ellipsis: '…'});
	});
}
