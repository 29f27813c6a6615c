import {type Entry, type EntryBatch} from '../../log/entry.ts';
import {EntryColumns} from '../../log/entry-columns.ts';
import {type Filter, isAsked} from '../../log/query.ts';

/** The entries of several batches, those that `take` returns, as one. */
export function joinBatches(
	batches: readonly EntryBatch[],
	take: (entry: Entry) => Entry | undefined,
): EntryBatch<readonly Entry[]> {
	const entries: Entry[] = [];
	const places: Array<readonly [batch: EntryBatch, index: number]> = [];
	let malformedCount = 0;
	let untimedCount = 0;
	for (const batch of batches) {
		malformedCount += batch.malformedCount;
		untimedCount += batch.untimedCount ?? 0;
		for (const [index, entry] of [...batch.entries].entries()) {
			const taken = take(entry);
			if (taken !== undefined) {
				entries.push(taken);
				places.push([batch, index]);
			}
		}
	}

	return {
		entries,
		malformedCount,
		untimedCount,
		rawLine(index) {
			const place = places[index];
			return place ? place[0].rawLine(place[1]) : new Uint8Array();
		},
	};
}

/** Without the entries of levels and regions that were not asked for: a server may let them through. */
export function narrowBatch(
	batch: EntryBatch<EntryColumns>,
	filter: Filter,
): EntryBatch<EntryColumns> {
	if (filter.levels.length + filter.regions.length === 0) {
		return batch;
	}

	const indexes: number[] = [];
	const kept: Entry[] = [];
	for (const [index, entry] of [...batch.entries].entries()) {
		if (isAsked(filter, entry)) {
			indexes.push(index);
			kept.push(entry);
		}
	}

	return kept.length === batch.entries.length
		? batch
		: {
				...batch,
				entries: EntryColumns.of(kept),
				rawLine: (index) => batch.rawLine(indexes[index] ?? 0),
			};
}
