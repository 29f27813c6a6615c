import {isDigit, isLetter, quote, space} from '../../log/shape/characters.ts';
import {type ShapeText} from '../../log/shape/shape-text.ts';

/** The words of a shape while it is looked for. Hot: of shapes that were not met lately. */
export class ShapeWords {
	count = 0;
	bytes = new Uint8Array();
	/** By these words are told apart. */
	readonly hashes = new Int32Array(mostWords);
	readonly kinds = new Uint8Array(mostWords);
	readonly starts = new Uint16Array(mostWords);
	readonly ends = new Uint16Array(mostWords);
	/** Where a text of JSON ends in a word, `placed","id":<n>}`: what follows may well differ. The end of the word where there is none. */
	readonly textEnds = new Uint16Array(mostWords);

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
		const textEnd = endOfText(this.bytes, start, end);
		this.textEnds[index] = textEnd;
		this.kinds[index] =
			kindsOfWords.get(hash) ?? kindOf(this.bytes, start, textEnd);
	}
}

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

const lessThan = 60;
const greaterThan = 62;
const mostWords = 1024;
const kindsOfWords: ReadonlyMap<number, number> = new Map(
	(
		[
			[
				wordKinds.telling,
				'GET POST PUT PATCH DELETE HEAD OPTIONS error warn warning info debug trace fatal critical',
			],
			[wordKinds.free, 'ns us µs ms s sec m min h b kb mb gb kib mib gib'],
		] as const
	).flatMap(([kind, words]) =>
		words
			.split(' ')
			.flatMap((word) => [word, word.toUpperCase(), sizeName(word)])
			.map((word) => [hashOf(new TextEncoder().encode(word)), kind] as const),
	),
);

/** `KiB` and `kB`, as units of size are written. */
function sizeName(unit: string): string {
	return unit
		.replace(/b$/v, 'B')
		.replace(/^[kmg](?=i)/v, (letter) => letter.toUpperCase());
}

export function hashOf(bytes: Uint8Array, from = 0, to = bytes.length): number {
	let hash = to - from;
	for (let index = from; index < to; index++) {
		hash = Math.imul(hash + (bytes[index] ?? 0), 0x01_00_01_93);
	}

	return hash;
}

/** Letters that a quotation mark ends are the last word of a text: other values are masked with their marks. */
function endOfText(bytes: Uint8Array, from: number, to: number): number {
	let end = from;
	while (end < to && isLetter(bytes[end])) {
		end++;
	}

	return end > from && end < to && bytes[end] === quote ? end : to;
}

/** Signs at its end make no difference, but for `user=`: a pair without a value, or a mask. */
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

	return isSmall(bytes, from) ? wordKinds.plain : wordKinds.name;
}

function isMark(byte: number | undefined): boolean {
	return (
		byte !== undefined &&
		byte > 32 &&
		byte < 64 &&
		!(byte >= lessThan && byte <= greaterThan)
	);
}

const decoder = new TextDecoder();
const smallLetter = /^\p{Lowercase}/v;

/** Whether a word begins with a small letter. Scripts that have none tell no names. */
function isSmall(bytes: Uint8Array, from: number): boolean {
	const first = bytes[from] ?? 0;
	return first < 0x80
		? !(first >= 65 && first <= 90)
		: smallLetter.test(decoder.decode(bytes.subarray(from, from + 4)));
}
