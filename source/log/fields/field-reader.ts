/* eslint-disable no-bitwise -- Bytes are told apart and hashed by their bits, as this is hot. */
import {AccessLine, impliedNames} from './access-line.ts';
import {
	apostrophe,
	blank,
	can,
	canOf,
	closeBrace,
	colon,
	decodeValue,
	dot,
	equals,
	flatListEnd,
	hasEscape,
	isBlank,
	isDigit,
	isNull,
	listEnd,
	nameBefore,
	openBrace,
	openBracket,
	plainEnd,
	quote,
	skipBlanks,
	skipComma,
	stringEnd,
} from './field-bytes.ts';
import {ValueReader} from './typed-value.ts';

/**
Reads the fields of a message off its bytes, all or a wanted one: members of JSON, also behind other text and nested, `key=value`, and what access logs tell (`GET /path 200 in 12 ms`).

Hot: nothing is made for a message, and no byte is looked at more than a few times, whatever stands open. Of a name that comes twice the last one counts.
*/
export class FieldReader {
	/** Fields of the message that was read last, objects among them; at most one where one was looked for. */
	count = 0;
	readonly valueFrom = new Uint32Array(mostFields);
	readonly valueTo = new Uint32Array(mostFields);
	/** The bytes that were read last. */
	source: Uint8Array = new Uint8Array();
	/** What is looked for, where not all is read. */
	#wanted: WantedName | undefined;
	/** Fields that were passed, whatever is looked for. */
	#passed = 0;
	/** No name behind that is asked for. */
	#lastAt = 0;
	readonly #standings = new Uint8Array(mostFields);
	readonly #nameFrom = new Uint32Array(mostFields);
	readonly #nameTo = new Uint32Array(mostFields);
	readonly #parents = new Int16Array(mostFields);
	readonly #implied = new Uint8Array(mostFields);
	/** The bytes of names that stand with escapes; few programs write those. */
	readonly #unescaped = new Map<number, Uint8Array>();
	/** Of the objects around what is read, what each was read with: its own parent, and the bytes of the wanted name before its own. */
	readonly #outerParents = new Int16Array(mostDepth);
	readonly #outerMatched = new Int32Array(mostDepth);
	readonly #values = new ValueReader();
	readonly #access = new AccessLine((name, from, to) => {
		if (this.#passed < mostFields) {
			this.#passed++;
			if (this.#wanted === undefined) {
				this.#begin(0, 0, -1, name);
				this.#take(from, to, bare);
			} else if (this.#wanted.implied === name) {
				this.#take(from, to, bare);
			}
		}
	});

	/** Reads all fields. */
	read(source: Uint8Array, from: number, to: number) {
		this.#wanted = undefined;
		this.#lastAt = to;
		this.#read(source, from, to);
	}

	/** Reads the field of a name alone, and returns its index; -1 where there is none. Behind `lastAt` the name does not stand, so that the rest need not be read. */
	find(
		source: Uint8Array,
		[from, to]: readonly [from: number, to: number],
		wanted: WantedName,
		lastAt = to,
	): number {
		this.#wanted = wanted;
		this.#lastAt = lastAt;
		this.#read(source, from, to);
		return this.count - 1;
	}

	/** The field of a name, once all were read; -1 where there is none. */
	indexOf({bytes, implied}: WantedName): number {
		for (let index = this.count - 1; index >= 0; index--) {
			if (
				!this.isObject(index) &&
				(this.#implied[index] === 0
					? this.#isNamed(index, bytes, bytes.length)
					: this.#implied[index] === implied)
			) {
				return index;
			}
		}

		return -1;
	}

	/** Whether it is no field itself, but what others stand in. */
	isObject(index: number): boolean {
		return this.#standings[index] === object;
	}

	/** Whether the bytes of a value are not yet what it says. */
	isEscaped(index: number): boolean {
		return (
			this.#standings[index] === quoted &&
			hasEscape(
				this.source,
				this.valueFrom[index] ?? 0,
				this.valueTo[index] ?? 0,
			)
		);
	}

	/** `error.name`: what stands before it first. */
	name(index: number): string {
		const implied = this.#implied[index] ?? 0;
		if (implied !== 0) {
			return impliedNames[implied] ?? '';
		}

		const parent = this.#parents[index] ?? -1;
		const own = decoder.decode(
			this.#unescaped.get(index) ??
				this.source.subarray(this.#nameFrom[index], this.#nameTo[index]),
		);
		return parent === -1 ? own : `${this.name(parent)}.${own}`;
	}

	/** Names that are the same have the same one; others hardly ever. */
	nameHash(index: number): number {
		const parent = this.#parents[index] ?? -1;
		let hash =
			parent === -1 ? (this.#implied[index] ?? 0) : this.nameHash(parent);
		const unescaped = this.#unescapedName(index);
		const source = unescaped ?? this.source;
		const to = unescaped?.length ?? this.#nameTo[index] ?? 0;
		hash = Math.imul(hash ^ 0x9e_37_79_b9, 0x85_eb_ca_6b);
		for (
			let at = unescaped === undefined ? (this.#nameFrom[index] ?? 0) : 0;
			at < to;
			at++
		) {
			hash = Math.imul(hash ^ (source[at] ?? 0), 0x01_00_01_93);
			hash ^= hash >>> 15;
		}

		return hash;
	}

	text(index: number): string {
		return decodeValue(
			this.source,
			this.valueFrom[index] ?? 0,
			this.valueTo[index] ?? 0,
			this.isEscaped(index),
		);
	}

	#read(source: Uint8Array, from: number, to: number) {
		this.source = source;
		this.count = 0;
		this.#passed = 0;
		// The sign of a pair stands right behind its name.
		const end =
			this.#wanted === undefined
				? to
				: Math.min(to, this.#lastAt + this.#wanted.bytes.length + 1);
		if (this.#unescaped.size > 0) {
			this.#unescaped.clear();
		}

		const hasDuration =
			source[from] !== openBrace && this.#access.readHead(source, from, to);
		let at = from;
		let start = from;
		while (at < end && this.#passed < mostFields) {
			const code = source[at];
			if (code === openBrace) {
				at = this.#readObject(at, to);
				start = at;
			} else if (code === equals) {
				at = this.#readPair(start, at, to);
				start = at;
			} else {
				at++;
			}
		}

		if (!hasDuration) {
			this.#access.readTail(source, from, to);
		}
	}

	/** Whether the first `length` bytes of a wanted name are that of a field, with those of the objects around it. */
	#isNamed(index: number, wanted: Uint8Array, length: number): boolean {
		const unescaped = this.#unescapedName(index);
		const source = unescaped ?? this.source;
		const from = unescaped === undefined ? (this.#nameFrom[index] ?? 0) : 0;
		const own = unescaped?.length ?? (this.#nameTo[index] ?? 0) - from;
		const start = length - own;
		if (start < 0) {
			return false;
		}

		for (let at = own - 1; at >= 0; at--) {
			if (source[from + at] !== wanted[start + at]) {
				return false;
			}
		}

		const parent = this.#parents[index] ?? -1;
		return parent === -1
			? start === 0
			: start > 0 &&
					wanted[start - 1] === dot &&
					this.#isNamed(parent, wanted, start - 1);
	}

	#unescapedName(index: number): Uint8Array | undefined {
		return this.#unescaped.size === 0 ? undefined : this.#unescaped.get(index);
	}

	/** The name of the next field, where all are read; numbers one by one, since a pair of them would be made for each field. */
	#begin(nameFrom: number, nameTo: number, parent: number, implied = 0) {
		const index = this.count;
		this.#nameFrom[index] = nameFrom;
		this.#nameTo[index] = nameTo;
		this.#parents[index] = parent;
		this.#implied[index] = implied;
		if (this.#unescaped.size > 0) {
			// One that was begun before, and was `null`.
			this.#unescaped.delete(index);
		}
	}

	/** The value of the field that was begun; what is looked for is the last one of its name. */
	#take(valueFrom: number, valueTo: number, how: number) {
		const index = this.#wanted === undefined ? this.count : 0;
		this.valueFrom[index] = valueFrom;
		this.valueTo[index] = valueTo;
		this.#standings[index] = how;
		this.count = index + 1;
	}

	/** Reads an object as far as it is JSON, and returns where it was left: what was cut off, or is broken, has what stands before that. */
	#readObject(open: number, to: number): number {
		const {source} = this;
		const wanted = this.#wanted?.bytes;
		const lastAt = this.#lastAt;
		let depth = 0;
		let parent = -1;
		let matched = 0;
		let at = open + 1;
		for (;;) {
			at = skipBlanks(source, at, to);
			if (at >= to || at > lastAt) {
				return to;
			}

			const code = source[at];
			if (code === closeBrace) {
				at++;
				if (depth === 0) {
					return at;
				}

				depth--;
				parent = this.#outerParents[depth] ?? -1;
				matched = this.#outerMatched[depth] ?? -1;
				at = skipComma(source, at, to);
				continue;
			}

			if (code !== quote) {
				return at;
			}

			const nameFrom = at + 1;
			const plainTo = plainEnd(source, nameFrom, to);
			const isPlain = plainTo < to && source[plainTo] === quote;
			const nameTo = isPlain ? plainTo : stringEnd(source, at, to) - 1;
			if (nameTo < 0) {
				return to;
			}

			at = skipBlanks(source, nameTo + 1, to);
			if (at >= to || source[at] !== colon) {
				return at;
			}

			at = skipBlanks(source, at + 1, to);
			if (at >= to || this.#passed >= mostFields) {
				return to;
			}

			let named = -1;
			if (wanted === undefined) {
				this.#begin(nameFrom, nameTo, parent);
				if (!isPlain) {
					this.#unescaped.set(
						this.count,
						unescapeName(source, nameFrom, nameTo),
					);
				}
			} else if (matched !== -1) {
				named = isPlain
					? matchEnd(wanted, matched, source, nameFrom, nameTo)
					: this.#matchUnescaped(wanted, matched, nameFrom, nameTo);
			}

			if (source[at] === openBrace) {
				if (depth === mostDepth) {
					return to;
				}

				this.#passed++;
				if (wanted === undefined) {
					this.#take(at, at, object);
				}

				this.#outerParents[depth] = parent;
				this.#outerMatched[depth] = matched;
				depth++;
				parent = this.count - 1;
				matched = named !== -1 && wanted?.[named] === dot ? named + 1 : -1;
				at++;
				continue;
			}

			const end = valueEnd(source, at, to);
			if (end <= at) {
				return end === -1 ? to : at;
			}

			// What is `null` is not there.
			if (!isNull(source, at, end)) {
				this.#passed++;
				if (wanted === undefined || named === wanted.length) {
					if (source[at] === quote) {
						this.#take(at + 1, end - 1, quoted);
					} else {
						this.#take(at, end, bare);
					}
				}
			}

			at = skipComma(source, end, to);
		}
	}

	/** As `matchEnd`, of a name with escapes. */
	#matchUnescaped(
		wanted: Uint8Array,
		at: number,
		nameFrom: number,
		nameTo: number,
	): number {
		const name = unescapeName(this.source, nameFrom, nameTo);
		return matchEnd(wanted, at, name, 0, name.length);
	}

	/** Reads the pair whose sign stands at `sign`, and returns where to go on. */
	#readPair(start: number, sign: number, to: number): number {
		const {source} = this;
		const from = nameBefore(source, start, sign);
		const valueFrom = sign + 1;
		if (from === -1) {
			return valueFrom;
		}

		const isAsked = this.#beginPair(from, sign);
		const first = source[valueFrom];
		if (first === quote || first === apostrophe) {
			const end = stringEnd(source, valueFrom, to, true);
			if (end === -1) {
				return valueFrom + 1;
			}

			this.#takePair(isAsked, valueFrom + 1, end - 1, quoted);
			return end;
		}

		if (first === openBracket) {
			const end = flatListEnd(source, valueFrom, to);
			if (end === -1) {
				return valueFrom + 1;
			}

			this.#takePair(isAsked, valueFrom, end, bare);
			return end;
		}

		return this.#readBare(valueFrom, to, isAsked);
	}

	#takePair(isAsked: boolean, from: number, to: number, how: number) {
		this.#passed++;
		if (isAsked) {
			this.#take(from, to, how);
		}
	}

	/** Whether the value of a name without parents is asked for. */
	#beginPair(nameFrom: number, nameTo: number): boolean {
		if (this.#wanted === undefined) {
			this.#begin(nameFrom, nameTo, -1);
			return true;
		}

		const {bytes} = this.#wanted;
		return matchEnd(bytes, 0, this.source, nameFrom, nameTo) === bytes.length;
	}

	/** Reads a value without quotes that begins at `from`, and returns its end. */
	#readBare(from: number, to: number, isAsked: boolean): number {
		const {source} = this;
		let end = from;
		while (
			end < to &&
			((canOf[source[end] ?? 0] ?? 0) & can.followValue) === 0
		) {
			end++;
		}

		if (end === from) {
			// As logfmt has it, the value is empty where nothing follows; other signs are no values.
			if (end === to || isBlank(source[end] ?? 0)) {
				this.#takePair(isAsked, end, end, bare);
			}

			return end;
		}

		// The unit of a number may stand behind a blank.
		const measured =
			source[end] === blank && isDigit(source[end - 1] ?? 0)
				? this.#values.measureEnd(source, from, to)
				: end;
		const valueTo = Math.max(end, measured);
		this.#takePair(isAsked, from, valueTo, bare);
		return valueTo;
	}
}

