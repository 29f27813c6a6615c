/** How numbers are spread: which stands at a share of them. Memory is bounded, however many there are. */
export class Quantiles {
	/** How many numbers were added. */
	count = 0;
	sum = 0;
	least = Number.POSITIVE_INFINITY;
	most = Number.NEGATIVE_INFINITY;
	#counts = new Map<number, number>();
	#isExact = true;
	#sorted: ReadonlyArray<readonly [value: number, count: number]> | undefined;

	/** Whether all numbers are kept as they are. */
	get isExact(): boolean {
		return this.#isExact;
	}

	/** Hot. */
	add(value: number, count = 1) {
		this.count += count;
		this.sum += value * count;
		this.least = Math.min(this.least, value);
		this.most = Math.max(this.most, value);
		const key = this.#isExact ? value : stepOf(value);
		this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
		this.#sorted = undefined;
		if (this.#isExact && this.#counts.size > mostExact) {
			this.#round();
		}
	}

	merge(other: Quantiles) {
		if (other.count === 0) {
			return;
		}

		if (!other.#isExact && this.#isExact) {
			this.#round();
		}

		this.count += other.count;
		this.sum += other.sum;
		this.least = Math.min(this.least, other.least);
		this.most = Math.max(this.most, other.most);
		this.#sorted = undefined;
		for (const [key, times] of other.#keysFor(this)) {
			this.#counts.set(key, (this.#counts.get(key) ?? 0) + times);
		}

		if (this.#isExact && this.#counts.size > mostExact) {
			this.#round();
		}
	}

	/** Takes away what was merged before; `left` are those that stay. */
	subtract(other: Quantiles, left: readonly Quantiles[]) {
		this.#sorted = undefined;
		for (const [key, times] of other.#keysFor(this)) {
			const known = this.#counts.get(key) ?? 0;
			if (known > times) {
				this.#counts.set(key, known - times);
			} else {
				this.#counts.delete(key);
			}
		}

		this.count -= other.count;
		this.sum = 0;
		this.least = Number.POSITIVE_INFINITY;
		this.most = Number.NEGATIVE_INFINITY;
		for (const {sum, least, most} of left) {
			this.sum += sum;
			this.least = Math.min(this.least, least);
			this.most = Math.max(this.most, most);
		}
	}

	/** The least number that is at or above a share of all, from 0 to 1; nothing where there are none. */
	at(share: number): number | undefined {
		if (this.count === 0) {
			return undefined;
		}

		this.#sorted ??= [...this.#counts]
			.map(
				([key, count]) => [this.#isExact ? key : valueOf(key), count] as const,
			)
			.toSorted(([a], [b]) => a - b);
		const rank = Math.max(1, Math.ceil(share * this.count));
		let passed = 0;
		for (const [value, count] of this.#sorted) {
			passed += count;
			if (passed >= rank) {
				return Math.min(this.most, Math.max(this.least, value));
			}
		}

		return this.most;
	}

	get mean(): number {
		return this.count === 0 ? 0 : this.sum / this.count;
	}

	/** What is kept, by the keys that another one has for it. */
	*#keysFor(
		other: Quantiles,
	): Generator<readonly [key: number, count: number]> {
		const isRounded = this.#isExact && !other.#isExact;
		for (const [key, count] of this.#counts) {
			yield [isRounded ? stepOf(key) : key, count];
		}
	}

	#round() {
		const exact = this.#counts;
		this.#isExact = false;
		this.#counts = new Map();
		for (const [value, count] of exact) {
			const key = stepOf(value);
			this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
		}
	}
}

/** So many different numbers are kept as they are. */
const mostExact = 4096;
/** Of more than that, each is kept as one that differs from it by a thousandth at most. */
const precision = 0.001;
const logStep = Math.log1p(2 * precision);

/** No number is so small that its step would be below that. */
const leastStep = -500_000;

/** The number of the step that a value is rounded to: 0 for 0, and odd ones below 0. Hot: small whole numbers are found faster in a map. */
function stepOf(value: number): number {
	if (value === 0) {
		return 0;
	}

	const step = Math.round(Math.log(Math.abs(value)) / logStep) - leastStep;
	return step * 2 + (value < 0 ? 1 : 0);
}

function valueOf(step: number): number {
	if (step === 0) {
		return 0;
	}

	const isNegative = step % 2 === 1;
	const size = Math.exp((Math.floor(step / 2) + leastStep) * logStep);
	return isNegative ? -size : size;
}
