import {
	apostrophe,
	backslash,
	colon,
	isBlank,
	isWord,
	kinds,
	kindTable,
	newline,
} from './characters.ts';

/** For the other quotation mark is looked in so many bytes. */
const longestQuotation = 2048;

/** Values of JSON that say what an entry is about. */
const tellingKeys: readonly Uint8Array[] =
	'code event err error kind level message msg name reason severity status statusCode status_code type'
		.split(' ')
		.map((key) => new TextEncoder().encode(key));

/** Where the quotation that begins at `index` ends; -1 where it is none, as in `don't`. */
export function closingQuote(
	source: Uint8Array,
	index: number,
	end: number,
): number {
	const quote = source[index] ?? 0;
	if (
		kindTable[quote] !== kinds.quote ||
		(quote === apostrophe && isWord(source[index - 1]))
	) {
		return -1;
	}

	const last = Math.min(end, index + longestQuotation);
	for (let at = index + 1; at < last; at++) {
		const byte = source[at];
		if (byte === quote) {
			return at;
		}

		if (byte === newline) {
			return -1;
		}

		if (byte === backslash) {
			at++;
		}
	}

	// A message of the platform's greatest length was cut off there.
	return -1;
}

/** What follows a key of JSON that ends before `index`, its colon and blanks passed over; -1 where there is no colon. */
export function valueAfterKey(
	source: Uint8Array,
	index: number,
	end: number,
): number {
	if (source[index] !== colon) {
		return -1;
	}

	let at = index + 1;
	while (at < end && isBlank(source[at])) {
		at++;
	}

	return at;
}

export function isTellingKey(
	source: Uint8Array,
	from: number,
	to: number,
): boolean {
	for (const key of tellingKeys) {
		if (key.length === to - from && isAt(source, from, key)) {
			return true;
		}
	}

	return false;
}

function isAt(source: Uint8Array, from: number, key: Uint8Array): boolean {
	for (const [index, byte] of key.entries()) {
		if (source[from + index] !== byte) {
			return false;
		}
	}

	return true;
}
