import {comma, isBlank, isLetter, space} from './characters.ts';

/** A shape while it is written, as UTF-8. Hot: written for every entry. */
export class ShapeText {
	readonly bytes = new Uint8Array(4 * shapeByteLimit);
	length = 0;
	/** Where the token begins that is being written. */
	tokenStart = 0;
	/** The first byte of the token before it. */
	previousStart = 0;
	#maskStart = 0;
	#maskEnd = -1;
	#lastMask: Mask | undefined;

	clear() {
		this.length = 0;
		this.tokenStart = 0;
		this.previousStart = 0;
		this.#maskEnd = -1;
	}

	get isFull(): boolean {
		return this.length >= shapeByteLimit;
	}

	/** The last byte written; 0 for none. */
	get last(): number {
		return this.length === 0 ? 0 : (this.bytes[this.length - 1] ?? 0);
	}

	/** The last byte written that is no blank; 0 for none. */
	get lastButBlank(): number {
		const {last} = this;
		return last === space && this.length > 1
			? (this.bytes[this.length - 2] ?? 0)
			: last;
	}

	put(byte: number) {
		this.bytes[this.length++] = byte;
	}

	copy(source: Uint8Array, from: number, to: number) {
		const {bytes} = this;
		let {length} = this;
		const end = Math.min(to, from + shapeByteLimit);
		for (let index = from; index < end; index++) {
			bytes[length++] = source[index] ?? 0;
		}

		this.length = length;
	}

	trim() {
		while (this.length > 0 && isBlank(this.last)) {
			this.length--;
		}
	}

	/** Whether it ends with one of some words and up to three signs behind that. */
	endsWith(words: readonly Uint8Array[]): boolean {
		let end = this.length;
		while (end > 0 && !isLetter(this.bytes[end - 1])) {
			end--;
		}

		return (
			this.length - end <= 3 &&
			words.some((word) =>
				word.every(
					(byte, index) => this.bytes[end - word.length + index] === byte,
				),
			)
		);
	}

	/** Several blanks are one, and none stands at the start. */
	blank() {
		if (this.length > 0 && this.last !== space) {
			this.put(space);
			this.previousStart = this.bytes[this.tokenStart] ?? 0;
			this.tokenStart = this.length;
		}
	}

	/** Writes a mask; in a list of the like, `1, 2, 3`, only one. */
	mask(mask: Mask) {
		const text = maskBytes.get(mask) ?? noBytes;
		const start = this.length;
		if (this.#lastMask === mask && this.#isListed(this.#maskEnd, start)) {
			this.length = this.#maskEnd;
			this.tokenStart = Math.min(this.tokenStart, this.#maskStart);
			return;
		}

		this.copy(text, 0, text.length);
		this.#lastMask = mask;
		this.#maskStart = start;
		this.#maskEnd = this.length;
	}

	/** Quotation marks and what stands for all between them. */
	quoted(quote: number) {
		const start = this.length;
		if (
			this.#lastMask === 'quoted' &&
			this.#isListed(this.#maskEnd + 1, start)
		) {
			this.length = this.#maskEnd + 1;
			this.tokenStart = Math.min(this.tokenStart, this.#maskStart - 1);
			return;
		}

		this.put(quote);
		this.#lastMask = undefined;
		this.mask('quoted');
		this.put(quote);
	}

	/** Whether `,` or `, ` is all that stands between two places. */
	#isListed(from: number, to: number): boolean {
		return (
			this.bytes[from] === comma &&
			(to === from + 1 || (to === from + 2 && this.bytes[from + 1] === space))
		);
	}
}

/** What stands in a shape for something that differs from entry to entry. */
const masks = {
	number: '<n>',
	/** Also hexadecimal numbers and UUIDs. */
	id: '<id>',
	address: '<ip>',
	email: '<email>',
	time: '<time>',
	duration: '<duration>',
	/** In the quotation marks of the source. */
	quoted: '…',
} as const;

/** What it is that differs. */
export type Mask = keyof typeof masks;

const encoder = new TextEncoder();
const maskBytes: ReadonlyMap<string, Uint8Array> = new Map(
	Object.entries(masks).map(([name, text]) => [name, encoder.encode(text)]),
);
const noBytes = new Uint8Array();

/** A shape is cut behind this many bytes, at the end of a word. */
const shapeByteLimit = 400;
