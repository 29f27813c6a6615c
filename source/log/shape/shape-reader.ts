import {readEscapeSequence} from '../../base/escape-sequence.ts';
import {
	closeBracket,
	comma,
	isBlank,
	kinds,
	kindTable,
	openBrace,
	openBracket,
	apostrophe,
	backslash,
	colon,
	isWord,
	newline,
} from './characters.ts';
import {isSign, writeWord} from './write-word.ts';
import {ShapeText} from './shape-text.ts';

/**
Reads the shape of messages: the first line that is not blank, and everything masked in it that differs from entry to entry.

Hot: it reads the bytes of every entry in less than half a microsecond, so it keeps one buffer and makes no strings.
*/
export class ShapeReader {
	readonly text = new ShapeText();
	/** By these two 32-bit numbers shapes are told apart. */
	hash = 0;
	check = 0;
	#source: Uint8Array = new Uint8Array();
	#end = 0;
	/** Where the quotation ends whose words are read; -1 outside of one. */
	#quoteEnd = -1;
	#isJson = false;
	/** How many lists of JSON are open: what they list differs from entry to entry. */
	#listDepth = 0;

	/** Reads a message that is UTF-8 in [from, to). What was read stays until the next is. */
	read(source: Uint8Array, from: number, to: number) {
		const {text} = this;
		text.clear();
		let index = from;
		while (index < to && isBlank(source[index])) {
			index++;
		}

		this.#source = source;
		this.#end = to;
		this.#quoteEnd = -1;
		this.#isJson = source[index] === openBrace;
		this.#listDepth = 0;
		while (index < to && !text.isFull) {
			index = this.#step(index);
		}

		text.trim();
		this.#digest();
	}

	/** Both of them, but for some bits, as one number. */
	get digest(): number {
		return this.hash * 2 ** 21 + (this.check % 2 ** 21);
	}

	/** What was read last. */
	get pattern(): string {
		return decoder.decode(this.text.bytes.subarray(0, this.text.length));
	}

	/** Returns where to go on. */
	#step(index: number): number {
		const {text} = this;
		const source = this.#source;
		const byte = source[index] ?? 0;
		switch (kindTable[byte] ?? kinds.other) {
			case kinds.letter:
			case kinds.digit: {
				return writeWord(text, source, index, this.#end);
			}

			case kinds.blank: {
				if (!this.#isJson || this.#quoteEnd !== -1) {
					text.blank();
				}

				return index + 1;
			}

			case kinds.newline: {
				return text.length === 0 ? index + 1 : this.#end;
			}

			case kinds.escape: {
				return this.#skipSequence(index);
			}

			case kinds.quote: {
				return this.#quote(index, byte);
			}

			default: {
				if (byte === openBracket) {
					this.#listDepth++;
				} else if (byte === closeBracket) {
					this.#listDepth--;
				}

				if (!isSign(source, index)) {
					text.put(byte);
				}

				return index + 1;
			}
		}
	}

	/** What is coloured has the shape of what is not. */
	#skipSequence(index: number): number {
		const message = this.#source.subarray(0, this.#end);
		const sequence = readEscapeSequence(message, index);
		return sequence.kind === 'whole' ? sequence.end : index + 1;
	}

	/** Masks what is quoted; of JSON the keys and the values that tell what it is about are kept. */
	#quote(index: number, quote: number): number {
		const {text} = this;
		const source = this.#source;
		const end =
			this.#quoteEnd === -1 ? closingQuote(source, index, this.#end) : -1;
		if (end === -1) {
			text.put(quote);
			if (index === this.#quoteEnd) {
				this.#quoteEnd = -1;
			}

			return index + 1;
		}

		const value = this.#isAtKey()
			? valueAfterKey(source, end + 1, this.#end)
			: -1;
		if (value === -1) {
			text.quoted(quote);
			return end + 1;
		}

		// With its colon, and no blanks: they are a matter of taste.
		text.copy(source, index, end + 2);
		if (this.#listDepth > 0 || !isTellingKey(source, index + 1, end)) {
			return value;
		}

		this.#quoteEnd = closingQuote(source, value, this.#end);
		if (this.#quoteEnd !== -1) {
			text.put(quote);
			return value + 1;
		}

		return value;
	}

	/** Keys of JSON follow `{` or `,`. */
	#isAtKey(): boolean {
		const last = this.text.lastButBlank;
		return last === openBrace || last === comma;
	}

	#digest() {
		const {bytes, length} = this.text;
		let hash = length;
		let check = length;
		let index = 0;
		// Two bytes at once, of which the second may be beyond the end.
		while (index < length) {
			const bytePair =
				(bytes[index] ?? 0) +
				(index + 1 < length ? (bytes[index + 1] ?? 0) : 0) * 256;
			hash = Math.imul(hash + bytePair, 0x01_00_01_93);
			check = Math.imul(check + bytePair, 0x5b_d1_e9_95);
			index += 2;
		}

		this.hash = hash;
		this.check = check;
	}
}

const decoder = new TextDecoder();

/** For the other quotation mark is looked in so many bytes. */
const longestQuotation = 2048;

/** Values of JSON that say what an entry is about. */
const tellingKeys: readonly Uint8Array[] =
	'code event err error kind level message msg name reason severity status statusCode status_code type'
		.split(' ')
		.map((key) => new TextEncoder().encode(key));

/** Where the quotation that begins at `index` ends; -1 where it is none, as in `don't`. */
function closingQuote(source: Uint8Array, index: number, end: number): number {
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
function valueAfterKey(source: Uint8Array, index: number, end: number): number {
	if (source[index] !== colon) {
		return -1;
	}

	let at = index + 1;
	while (at < end && isBlank(source[at])) {
		at++;
	}

	return at;
}

function isTellingKey(source: Uint8Array, from: number, to: number): boolean {
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
