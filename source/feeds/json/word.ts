/* eslint-disable no-bitwise -- Four bytes are looked at as one number. */

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
