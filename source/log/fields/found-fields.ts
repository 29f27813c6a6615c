/* eslint-disable no-bitwise -- Names are hashed by their bits, as this is hot. */
import {impliedNames} from './access-line.ts';
import {decodeValue, dot, hasEscape} from './field-bytes.ts';

/** The fields that were found in a message, in the order in which they stand, and the objects that they stand in. */
export class FoundFields {
	count = 0;
	/** The bytes that were read last. */
	source: Uint8Array = new Uint8Array();
	readonly valueFrom: Uint32Array;
	readonly valueTo: Uint32Array;
	readonly #standings: Uint8Array;
	readonly #nameFrom: Uint32Array;
	readonly #nameTo: Uint32Array;
	readonly #parents: Int16Array;
	readonly #implied: Uint8Array;
	/** The bytes of names that stand with escapes; few programs write those. */
	readonly #unescaped = new Map<number, Uint8Array>();

	constructor(most: number) {
		this.valueFrom = new Uint32Array(most);
		this.valueTo = new Uint32Array(most);
		this.#standings = new Uint8Array(most);
		this.#nameFrom = new Uint32Array(most);
		this.#nameTo = new Uint32Array(most);
		this.#parents = new Int16Array(most);
		this.#implied = new Uint8Array(most);
	}

	/** Begins anew with the bytes of another message. */
	clear(source: Uint8Array) {
		this.source = source;
		this.count = 0;
		if (this.#unescaped.size > 0) {
			this.#unescaped.clear();
		}
	}

	/** The name of the next field, which is there once its value is taken; numbers one by one, since a pair of them would be made for each field. */
	begin(nameFrom: number, nameTo: number, parent: number, implied = 0) {
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

	/** What the name of the field that was begun says, where it stands with escapes. */
	nameAs(unescaped: Uint8Array) {
		this.#unescaped.set(this.count, unescaped);
	}

	/** The value of the field that was begun. */
	take(from: number, to: number, how: number) {
		const index = this.count;
		this.valueFrom[index] = from;
		this.valueTo[index] = to;
		this.#standings[index] = how;
		this.count = index + 1;
	}

	/** The field of a name; -1 where there is none. */
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

	text(index: number): string {
		return decodeValue(
			this.source,
			this.valueFrom[index] ?? 0,
			this.valueTo[index] ?? 0,
			this.isEscaped(index),
		);
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
}

/** How a value stands in the bytes. */
export const bare = 0;
/** Between quotes, which are left out; escapes may stand there. */
export const quoted = 1;
/** Not at all: it is an object, whose members are fields. */
export const object = 2;

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

const encoder = new TextEncoder();
const decoder = new TextDecoder();
