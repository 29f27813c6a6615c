import {isDigit, isLetter, space} from '../../log/shape/characters.ts';
import {type ShapeText} from '../../log/shape/shape-text.ts';

/** What a word of a shape is, where two shapes differ in it. */
export const wordKinds = {
	/** It may well differ from entry to entry: a path, a pair, something with a mask. */
	free: 0,
	/** Begins with a capital, as names do. */
	name: 1,
	/** Letters alone. */
	plain: 2,
	/** Says what an entry is about: a status, a method, a level. */
	telling: 3,
} as const;

const mostWords = 1024;
const tellingWords = new Set(
	'GET POST PUT PATCH DELETE HEAD OPTIONS error warn warning info debug trace fatal critical'
		.split(' ')
		.flatMap((word) => [word, word.toUpperCase()])
		.map((word) => hashOf(new TextEncoder().encode(word))),
);

/** The words of a shape while it is looked for. Hot: of shapes that were not met lately. */
export class ShapeWords {
	count = 0;
	bytes = new Uint8Array();
	/** By these words are told apart. */
	readonly hashes = new Int32Array(mostWords);
	readonly kinds = new Uint8Array(mostWords);
	readonly starts = new Uint16Array(mostWords);
	readonly ends = new Uint16Array(mostWords);

	read({bytes, length}: ShapeText) {
		this.bytes = bytes;
		this.count = 0;
		let start = 0;
		while (start < length && this.count < mostWords) {
			let end = start;
			while (end < length && bytes[end] !== space) {
				end++;
			}

			this.#add(start, end);
			start = end + 1;
		}
	}

	/** The bytes of a word, for as long as nothing else is read. */
	word(index: number): Uint8Array {
		return this.bytes.subarray(this.starts[index], this.ends[index]);
	}

	#add(start: number, end: number) {
		const index = this.count++;
		const hash = hashOf(this.bytes, start, end);
		this.starts[index] = start;
		this.ends[index] = end;
		this.hashes[index] = hash;
		this.kinds[index] = tellingWords.has(hash)
			? wordKinds.telling
			: kindOf(this.bytes, start, end);
	}
}

export function hashOf(bytes: Uint8Array, from = 0, to = bytes.length): number {
	let hash = to - from;
	for (let index = from; index < to; index++) {
		hash = Math.imul(hash + (bytes[index] ?? 0), 0x01_00_01_93);
	}

	return hash;
}

/** Signs at its end make no difference. */
function kindOf(bytes: Uint8Array, from: number, to: number): number {
	let end = to;
	while (end > from + 1 && isMark(bytes[end - 1])) {
		end--;
	}

	const first = bytes[from] ?? 0;
	// Numbers were masked, but for those that say what an entry is about.
	if (isDigit(first)) {
		return wordKinds.telling;
	}

	for (let index = from; index < end; index++) {
		if (!isLetter(bytes[index])) {
			return wordKinds.free;
		}
	}

	return isCapital(first) ? wordKinds.name : wordKinds.plain;
}

function isMark(byte: number | undefined): boolean {
	return (
		byte !== undefined && byte > 32 && byte < 64 && byte !== 60 && byte !== 62
	);
}

/** Also what begins beyond ASCII. */
function isCapital(byte: number): boolean {
	return (byte >= 65 && byte <= 90) || byte >= 0x80;
}
