import {Buffer} from 'node:buffer';
import {type EntryColumns} from '../../../log/entry-columns.ts';
import {
	Block,
	hexDigits,
	isPlainWord,
	plainBytes,
	wordAt,
	wordLength,
} from '../../json/block.ts';
import {letters, standsAt} from './line-bytes.ts';

/** Behind a value; `to` where it is a list or an object, or no JSON. */
export function endOfValue(
	bytes: Uint8Array,
	from: number,
	to: number,
): number {
	if (bytes[from] !== quoteMark) {
		const end = readPlain(bytes, from, to);
		return end === nowhere ? to : end;
	}

	const end = readText(new Block(bytes), from + 1, to);
	return end === nowhere ? to : Math.abs(end) + 1;
}

/** Where a value ends that is to be read otherwise. */
export const nowhere = 0;

/** Hot. Where the quote stands that closes a text, below 0 where it has escapes; nowhere where those are rare ones, or it is no JSON. */
export function readText(
	{bytes, view}: Block,
	from: number,
	to: number,
): number {
	let hasEscapes = false;
	for (let at = from; at < to; at++) {
		while (at + wordLength <= to && isPlainWord(wordAt(view, at))) {
			at += wordLength;
		}

		if (at >= to) {
			return nowhere;
		}

		const byte = bytes[at] ?? 0;
		if (byte === quoteMark) {
			return hasEscapes ? -at : at;
		}

		if (byte < space) {
			return nowhere;
		}

		if (byte === backslash) {
			hasEscapes = true;
			at++;
			const letter = bytes[at] ?? 0;
			if ((plainBytes[letter] ?? 0) !== 0) {
				continue;
			}

			const code = letter === lowerU ? readHex(bytes, at + 1) : -1;
			if (code === -1 || isRare(code)) {
				return nowhere;
			}

			at += 4;
		}
	}

	return nowhere;
}

/** Half of a character, or what may be the newline at the end of a message. */
function isRare(code: number): boolean {
	return (
		(code >= 0xd8_00 && code <= 0xdf_ff) ||
		code === newline ||
		code === carriageReturn
	);
}

/** The number that four hexadecimal digits are; below 0 where they are none. */
function readHex(bytes: Uint8Array, from: number): number {
	let code = 0;
	for (let at = from; at < from + 4; at++) {
		const digit = hexDigits[bytes[at] ?? 0] ?? 0;
		if (digit === 0) {
			return -1;
		}

		code = code * 16 + digit - 1;
	}

	return code;
}

/** Behind a number or a word; nowhere where it is another value. */
export function readPlain(bytes: Uint8Array, from: number, to: number): number {
	let at = from;
	while (at < to && plainSigns[bytes[at] ?? 0] === 1) {
		at++;
	}

	return at === from ? nowhere : at;
}

/** By a byte: 1 where it may be of a number, or of `true`, `false`, `null`. */
const plainSigns = Uint8Array.from({length: 256}, (_, code) =>
	/[\da-z.+\-E]/v.test(String.fromCodePoint(code)) ? 1 : 0,
);

export function isWholeNumber(
	bytes: Uint8Array,
	from: number,
	to: number,
): boolean {
	for (let at = from; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte < digit0 || byte > digit9) {
			return false;
		}
	}

	return to > from && (to - from === 1 || bytes[from] !== digit0);
}

/** Whether a number or a word is shown as it is written. */
export function isAsWritten(
	bytes: Uint8Array,
	from: number,
	to: number,
): boolean {
	return isWholeNumber(bytes, from, to)
		? to - from <= mostDigits
		: (bytes[from] ?? 0) > digit9
			? words.some(
					(word) => word.length === to - from && standsAt(bytes, from, word),
				)
			: to - from <= mostDigits && fraction.test(letters(bytes, from, to));
}

/** What a number holds exactly. */
const mostDigits = 15;
const words = ['true', 'false', 'null'].map((word) => Buffer.from(word));
/** A number with a fraction, or a negative one. */
const fraction = /^-?(?:[1-9]\d*|0(?=\.(?!0{6})))(?:\.\d*[1-9])?$/v;

/** Hot. How a text is shown as a value: as it is, with quotes where one would not see its end, or, with letters beyond ASCII, as `fieldValue` has it. */
export function shownAs(
	bytes: Uint8Array,
	from: number,
	to: number,
): 'text' | 'quoted' | 'other' {
	let hasBlanks = false;
	for (let at = from; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte > 0x7e) {
			return 'other';
		}

		hasBlanks ||= byte === space;
	}

	const first = bytes[from];
	return hasBlanks ||
		to === from ||
		first === equals ||
		first === openBrace ||
		first === openBracket ||
		first === comma
		? 'quoted'
		: 'text';
}

/** Whether a backslash begins an escape, and is not the end of another one. */
export function isEscape(bytes: Uint8Array, from: number, at: number): boolean {
	let start = at;
	while (start >= from && bytes[start] === backslash) {
		start--;
	}

	return (at - start) % 2 === 1;
}

/** Hot. Writes what a text of JSON stands for. */
export function writeEscaped(
	columns: EntryColumns,
	{bytes, view}: Block,
	from: number,
	to: number,
) {
	let start = from;
	for (let at = from; at < to; at++) {
		if (bytes[at] !== backslash) {
			continue;
		}

		columns.writeBytes(view, start, at);
		at++;
		const plain = plainBytes[bytes[at] ?? 0] ?? 0;
		if (plain === 0) {
			columns.writeCodePoint(readHex(bytes, at + 1));
			at += 4;
		} else {
			columns.writeByte(plain);
		}

		start = at + 1;
	}

	columns.writeBytes(view, start, to);
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quoteMark = 0x22;
const comma = 0x2c;
const digit0 = 0x30;
const digit9 = 0x39;
const equals = 0x3d;
const openBracket = 0x5b;
const backslash = 0x5c;
const lowerU = 0x75;
const openBrace = 0x7b;
