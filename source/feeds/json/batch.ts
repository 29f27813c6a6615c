import {type Entry, type EntryBatch} from '../../log/entry.ts';

/** The entries of several batches, those that `isWanted`, as one. */
export function joinBatches(
	batches: readonly EntryBatch[],
	isWanted: (entry: Entry) => boolean,
): EntryBatch<readonly Entry[]> {
	const entries: Entry[] = [];
	const places: Array<readonly [batch: EntryBatch, index: number]> = [];
	let malformedCount = 0;
	for (const batch of batches) {
		malformedCount += batch.malformedCount;
		for (const [index, entry] of [...batch.entries].entries()) {
			if (isWanted(entry)) {
				entries.push(entry);
				places.push([batch, index]);
			}
		}
	}

	return {
		entries,
		malformedCount,
		rawLine(index) {
			const place = places[index];
			return place ? place[0].rawLine(place[1]) : new Uint8Array();
		},
	};
}
