/** What all names are called for which there is no room. */
export const otherName = 'other';

/** In characters: a hostile server sends names of any length. */
const mostText = 1_048_576;

/**
Gives each distinct name a small number, in the order in which they come.

There is room for `limit` names, and for so many characters of them, so that a hostile server cannot make it grow. The names beyond are told as one number: `overflow`, or that of the name that `standIn` gives, `other` unless told.
*/
export class Interner {
	readonly names: string[] = [];
	readonly #indexes = new Map<string, number>();
	readonly #limit: number;
	readonly #overflow: number | undefined;
	readonly #standIn: (name: string) => string;
	#text = 0;
	#isFull = false;
	/** Mostly the same name comes again. */
	#lastName = '';
	#lastIndex = -1;

	constructor(
		limit: number,
		{
			first = [],
			overflow,
			standIn = () => otherName,
		}: {
			readonly first?: readonly string[];
			readonly overflow?: number;
			readonly standIn?: (name: string) => string;
		} = {},
	) {
		this.#limit = limit;
		this.#overflow = overflow;
		this.#standIn = standIn;
		for (const name of first) {
			this.index(name);
		}
	}

	index(name: string): number {
		if (this.#lastIndex === -1 || this.#lastName !== name) {
			this.#lastIndex = this.#indexes.get(name) ?? this.#add(name);
			this.#lastName = name;
		}

		return this.#lastIndex;
	}

	/** The number of a name that has come. */
	indexOf(name: string): number | undefined {
		return this.#indexes.get(name);
	}

	name(index: number): string {
		return this.names[index] ?? '';
	}

	/** The name under which a name is held, or will be. */
	heldName(name: string): string {
		return this.#isFull ? this.name(this.index(name)) : name;
	}

	#add(name: string): number {
		// One number is kept for all names beyond.
		const room = this.#limit - (this.#overflow === undefined ? 1 : 0);
		this.#isFull ||=
			this.names.length >= room || this.#text + name.length > mostText;
		return this.#isFull ? this.#indexBeyond(name) : this.#push(name);
	}

	#indexBeyond(name: string): number {
		if (this.#overflow !== undefined) {
			return this.#overflow;
		}

		return (
			this.#indexes.get(this.#standIn(name)) ??
			this.#indexes.get(otherName) ??
			this.#push(otherName)
		);
	}

	#push(name: string): number {
		this.#text += name.length;
		this.#indexes.set(name, this.names.length);
		return this.names.push(name) - 1;
	}
}
