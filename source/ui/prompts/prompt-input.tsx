import {Box, Text} from 'ink';
import {createContext, useContext, useLayoutEffect} from 'react';
import {width as widthOf} from '../../text/width.ts';
import {cut} from '../../text/cut.ts';
import {type Theme} from '../look/theme.ts';
import {safe} from '../look/words.ts';
import {type Line} from './edit-line.ts';
import {lineWindow} from './line-window.ts';

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

/** Told in which cell of the first row of the dock the caret is; nothing when there is none any more. */
export const CaretPlace = createContext<(x: number | undefined) => void>(
	() => undefined,
);

type PromptInputProps = {
	readonly label: string;
	readonly line: Line;
	readonly width: number;
};

/** A line to type in. Its caret is the terminal's own cursor, by which input methods know where to show what is composed. */
export function PromptInput({label, line, width}: PromptInputProps) {
	const placeCaret = useContext(CaretPlace);
	const start = widthOf(label);
	const {text, caret} = lineWindow(line, width - start);
	useLayoutEffect(() => {
		placeCaret(start + caret);
	}, [placeCaret, start, caret]);
	useLayoutEffect(
		() => () => {
			placeCaret(undefined);
		},
		[placeCaret],
	);
	return (
		<Box width={width} height={1} overflow="hidden">
			<Text wrap="truncate">{label + text}</Text>
		</Box>
	);
}

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
