/** The bytes of messages by their names, and of what kind each of them is: a message's shape is read by these. */

export const newline = 10;
const escape = 27;
export const space = 32;
export const quote = 34;
export const apostrophe = 39;
export const plus = 43;
export const comma = 44;
export const minus = 45;
export const dot = 46;
export const slash = 47;
export const colon = 58;
export const at = 64;
export const backslash = 92;
export const openBracket = 91;
export const closeBracket = 93;
export const openBrace = 123;

/** What a byte of UTF-8 is to a shape. */
export const kinds = {
	other: 0,
	/** Also `_` and all beyond ASCII. */
	letter: 1,
	digit: 2,
	blank: 3,
	quote: 4,
	newline: 5,
	escape: 6,
} as const;

const table = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
	const character = String.fromCodePoint(byte);
	if (byte >= 0x80 || /[A-Za-z_]/v.test(character)) {
		table[byte] = kinds.letter;
	} else if (/\d/v.test(character)) {
		table[byte] = kinds.digit;
	} else if (byte === newline) {
		table[byte] = kinds.newline;
	} else if (byte === escape) {
		table[byte] = kinds.escape;
	} else if (/\s/v.test(character)) {
		table[byte] = kinds.blank;
	} else if (/["'`]/v.test(character)) {
		table[byte] = kinds.quote;
	}
}

export const kindTable: Readonly<Uint8Array> = table;

export function isBlank(byte: number | undefined): boolean {
	return byte === space || byte === newline || byte === 9 || byte === 13;
}

export function isAscii(source: Uint8Array, from: number, to: number): boolean {
	for (let index = from; index < to; index++) {
		if ((source[index] ?? 0) >= 0x80) {
			return false;
		}
	}

	return true;
}

export function isDigit(byte: number | undefined): boolean {
	return byte !== undefined && byte >= 48 && byte <= 57;
}

/** A letter of ASCII, `_` and all beyond ASCII. */
export function isLetter(byte: number | undefined): boolean {
	return byte !== undefined && table[byte] === kinds.letter;
}

export function isWord(byte: number | undefined): boolean {
	return (
		byte !== undefined &&
		(table[byte] === kinds.letter || table[byte] === kinds.digit)
	);
}

export function isHexadecimal(byte: number): boolean {
	return (
		isDigit(byte) || (byte >= 97 && byte <= 102) || (byte >= 65 && byte <= 70)
	);
}
