/** Gives each distinct name a small number, in the order in which they come. */
export class Interner {
	readonly names: string[] = [];
	readonly #indexes = new Map<string, number>();
	readonly #limit: number;

	/** Names beyond `limit` share its last number, so that a hostile server cannot make it grow. */
	constructor(limit: number, first: readonly string[] = []) {
		this.#limit = limit;
		for (const name of first) {
			this.index(name);
		}
	}

	index(name: string): number {
		const index = this.#indexes.get(name);
		if (index !== undefined) {
			return index;
		}

		if (this.names.length === this.#limit) {
			return this.#limit - 1;
		}

		this.#indexes.set(name, this.names.length);
		return this.names.push(name) - 1;
	}

	name(index: number): string {
		return this.names[index] ?? '';
	}
}