/** Of one message so many fields are read at most. */
const mostFields = 1024;
/** Objects deeper than that are not gone into. */
const mostDepth = 32;

/** How a value stands in the bytes. */
const bare = 0;
/** Between quotes, which are left out; escapes may stand there. */
const quoted = 1;
/** Not at all: it is an object, whose members are fields. */
const object = 2;

/** Behind the value of JSON that begins at `from` and is no object; -1 where it does not end, `from` where there is none. */
function valueEnd(source: Uint8Array, from: number, to: number): number {
	const first = source[from];
	if (first === quote) {
		const end = plainEnd(source, from + 1, to);
		return end < to && source[end] === quote
			? end + 1
			: stringEnd(source, from, to);
	}

	if (first === openBracket) {
		return listEnd(source, from, to);
	}

	let end = from;
	while (end < to && ((canOf[source[end] ?? 0] ?? 0) & can.beInLiteral) !== 0) {
		end++;
	}

	return end;
}

/** How far the name [from, to) stands in a wanted one, from `at` on; -1 where it does not. Hot: mostly the first bytes differ. */
function matchEnd(
	wanted: Uint8Array,
	at: number,
	source: Uint8Array,
	from: number,
	to: number,
): number {
	const distance = at - from;
	for (let index = from; index < to; index++) {
		if (source[index] !== wanted[index + distance]) {
			return -1;
		}
	}

	return to + distance;
}

/** The bytes of a name that stands with escapes. */
function unescapeName(
	source: Uint8Array,
	from: number,
	to: number,
): Uint8Array {
	return encoder.encode(decodeValue(source, from, to, true));
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The name of a field, made ready to be looked for. */
export type WantedName = {
	readonly bytes: Uint8Array;
	/** Its number among the names of access logs, or 0. */
	readonly implied: number;
};

export function wantedName(name: string): WantedName {
	return {
		bytes: encoder.encode(name),
		implied: Math.max(0, (impliedNames as readonly string[]).indexOf(name, 1)),
	};
}
