/* eslint-disable no-bitwise -- Four bytes are looked at as one number. */

import {type Buffer, isAscii} from 'node:buffer';

/** Bytes of whole lines, to be read one by one and four at once. */
export class Block {
	readonly bytes: Uint8Array;
	readonly view: DataView;

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
		this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}
}

/** In bytes. */
export const wordLength = 4;

/** Hot. Four bytes as a number. */
export function wordAt(view: DataView, at: number): number {
	return view.getInt32(at, true);
}

/** Hot. Whether none of four bytes is a quote, a backslash or a control character, each of which says something in a text of JSON. */
export function isPlainWord(word: number): boolean {
	const withoutQuotes = word ^ quotes;
	const withoutBackslashes = word ^ backslashes;
	// The highest bit of a byte is set where taking away had to borrow, and it was not set before.
	return (
		((((word - spaces) & ~word) |
			((withoutQuotes - ones) & ~withoutQuotes) |
			((withoutBackslashes - ones) & ~withoutBackslashes)) &
			highestBits) ===
		0
	);
}

const ones = 0x01_01_01_01;
const spaces = 0x20_20_20_20;
const quotes = 0x22_22_22_22;
const backslashes = 0x5c_5c_5c_5c;
const highestBits = 0x80_80_80_80;

/** Bytes that are looked for at a place. */
export class Literal {
	readonly length: number;
	readonly #bytes: Uint8Array;
	/** But for the last bytes. */
	readonly #words: readonly number[];
	/** The last four bytes, which may be in another word, too. */
	readonly #lastWord: number;

	constructor(bytes: Uint8Array) {
		const {view} = new Block(bytes);
		this.length = bytes.length;
		this.#bytes = bytes;
		this.#words = Array.from(
			{length: Math.floor(bytes.length / wordLength)},
			(_, index) => wordAt(view, index * wordLength),
		);
		this.#lastWord =
			bytes.length < wordLength ? 0 : wordAt(view, bytes.length - wordLength);
	}

	/** Hot: four bytes at once, and without a call into Node, which would take longer. */
	standsAt({bytes, view}: Block, from: number): boolean {
		const end = from + this.length;
		if (end > view.byteLength) {
			return false;
		}

		if (this.length < wordLength) {
			let at = from;
			while (at < end && bytes[at] === this.#bytes[at - from]) {
				at++;
			}

			return at === end;
		}

		for (let index = 0; index < this.#words.length; index++) {
			if (wordAt(view, from + index * wordLength) !== this.#words[index]) {
				return false;
			}
		}

		return wordAt(view, end - wordLength) === this.#lastWord;
	}
}

const escapes = new Map([
	['n', '\n'],
	['t', '\t'],
	['r', '\r'],
	['"', '"'],
	['\\', '\\'],
	['/', '/'],
]);

/** By the byte behind a backslash in JSON: what the two stand for; 0 where that is rare, or nothing. */
export const plainBytes = Uint8Array.from(
	{length: 256},
	(_, letter) => escapes.get(String.fromCodePoint(letter))?.codePointAt(0) ?? 0,
);

/** By a byte: the hexadecimal digit that it is, and one; 0 where it is none. */
export const hexDigits = Uint8Array.from({length: 256}, (_, byte) => {
	const digit = String.fromCodePoint(byte);
	return /[\da-f]/iv.test(digit) ? Number.parseInt(digit, 16) + 1 : 0;
});

/** The lines of a block as text. */
export class BlockText {
	// eslint-disable-next-line @typescript-eslint/no-restricted-types -- It decodes a part of itself without a view of it.
	readonly #bytes: Buffer;
	/** Each byte as a character: a line of plain letters is a part of it, which takes a fraction of decoding each. */
	#latin = '';
	#latinFrom = 0;
	/** In bytes: how long the next one is. */
	#length = shortestLatin;
	#isPlain = true;

	// eslint-disable-next-line @typescript-eslint/no-restricted-types -- It decodes a part of itself without a view of it.
	constructor(bytes: Buffer) {
		this.#bytes = bytes;
	}

	/** Without the zeros that a log has at its beginning which was emptied while it was written. */
	line(from: number, to: number): string {
		const bytes = this.#bytes;
		const latinEnd = this.#latinFrom + this.#latin.length;
		if (to > latinEnd || from < this.#latinFrom) {
			// Where few lines are read as text, little is made for each.
			this.#length =
				from - latinEnd < shortestLatin
					? Math.min(longestLatin, this.#length * 2)
					: shortestLatin;
			const latinTo = Math.min(bytes.length, Math.max(to, from + this.#length));
			this.#latin = bytes.toString('latin1', from, latinTo);
			this.#latinFrom = from;
			this.#isPlain = isAscii(bytes.subarray(from, latinTo));
		}

		const latin = this.#latin.slice(
			from - this.#latinFrom,
			to - this.#latinFrom,
		);
		const line =
			this.#isPlain || !highByte.test(latin)
				? latin
				: bytes.toString('utf8', from, to);
		return line.startsWith('\0') ? line.replace(/^\0+/v, '') : line;
	}
}

/** In bytes: longer texts are made in memory that was not touched before, which takes longer than all else. */
const longestLatin = 32 * 1024;
const shortestLatin = 1024;
const highByte = /[\u0080-\u00FF]/v;
