/* eslint-disable no-bitwise -- What a byte can be is told by bits, as this is hot. */
/** How the bytes of messages are told apart, where fields are looked for. */

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** What a byte can be; it may be several of them. */
export const can = {
	/** Stand between words. */
	part: 1,
	beDigit: 2,
	beginName: 4,
	beInName: 8,
	/** Stand in a number of JSON, `true`, `false` or `null`. */
	beInLiteral: 16,
	/** Stand before the name of a pair. */
	precedeName: 32,
	/** Stand behind the value of a pair that has no quotes. */
	followValue: 64,
} as const;

export const blank = 0x20;
export const quote = 0x22;
export const apostrophe = 0x27;
const comma = 0x2c;
export const dot = 0x2e;
export const colon = 0x3a;
export const equals = 0x3d;
export const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
export const escape = 0x1b;

const blanks = ' \t\n\v\f\r';
const digits = '0123456789';
const lowerCase = 'abcdefghijklmnopqrstuvwxyz';
const letters = lowerCase + lowerCase.toUpperCase();

/** What each byte can be. */
export const canOf = new Uint8Array(256);
for (const [bytes, ability] of [
	[blanks, can.part],
	[digits, can.beDigit],
	[`${letters}_`, can.beginName],
	[`${letters}${digits}_.-`, can.beInName],
	[`${digits}${lowerCase}-+.E`, can.beInLiteral],
	// `m` is the end of a colour.
	[`${blanks}(,;[m`, can.precedeName],
	// A colour begins with an escape.
	[`${blanks}\u001B"'(),;[]{}`, can.followValue],
] as const) {
	for (const byte of bytes) {
		const code = byte.codePointAt(0) ?? 0;
		canOf[code] = (canOf[code] ?? 0) | ability;
	}
}

export function isBlank(code: number): boolean {
	return ((canOf[code] ?? 0) & can.part) !== 0;
}

export function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

/** Behind the blanks that begin at `from`. Hot: mostly there are none. */
export function skipBlanks(
	source: Uint8Array,
	from: number,
	to: number,
): number {
	return (source[from] ?? 0) > blank ? from : blanksEnd(source, from, to);
}

function blanksEnd(source: Uint8Array, from: number, to: number): number {
	let at = from;
	while (at < to && isBlank(source[at] ?? 0)) {
		at++;
	}

	return at;
}

/** Behind the digits that begin at `from`. */
export function digitsEnd(
	source: Uint8Array,
	from: number,
	to: number,
): number {
	let at = from;
	while (at < to && isDigit(source[at] ?? 0)) {
		at++;
	}

	return at;
}

/** Where a text that begins at `from` ends, or is not what it says: at a quote, an escape or what no text has. Hot: names are read so. */
export function plainEnd(source: Uint8Array, from: number, to: number): number {
	let at = from;
	while (at < to) {
		const code = source[at] ?? 0;
		if (code === quote || code === backslash || code < blank) {
			break;
		}

		at++;
	}

	return at;
}

/** Behind the quote that closes the one at `open`; -1 where none does, or, but for `isLoose`, the line ends before. */
export function stringEnd(
	source: Uint8Array,
	open: number,
	to: number,
	isLoose = false,
): number {
	const closing = source[open];
	for (let at = open + 1; at < to; at++) {
		const code = source[at] ?? 0;
		if (code === closing) {
			return at + 1;
		}

		if (code === backslash) {
			at++;
		} else if (code < blank && !isLoose) {
			return -1;
		}
	}

	return -1;
}

/** Behind the bracket that closes the one at `open`, with no other that opens in between; -1 where none does. */
export function flatListEnd(
	source: Uint8Array,
	open: number,
	to: number,
): number {
	for (let at = open + 1; at < to; at++) {
		if (source[at] === closeBracket) {
			return at + 1;
		}

		if (source[at] === openBracket) {
			return -1;
		}
	}

	return -1;
}

