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
} from './characters.ts';
import {type Mask, type ShapeText} from './shape-text.ts';
import {writePart} from './write-part.ts';

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
