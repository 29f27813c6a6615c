import {Block} from './block.ts';
import {wordAt, wordLength} from './word.ts';

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
			return this.#bytes.every((byte, index) => bytes[from + index] === byte);
		}

		for (let index = 0; index < this.#words.length; index++) {
			if (wordAt(view, from + index * wordLength) !== this.#words[index]) {
				return false;
			}
		}

		return wordAt(view, end - wordLength) === this.#lastWord;
	}
}
