/* eslint-disable no-bitwise -- Four bytes are looked at as one number. */
import {Buffer} from 'node:buffer';
import {type EntryColumns} from '../../../log/entry-columns.ts';
import {Block, wordAt, wordLength} from '../../json/block.ts';

/** Reads lines of one format from their bytes, a fraction of the work of reading text. It reads only those that are like a line which was read as text before, and just as the text reader would; the rest is left to that. */
export type ByteReader = {
	/** Hot. Whether it reads the line [from, to), which is then a record of its own. */
	readonly recognize: (block: Block, from: number, to: number) => boolean;
	/** Hot. Adds the entry of the line that was recognized last. Where several files are read as one, `place` stands for its region. */
	readonly add: (columns: EntryColumns, place: string | undefined) => void;
};

/** Hot. The index of the newline at `from` or behind it, else `end`. */
export function endOfLine(
	{bytes, view}: Block,
	from: number,
	end: number,
): number {
	let at = from;
	for (const last = end - 2 * wordLength; at <= last; at += 2 * wordLength) {
		const word = wordAt(view, at) ^ newlines;
		const next = wordAt(view, at + wordLength) ^ newlines;
		if (
			((((word - ones) & ~word) | ((next - ones) & ~next)) & highestBits) !==
			0
		) {
			break;
		}
	}

	while (at < end && bytes[at] !== newline) {
		at++;
	}

	return at;
}

/** Where the quote stands that closes a text, else `to`. */
export function endOfQuoted(
	bytes: Uint8Array,
	from: number,
	to: number,
): number {
	let at = from;
	while (at < to && bytes[at] !== quote) {
		at += bytes[at] === backslash ? 2 : 1;
	}

	return Math.min(at, to);
}

const newline = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const newlines = 0x0a_0a_0a_0a;
const ones = 0x01_01_01_01;
const highestBits = 0x80_80_80_80;

/** The beginning of a text as bytes, one for each code unit, so that what reads bytes reads it, too. What is no ASCII looks like none of the signs that are looked for. */
export class TextHead {
	readonly bytes: Uint8Array;
	readonly block: Block;

	constructor(length: number) {
		// The engine reads bytes fastest where all are held by objects of one kind.
		this.bytes = Buffer.alloc(length + 1);
		this.block = new Block(this.bytes);
	}

	/** Returns how many bytes there are; a zero stands behind them. */
	write(text: string): number {
		const {bytes} = this;
		const length = Math.min(text.length, bytes.length - 1);
		for (let index = 0; index < length; index++) {
			// eslint-disable-next-line unicorn/prefer-code-point -- Hot, and one code unit becomes one byte.
			const code = text.charCodeAt(index);
			bytes[index] = code > 0x7f ? 0x80 : code;
		}

		bytes[length] = 0;
		return length;
	}
}

/** Bytes as text of which only the plain letters and signs matter. */
export function letters(bytes: Uint8Array, from: number, to: number): string {
	let text = '';
	for (let at = from; at < to; at++) {
		text += String.fromCodePoint(Math.min(bytes[at] ?? 0, 0x80));
	}

	return text;
}

/** Texts of which there are few, found by their bytes. */
export class FewTexts {
	readonly #all: Array<{readonly bytes: Uint8Array; readonly text: string}> =
		[];

	#last = 0;

	/** Hot: most are the one before. */
	textOf(bytes: Uint8Array, from: number, to: number): string {
		const all = this.#all;
		for (let count = 0; count < all.length; count++) {
			const index = (this.#last + count) % all.length;
			const one = all[index];
			if (one?.bytes.length === to - from && standsAt(bytes, from, one.bytes)) {
				this.#last = index;
				return one.text;
			}
		}

		const own = Buffer.from(bytes.subarray(from, to));
		const text = own.toString();
		this.#last = all.length < fewTexts ? all.length : 0;
		all[this.#last] = {bytes: own, text};
		return text;
	}
}

const fewTexts = 16;

/** Hot. Whether these bytes stand at a place. */
export function standsAt(
	bytes: Uint8Array,
	at: number,
	wanted: Uint8Array,
): boolean {
	const {length} = wanted;
	if (at + length > bytes.length) {
		return false;
	}

	for (let index = 0; index < length; index++) {
		if (bytes[at + index] !== wanted[index]) {
			return false;
		}
	}

	return true;
}

/** In bytes: so much `writePlace` writes at most. */
export function roomOfPlace(region: string): number {
	return region.length * 3 + placeName.length;
}

/** Hot. Where several files are read as one, `place` stands for the region of an entry, which becomes the last word of its message then. Returns what stands for it. */
export function writePlace(
	columns: EntryColumns,
	region: string,
	place: string | undefined,
): string {
	if (place === undefined) {
		return region;
	}

	if (region !== '') {
		const words = Buffer.from(`${placeName}${region}`);
		columns.writeBytes(new Block(words).view, 0, words.length);
	}

	return place;
}

const placeName = ' host=';

/** What ends as JSON does is not read off its bytes by any reader but that of JSON. */
export const closeBrace = 0x7d;
