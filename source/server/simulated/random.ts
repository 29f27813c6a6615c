/* eslint-disable no-bitwise -- Pseudorandom numbers are made of bits. */

/** Numbers from 0 up to 1, the same each time for the same seed. */
export type Random = () => number;

/** Mulberry32: small, fast, and good enough for scenery. */
export function createRandom(seed: number): Random {
	let state = seed;
	return () => {
		state += 0x6d_2b_79_f5;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** One seed from several numbers. */
export function mixSeeds(...seeds: readonly number[]): number {
	let hash = 0x81_1c_9d_c5;
	for (const seed of seeds) {
		hash = Math.imul(hash ^ seed, 0x85_eb_ca_6b);
		hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
		hash ^= hash >>> 16;
	}

	return hash >>> 0;
}

/** A whole number from `from` to `to`, both included. */
export function integerBetween(
	random: Random,
	from: number,
	to: number,
): number {
	return from + Math.floor(random() * (to - from + 1));
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
	const item = items[Math.floor(random() * items.length)];
	if (item === undefined) {
		throw new RangeError('There is nothing to pick from.');
	}

	return item;
}

/** Draws items, each as often as its weight says. */
export function createWeightedDraw<Item>(
	weighted: ReadonlyArray<readonly [weight: number, item: Item]>,
): (random: Random) => Item {
	const total = weighted.reduce((sum, [weight]) => sum + weight, 0);
	const last = weighted.at(-1)?.[1];
	if (last === undefined) {
		throw new RangeError('There is nothing to draw from.');
	}

	return (random) => {
		let left = random() * total;
		for (const [weight, item] of weighted) {
			left -= weight;
			if (left < 0) {
				return item;
			}
		}

		return last;
	};
}
