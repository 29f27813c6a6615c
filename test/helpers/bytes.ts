import {Buffer} from 'node:buffer';
import fc from 'fast-check';

/** Places at which to cut bytes, as fractions of their length. */
export const cuts = fc.array(fc.double({min: 0, max: 1, noNaN: true}), {
	maxLength: 30,
});

/** The same bytes in pieces. */
export async function* inPieces(
	bytes: Uint8Array,
	fractions: readonly number[],
): AsyncGenerator<Uint8Array, void> {
	let from = 0;
	for (const to of [...fractions, 1]
		.map((fraction) => Math.round(fraction * bytes.length))
		.toSorted((a, b) => a - b)) {
		yield bytes.subarray(from, to);
		from = to;
	}
}

export async function collect<Item>(
	items: AsyncIterable<Item>,
): Promise<Item[]> {
	const collected: Item[] = [];
	for await (const item of items) {
		collected.push(item);
	}

	return collected;
}

export function textOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString();
}
