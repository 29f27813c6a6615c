import {type Entry, type EntryBatch} from '../../log/entry.ts';

/** An entry of a page, and where its line is. */
export type SentEntry = {
	readonly entry: Entry;
	readonly batch: Pick<EntryBatch, 'rawLine'>;
	readonly index: number;
};

/** The entries of one answer, oldest first: what came out of order is put in its place. */
export function listSent(batches: readonly EntryBatch[]): SentEntry[] {
	return batches
		.flatMap((batch) =>
			[...batch.entries].map((entry, index) => ({entry, batch, index})),
		)
		.toSorted((a, b) => a.entry.time - b.entry.time);
}

/** As one batch, in the order given. */
export function joinSent(
	sent: readonly SentEntry[],
	malformedCount: number,
): EntryBatch<readonly Entry[]> {
	return {
		entries: sent.map(({entry}) => entry),
		malformedCount,
		rawLine(index) {
			const one = sent[index];
			return one ? one.batch.rawLine(one.index) : new Uint8Array();
		},
	};
}