/** Behind the bracket that closes the one at `open`, whatever stands between them; -1 where none does. */
export function listEnd(source: Uint8Array, open: number, to: number): number {
	let depth = 0;
	for (let at = open; at < to; at++) {
		const code = source[at] ?? 0;
		switch (code) {
			case quote: {
				const end = stringEnd(source, at, to);
				if (end === -1) {
					return -1;
				}

				at = end - 1;

				break;
			}

			case openBracket:
			case openBrace: {
				depth++;

				break;
			}

			case closeBracket:
			case closeBrace: {
				depth--;
				if (depth === 0) {
					return at + 1;
				}

				break;
			}
			// No default
		}
	}

	return -1;
}

/** The text of a value that stands in bytes, without its quotes. */
export function decodeValue(
	source: Uint8Array,
	from: number,
	to: number,
	isEscaped: boolean,
): string {
	const text = decoder.decode(source.subarray(from, to));
	return isEscaped ? unescape(text) : text;
}

/** What cannot be read as JSON writes it stays as it stands. */
function unescape(text: string): string {
	try {
		return String(JSON.parse(`"${text}"`));
	} catch {
		return text.replaceAll(/\\(["'\\])/gv, '$1');
	}
}

/** The bytes of a name that stands with escapes. */
export function unescapeName(
	source: Uint8Array,
	from: number,
	to: number,
): Uint8Array {
	return encoder.encode(decodeValue(source, from, to, true));
}

export function hasEscape(
	source: Uint8Array,
	from: number,
	to: number,
): boolean {
	for (let at = from; at < to; at++) {
		if (source[at] === backslash) {
			return true;
		}
	}

	return false;
}

export function skipComma(
	source: Uint8Array,
	from: number,
	to: number,
): number {
	const at = skipBlanks(source, from, to);
	return source[at] === comma ? at + 1 : at;
}

/** Whether what stands at `at` is a comma within a value, as in `ids=1,2`: neither a blank nor another pair follows. */
export function isInnerComma(
	source: Uint8Array,
	at: number,
	to: number,
): boolean {
	const from = at + 1;
	if (
		source[at] !== comma ||
		from >= to ||
		((canOf[source[from] ?? 0] ?? 0) & can.followValue) !== 0
	) {
		return false;
	}

	let end = from;
	while (end < to && ((canOf[source[end] ?? 0] ?? 0) & can.beInName) !== 0) {
		end++;
	}

	return end >= to || source[end] !== equals;
}

export function isNull(source: Uint8Array, from: number, to: number): boolean {
	return to - from === 4 && source[from] === 0x6e && source[from + 1] === 0x75;
}

/** Where the name begins that ends at `to`, and nowhere before `start`; -1 where none does. */
export function nameBefore(
	source: Uint8Array,
	start: number,
	to: number,
): number {
	let from = to;
	while (
		from > start &&
		((canOf[source[from - 1] ?? 0] ?? 0) & can.beInName) !== 0
	) {
		from--;
	}

	from = behindColour(source, from, to, start);
	const isName =
		from < to &&
		((canOf[source[from] ?? 0] ?? 0) & can.beginName) !== 0 &&
		(from === start ||
			((canOf[source[from - 1] ?? 0] ?? 0) & can.precedeName) !== 0);
	return isName ? from : -1;
}

/** Where the name begins whose closing quote stands at `to`, and nowhere before `start`; -1 where none does. */
export function quotedNameBefore(
	source: Uint8Array,
	start: number,
	to: number,
): number {
	let open = to - 1;
	while (
		open >= start &&
		(source[open] !== quote || source[open - 1] === backslash)
	) {
		open--;
	}

	const isName =
		open >= start &&
		open < to - 1 &&
		(open === start ||
			((canOf[source[open - 1] ?? 0] ?? 0) & can.precedeName) !== 0);
	return isName ? open + 1 : -1;
}

/** A colour's own letters, `36m`, are no part of the name behind it. */
function behindColour(
	source: Uint8Array,
	from: number,
	to: number,
	start: number,
): number {
	if (
		from - start < 2 ||
		source[from - 1] !== openBracket ||
		source[from - 2] !== escape
	) {
		return from;
	}

	let at = from;
	while (at < to && isDigit(source[at] ?? 0)) {
		at++;
	}

	return source[at] === 0x6d ? at + 1 : from;
}
