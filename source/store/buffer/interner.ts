/** Gives each distinct name a small number, in the order in which they come. */
export class Interner {
	readonly names: string[] = [];
	readonly #indexes = new Map<string, number>();
	readonly #limit: number;
	readonly #overflow: number;
	/** Mostly the same name comes again. */
	#lastName = '';
	#lastIndex = -1;

	/** Names beyond `limit` are told as the number `overflow`, so that a hostile server cannot make it grow. */
	constructor(
		limit: number,
		{
			first = [],
			overflow = limit - 1,
		}: {readonly first?: readonly string[]; readonly overflow?: number} = {},
	) {
		this.#limit = limit;
		this.#overflow = overflow;
		for (const name of first) {
			this.index(name);
		}
	}

	index(name: string): number {
		if (this.#lastIndex === -1 || this.#lastName !== name) {
			this.#lastName = name;
			this.#lastIndex = this.#indexes.get(name) ?? this.#add(name);
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

	#add(name: string): number {
		if (this.names.length === this.#limit) {
			return this.#overflow;
		}

		this.#indexes.set(name, this.names.length);
		return this.names.push(name) - 1;
	}
}
