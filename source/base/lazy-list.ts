/** A list that is made only as far as it is asked for. */
export class LazyList<Item> {
	readonly #items: Item[] = [];
	#rest: Iterator<Item> | undefined;

	constructor(items: Iterable<Item>) {
		this.#rest = items[Symbol.iterator]();
	}

	/** What has been made so far. */
	get known(): readonly Item[] {
		return this.#items;
	}

	/** Whether all of it has been made. */
	get isWhole(): boolean {
		return this.#rest === undefined;
	}

	/** Makes so many items, if there are so many. */
	reach(count: number) {
		while (this.#items.length < count && this.#rest !== undefined) {
			const next = this.#rest.next();
			if (next.done === true) {
				this.#rest = undefined;
			} else {
				this.#items.push(next.value);
			}
		}
	}

	at(index: number): Item | undefined {
		this.reach(index + 1);
		return this.#items[index];
	}

	*[Symbol.iterator](): Generator<Item, void> {
		for (let index = 0; ; index++) {
			this.reach(index + 1);
			const item = this.#items[index];
			if (item === undefined) {
				return;
			}

			yield item;
		}
	}
}
