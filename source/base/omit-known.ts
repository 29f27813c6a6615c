/** Leaves out the items that are known. One that comes more often than it is known stays as often as that. Two are the same where their keys are. */
export function omitKnown<Item>(
	items: readonly Item[],
	known: readonly Item[],
	keyOf: (item: Item) => string,
): readonly Item[] {
	const counts = new Map<string, number>();
	for (const item of known) {
		const key = keyOf(item);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}

	return items.filter((item) => {
		const key = keyOf(item);
		const count = counts.get(key) ?? 0;
		counts.set(key, count - 1);
		return count <= 0;
	});
}
