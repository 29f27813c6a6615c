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
