/** All of a list, from one index outwards. */
export function* nearestFirst<Value>(
	values: readonly Value[],
	index: number,
): Generator<Value, void> {
	for (let distance = 0; distance <= values.length; distance++) {
		for (const at of distance === 0
			? [index]
			: [index - distance, index + distance]) {
			const value = values[at];
			if (value !== undefined) {
				yield value;
			}
		}
	}
}
