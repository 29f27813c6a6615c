import {
	comma,
	dot,
	isAscii,
	isDigit,
	isLetter,
	isWord,
	slash,
} from './characters.ts';
import {type ShapeText} from './shape-text.ts';

/** Writes the part of a word that begins at `from`: a number, one with its unit, a duration, a name or an id. Returns where it ends. */
export function writePart(
	text: ShapeText,
	source: Uint8Array,
	from: number,
	end: number,
): number {
	const numberEnd = afterNumber(source, from, end);
	let to = numberEnd;
	while (to < end && isWord(source[to])) {
		to++;
	}

	if (numberEnd === from) {
		writeName(text, source, from, to);
	} else if (to === numberEnd) {
		if (isStatus(text, source, from, to)) {
			text.copy(source, from, to);
		} else {
			text.mask('number');
		}
	} else if (isDuration(source, from, to)) {
		text.mask('duration');
	} else if (
		to - numberEnd <= longestUnit &&
		afterLetters(source, numberEnd, to) === to
	) {
		text.mask('number');
		text.copy(source, numberEnd, to);
	} else {
		text.mask('id');
	}

	return to;
}

/** `v2`, `p95` and `k8s` are names. */
const shortestId = 3;
/** `4 kB` may be written in one word. */
const longestUnit = 2;
const longestDuration = 24;

/** A part that begins with a letter. */
function writeName(
	text: ShapeText,
	source: Uint8Array,
	from: number,
	to: number,
) {
	const nameEnd = afterLetters(source, from, to);
	if (nameEnd === to) {
		text.copy(source, from, to);
	} else if (!isAscii(source, from, to)) {
		writeSentence(text, source, from, to);
	} else if (to - from <= shortestId) {
		text.copy(source, from, to);
	} else if (afterDigits(source, nameEnd, to) === to) {
		text.copy(source, from, nameEnd);
		text.mask('number');
	} else {
		text.mask('id');
	}
}

/** Scripts that put no blanks between words are no ids. */
function writeSentence(
	text: ShapeText,
	source: Uint8Array,
	from: number,
	to: number,
) {
	let index = from;
	while (index < to) {
		const lettersEnd = afterLetters(source, index, to);
		text.copy(source, index, lettersEnd);
		index = afterDigits(source, lettersEnd, to);
		if (index > lettersEnd) {
			text.mask('number');
		}
	}
}

const statusWords: readonly Uint8Array[] = ['status', 'Status'].map((word) =>
	new TextEncoder().encode(word),
);

/** `200` after a path or the word status: it says what an entry is about. */
function isStatus(
	text: ShapeText,
	source: Uint8Array,
	from: number,
	to: number,
): boolean {
	const first = source[from] ?? 0;
	return (
		to - from === 3 &&
		first >= 49 &&
		first <= 53 &&
		((text.previousStart === slash && text.tokenStart === text.length) ||
			text.endsWith(statusWords))
	);
}

/** `12`, `1,204`, `3.14`, `1.2.3` */
function afterNumber(source: Uint8Array, from: number, end: number): number {
	let to = afterDigits(source, from, end);
	while (
		to > from &&
		(source[to] === dot || source[to] === comma) &&
		to + 1 < end &&
		isDigit(source[to + 1])
	) {
		to = afterDigits(source, to + 1, end);
	}

	return to;
}

const units: ReadonlySet<string> = new Set(
	'ns us µs ms s sec m min h hr d'.split(' '),
);
const decoder = new TextDecoder();

/** `12ms`, `8.2s`, `1h30m` */
function isDuration(source: Uint8Array, from: number, to: number): boolean {
	if (to - from > longestDuration) {
		return false;
	}

	let index = from;
	while (index < to) {
		const numberEnd = afterNumber(source, index, to);
		const unitEnd = afterLetters(source, numberEnd, to);
		if (
			numberEnd === index ||
			!units.has(decoder.decode(source.subarray(numberEnd, unitEnd)))
		) {
			return false;
		}

		index = unitEnd;
	}

	return index === to;
}

function afterDigits(source: Uint8Array, from: number, end: number): number {
	let to = from;
	while (to < end && isDigit(source[to])) {
		to++;
	}

	return to;
}

function afterLetters(source: Uint8Array, from: number, end: number): number {
	let to = from;
	while (to < end && isLetter(source[to])) {
		to++;
	}

	return to;
}
