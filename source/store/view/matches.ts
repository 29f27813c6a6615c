/** The positions of a piece whose entries match, in order; known for its first positions, up to `scanned`. */
export class Matches {
	/** That of the piece when they were found. */
	readonly shape: number;
	scanned = 0;
	count = 0;
	/** How many matches there is room for at first. */
	readonly #firstLength: number;
	/** Absent while all positions match. */
	#positions: Uint16Array | undefined;

	/** `expected` is about how many matches there will be. */
	constructor(shape: number, expected = 0) {
		this.shape = shape;
		this.#firstLength = Math.max(16, expected);
	}

	/** All positions up to `count` match. */
	takeAll(count: number) {
		this.scanned = count;
		this.count = count;
	}

	add(position: number) {
		this.#positions ??= new Uint16Array(this.#firstLength);
		if (this.count === this.#positions.length) {
			const larger = new Uint16Array(this.count * 2);
			larger.set(this.#positions);
			this.#positions = larger;
		}

		this.#positions[this.count++] = position;
	}

	positionOf(match: number): number {
		return this.#positions === undefined
			? match
			: (this.#positions[match] ?? 0);
	}

	/** The first match at or behind a position; the count of matches when there is none. */
	lowerBound(position: number): number {
		let low = 0;
		let high = this.count;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if (this.positionOf(middle) < position) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low;
	}
}
