import {anyWords} from '../../log/pattern.ts';
import {quote, isDigit, isLetter, space} from '../../log/shape/characters.ts';
import {type ShapeText} from '../../log/shape/shape-text.ts';

/** What the shapes of one group have in common, word by word. */
export class Template {
	readonly words: Uint8Array[];
	readonly #hashes: Int32Array;
	/** How much of a word is the same in all; `fixed` for all of it. */
	readonly #common: Int32Array;
	#text: string | undefined;

	constructor(words: ShapeWords) {
		const {count} = words;
		this.words = Array.from({length: count}, (_, index) =>
			Uint8Array.from(words.word(index)),
		);
		this.#hashes = words.hashes.slice(0, count);
		this.#common = new Int32Array(count).fill(fixed);
	}

	/** `GET /<*> 200 in <n> ms`; several words in a row that differ are one `<*>`. */
	get text(): string {
		this.#text ??= this.words
			.map((word, index) =>
				this.#common[index] === fixed
					? decoder.decode(word)
					: decoder.decode(word) + anyWords,
			)
			.filter(
				(word, index, all) => word !== anyWords || all[index - 1] !== anyWords,
			)
			.join(' ');
		return this.#text;
	}

	/**
	How many words of a shape of as many words are those of the template; all of them when it only differs where it may.

	`different` when the two are about different things; where `isLenient`, only what says so for certain counts. `ifNames` less what is said else where the two are alike if they end with names of several words: `Oak board` and `Walnut table` may be, `Ann left` and `Bob joined` are not.
	*/
	likeness(shape: ShapeWords, isLenient: boolean): number {
		const {count, hashes, kinds} = shape;
		let same = 0;
		let differs = false;
		// A run of words that differ may be a name of several words.
		let hasName = false;
		let hasPlain = false;
		for (let index = 0; index < count; index++) {
			const isFree = this.#common[index] !== fixed;
			const kind = kinds[index];
			if (!isFree && this.#hashes[index] === hashes[index]) {
				same++;
				if (hasPlain && !hasName && !isLenient) {
					return different;
				}

				hasName = false;
				hasPlain = false;
			} else if (!isFree || !startsWith(shape, index, this.words[index])) {
				differs = true;
				if (kind === wordKinds.telling) {
					return different;
				}

				// A name that the template leaves open ends before what it has always had behind it.
				hasName ||= kind === wordKinds.name;
				hasPlain ||= kind === wordKinds.plain && !this.#hasText(shape, index);
			}
		}

		if (hasPlain && !isLenient) {
			return hasName ? ifNames - same : different;
		}

		return differs ? same : count;
	}

	/** Takes a shape in: what differs may differ from now on. */
	widen(shape: ShapeWords) {
		for (const [index, word] of this.words.entries()) {
			if (
				this.#common[index] === fixed
					? this.#hashes[index] !== shape.hashes[index]
					: !startsWith(shape, index, word)
			) {
				const common = commonStart(word, shape.word(index));
				this.words[index] = common;
				this.#hashes[index] = hashOf(common);
				this.#common[index] = common.length;
				this.#text = undefined;
			}
		}
	}

	/** Whether all shapes of another template with as many words are of this one, too. */
	covers(other: Template): boolean {
		return this.words.every((word, index) =>
			this.#common[index] === fixed
				? other.#common[index] === fixed &&
					this.#hashes[index] === other.#hashes[index]
				: isStart(word, other.words[index]),
		);
	}

	/** Whether a word of the template begins with the same text of JSON. */
	#hasText({bytes, starts, textEnds}: ShapeWords, index: number): boolean {
		const from = starts[index] ?? 0;
		const length = (textEnds[index] ?? 0) - from;
		const word = this.words[index];
		return (
			word?.[length] === quote &&
			isStart(bytes.subarray(from, from + length), word)
		);
	}
}

const decoder = new TextDecoder();
/** Behind these a word may go on otherwise. */
const joints: ReadonlySet<number> = new Set(
	new TextEncoder().encode('=:/([{,"\'#@'),
);
/** Stands for a word that is the same in all shapes of the group. */
const fixed = -1;

/** What `likeness` says of a shape that is not like a template, or only perhaps. */
export const different = -1;
export const ifNames = -2;

function startsWith(
	{bytes, starts, ends}: ShapeWords,
	index: number,
	start: Uint8Array = new Uint8Array(),
): boolean {
	const from = starts[index] ?? 0;
	if ((ends[index] ?? 0) - from < start.length) {
		return false;
	}

	// eslint-disable-next-line unicorn/no-for-loop -- Hot.
	for (let offset = 0; offset < start.length; offset++) {
		if (bytes[from + offset] !== start[offset]) {
			return false;
		}
	}

	return true;
}

function isStart(start: Uint8Array, word: Uint8Array | undefined): boolean {
	return start.every((byte, index) => word?.[index] === byte);
}

/** As far as both are the same, up to the last joint: `path=/` of `path=/a` and `path=/b`. */
function commonStart(a: Uint8Array, b: Uint8Array): Uint8Array {
	let length = 0;
	for (const [index, byte] of a.entries()) {
		if (byte !== b[index]) {
			break;
		}

		if (joints.has(byte)) {
			length = index + 1;
		}
	}

	return a.slice(0, length);
}

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
const wordKinds = {
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

function hashOf(bytes: Uint8Array, from = 0, to = bytes.length): number {
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

const smallLetter = /^\p{Lowercase}/v;

/** Whether a word begins with a small letter. Scripts that have none tell no names. */
function isSmall(bytes: Uint8Array, from: number): boolean {
	const first = bytes[from] ?? 0;
	return first < 0x80
		? !(first >= 65 && first <= 90)
		: smallLetter.test(decoder.decode(bytes.subarray(from, from + 4)));
}
