import {type Random} from './random.ts';

/** Draws items, each as often as its weight says. */
export function createWeighted<Item>(
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
