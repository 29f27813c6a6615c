import {Box, Text} from 'ink';
import {createContext, useContext, useLayoutEffect} from 'react';
import {width as widthOf, walk} from '../../text/width.ts';
import {cut} from '../../text/cut.ts';
import {sanitize} from '../../text/sanitize.ts';
import {type Theme} from '../look/theme.ts';
import {safe} from '../look/words.ts';

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

/** The part of a line around its caret that has room. */
type LineWindow = {
	/** Safe for a terminal. */
	readonly text: string;
	/** The cell of the caret. */
	readonly caret: number;
};

/** A grapheme is seldom longer, in code units; what is beyond is not looked at. */
const unitsPerCell = 4;
/** Of the room, for what comes after the caret. */
const shareAfter = 0.25;
const ellipsis = '…';

type Cell = {readonly text: string; readonly width: number};

const cutMark: Cell = {text: ellipsis, width: 1};

/** Told in which cell of the first row of the dock the caret is; nothing when there is none any more. */
export const CaretPlace = createContext<(x: number | undefined) => void>(
	() => undefined,
);

type PromptInputProps = {
	readonly label: string;
	readonly line: Line;
	readonly width: number;
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

/** The caret is always in it; what is cut off on a side is told by an ellipsis there. */
export function lineWindow({value, caret}: Line, width: number): LineWindow {
	if (width <= 0) {
		return {text: '', caret: 0};
	}

	const reach = width * unitsPerCell;
	const before = cellsOf(value.slice(Math.max(0, caret - reach), caret));
	const after = cellsOf(value.slice(caret, caret + reach));
	const roomAfter = Math.min(
		widthOfLine(after),
		Math.floor(width * shareAfter),
	);
	// The caret itself has a cell, also at the end of the line.
	const roomBefore = width - Math.max(1, roomAfter);
	const start = takeLast(before, caret > reach, roomBefore);
	const startWidth = widthOfLine(start);
	const end = takeFirst(
		after,
		value.length - caret > reach,
		width - startWidth,
	);
	return {
		text: [...start, ...end].map(({text}) => text).join(''),
		caret: startWidth,
	};
}

function cellsOf(text: string): readonly Cell[] {
	const cells: Cell[] = [];
	walk(sanitize(text, {hasColors: false}), (grapheme, width) => {
		cells.push({text: grapheme, width});
	});
	return cells;
}

function widthOfLine(cells: readonly Cell[]): number {
	return cells.reduce((sum, {width}) => sum + width, 0);
}

function takeFirst(
	cells: readonly Cell[],
	isCutBefore: boolean,
	room: number,
): readonly Cell[] {
	if (!isCutBefore && widthOfLine(cells) <= room) {
		return cells;
	}

	const taken: Cell[] = [];
	let left = room - cutMark.width;
	for (const cell of cells) {
		if (cell.width > left) {
			break;
		}

		taken.push(cell);
		left -= cell.width;
	}

	return room < cutMark.width ? [] : [...taken, cutMark];
}

function takeLast(
	cells: readonly Cell[],
	isCutBefore: boolean,
	room: number,
): readonly Cell[] {
	return takeFirst(cells.toReversed(), isCutBefore, room).toReversed();
}

/** A line that is typed, and where in it: before the code unit at `caret`. */
export type Line = {readonly value: string; readonly caret: number};

/** In code units: nobody means more for one line. */
const longestLine = 65_536;

/** Types a text at the caret, as much of it as there is room for. */
export function typeInto({value, caret}: Line, text: string): Line {
	const typed = text.slice(0, Math.max(0, longestLine - value.length));
	return {
		value: value.slice(0, caret) + typed + value.slice(caret),
		caret: caret + typed.length,
	};
}

export type Edit = (line: Line) => Line;

/** What keys do at a prompt, as in shells. */
export const edits = {
	toStart: ({value}) => ({value, caret: 0}),
	toEnd: ({value}) => ({value, caret: value.length}),
	back: (line) => moveTo(line, graphemeBefore(line)),
	forward: (line) => moveTo(line, graphemeAfter(line)),
	wordBack: (line) => moveTo(line, wordBefore(line, isWordCharacter)),
	wordForward: (line) => moveTo(line, wordAfter(line)),
	deleteBack: (line) => remove(line, graphemeBefore(line), line.caret),
	deleteForward: (line) => remove(line, line.caret, graphemeAfter(line)),
	deleteWordBack: (line) =>
		remove(line, wordBefore(line, isWordCharacter), line.caret),
	deleteBlankWordBack: (line) =>
		remove(line, wordBefore(line, isNoBlank), line.caret),
	deleteWordForward: (line) => remove(line, line.caret, wordAfter(line)),
	deleteToStart: (line) => remove(line, 0, line.caret),
	deleteToEnd: (line) => remove(line, line.caret, line.value.length),
} as const satisfies Readonly<Record<string, Edit>>;

function moveTo({value}: Line, caret: number): Line {
	return {value, caret};
}

function remove({value}: Line, from: number, to: number): Line {
	return {value: value.slice(0, from) + value.slice(to), caret: from};
}

const segmenter = new Intl.Segmenter('en');
/** In code units: longer than any character that is meant as one. Its length bounds what a key costs, however long the line is. */
const longestGrapheme = 64;

/** Where the character before the caret begins, as people see it: a flag, a face with its skin, a syllable of Devanagari is one. */
function graphemeBefore({value, caret}: Line): number {
	const from = Math.max(0, caret - longestGrapheme);
	let start = caret - from;
	for (const {index} of segmenter.segment(value.slice(from, caret))) {
		start = index;
	}

	return from + start;
}

function graphemeAfter({value, caret}: Line): number {
	const [first] = segmenter.segment(
		value.slice(caret, caret + longestGrapheme),
	);
	return caret + (first?.segment.length ?? 0);
}

type IsOfWord = (character: string) => boolean;

const isWordCharacter: IsOfWord = (character) =>
	/^[\p{L}\p{M}\p{N}_]$/v.test(character);
const isNoBlank: IsOfWord = (character) => !/^\s$/v.test(character);

function wordBefore({value, caret}: Line, isOfWord: IsOfWord): number {
	const skip = (from: number, isSkipped: IsOfWord) => {
		let at = from;
		while (at > 0) {
			const character = characterBefore(value, at);
			if (!isSkipped(character)) {
				break;
			}

			at -= character.length;
		}

		return at;
	};

	return skip(
		skip(caret, (character) => !isOfWord(character)),
		isOfWord,
	);
}

function wordAfter({value, caret}: Line): number {
	const skip = (from: number, isSkipped: IsOfWord) => {
		let at = from;
		while (at < value.length) {
			const character = characterAt(value, at);
			if (!isSkipped(character)) {
				break;
			}

			at += character.length;
		}

		return at;
	};

	return skip(
		skip(caret, (character) => !isWordCharacter(character)),
		isWordCharacter,
	);
}

function characterAt(value: string, index: number): string {
	return String.fromCodePoint(value.codePointAt(index) ?? 0);
}

function characterBefore(value: string, index: number): string {
	const pair = value.slice(Math.max(0, index - 2), index);
	return /^[\u{10000}-\u{10FFFF}]$/v.test(pair) ? pair : pair.slice(-1);
}
