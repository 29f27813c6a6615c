import {
	at,
	colon,
	dot,
	isAscii,
	isDigit,
	isHexadecimal,
	isLetter,
	isWord,
	minus,
	plus,
	comma,
	slash,
} from './characters.ts';
import {type Mask, type ShapeText} from './shape-text.ts';

/** Writes the word that begins at `from`, masked as far as it differs from entry to entry. Returns where it ends. */
export function writeWord(
	text: ShapeText,
	source: Uint8Array,
	from: number,
	end: number,
): number {
	let to = from;
	let digits = 0;
	let joints = 0;
	for (; to < end; to++) {
		const byte = source[to] ?? 0;
		if (isDigit(byte)) {
			digits++;
		} else if (!isLetter(byte)) {
			if (!isJoint(source, to, end)) {
				break;
			}

			joints++;
		}
	}

	if (digits === 0 && joints === 0) {
		if (to - from > longestWord && isAscii(source, from, to)) {
			text.mask('id');
		} else {
			text.copy(source, from, to);
		}

		return to;
	}

	const mask = joints === 0 ? undefined : maskOf(source, from, to);
	if (mask === undefined) {
		writeParts(text, source, from, to);
	} else {
		text.mask(mask);
	}

	return mask === 'time' ? afterOffset(source, to, end) : to;
}

/** A longer word of letters alone is nothing that people read. */
const longestWord = 64;

/** Whether a `-` or `+` is a part of the number that follows. */
export function isSign(source: Uint8Array, index: number): boolean {
	const byte = source[index];
	return (
		(byte === minus || byte === plus) &&
		isDigit(source[index + 1]) &&
		!isWord(source[index - 1])
	);
}

/** Whether the byte at `index` holds two parts of a word together. */
function isJoint(source: Uint8Array, index: number, end: number): boolean {
	const byte = source[index];
	const next = index + 1;
	return (
		(byte === minus || byte === dot || byte === colon || byte === at) &&
		next < end &&
		(isWord(source[next]) ||
			// The zeros that an IPv6 address leaves out.
			(byte === colon &&
				source[next] === colon &&
				next + 1 < end &&
				isWord(source[next + 1])))
	);
}

/** What a word with joints is as a whole, if it is one of the known kinds. */
function maskOf(
	source: Uint8Array,
	from: number,
	to: number,
): Mask | undefined {
	const dashes = countOf(source, from, to, minus);
	const dots = countOf(source, from, to, dot);
	const colons = countOf(source, from, to, colon);
	const others = to - from - dashes - dots - colons;
	const hasDigitsOnly = dashes === 0 && isAll(source, from, to, isDigit);
	if (dots > 0 && countOf(source, from, to, at) === 1) {
		return 'email';
	}

	if (hasDigitsOnly && dots === 3) {
		return 'address';
	}

	if (
		isDate(source, from) ||
		(hasDigitsOnly && (colons === 1 || colons === 2))
	) {
		return 'time';
	}

	const isHexadecimalOnly =
		dots === 0 && isAll(source, from, to, isHexadecimal);
	if (isHexadecimalOnly && dashes === 4 && others === 32) {
		return 'id';
	}

	return isHexadecimalOnly && dashes === 0 && colons > 1
		? 'address'
		: undefined;
}

function countOf(
	source: Uint8Array,
	from: number,
	to: number,
	byte: number,
): number {
	let count = 0;
	for (let index = from; index < to; index++) {
		if (source[index] === byte) {
			count++;
		}
	}

	return count;
}

/** Whether all between the joints is of a kind. */
function isAll(
	source: Uint8Array,
	from: number,
	to: number,
	isOfKind: (byte: number) => boolean,
): boolean {
	for (let index = from; index < to; index++) {
		const byte = source[index] ?? 0;
		if (isWord(byte) && !isOfKind(byte)) {
			return false;
		}
	}

	return true;
}

/** `2026-01-31` */
function isDate(source: Uint8Array, from: number): boolean {
	if (source[from + 4] !== minus || source[from + 7] !== minus) {
		return false;
	}

	let digits = 0;
	for (let index = from; index < from + 10; index++) {
		if (isDigit(source[index])) {
			digits++;
		}
	}

	return digits === 8;
}

/** The `+01:00` behind a time. */
function afterOffset(source: Uint8Array, from: number, end: number): number {
	let to = from;
	if (source[to] === plus && isDigit(source[to + 1])) {
		to++;
		while (to < end && (isDigit(source[to]) || source[to] === colon)) {
			to++;
		}
	}

	return to;
}

/** What stands between the joints of a word, each part for itself. */
function writeParts(
	text: ShapeText,
	source: Uint8Array,
	from: number,
	to: number,
) {
	let index = from;
	while (index < to) {
		if (isWord(source[index])) {
			index = writePart(text, source, index, to);
		} else {
			text.put(source[index] ?? 0);
			index++;
		}
	}
}

/** Writes the part of a word that begins at `from`: a number, one with its unit, a duration, a name or an id. Returns where it ends. */
function writePart(
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
