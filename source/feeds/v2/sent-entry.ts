import {
	contentKey,
	type Entry,
	type EntryBatch,
	hasOwnTime,
	type Micros,
} from '../../log/entry.ts';

/** An entry of a page, and where its line is. */
export type SentEntry = {
	readonly entry: Entry;
	readonly batch: Pick<EntryBatch, 'rawLine'>;
	readonly index: number;
};

/** The entries of one answer, oldest first: what came out of order is put in its place. */
export function listSent(
	batches: readonly EntryBatch[],
	/** They came newest first. */
	isTurned = false,
): SentEntry[] {
	const sent = batches.flatMap((batch) =>
		[...batch.entries].map((entry, index) => ({entry, batch, index})),
	);
	return (isTurned ? sent.toReversed() : sent).toSorted(byTime);
}

export function byTime(a: SentEntry, b: SentEntry): number {
	return a.entry.time - b.entry.time;
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

/** The newest instant of some entries, and whether one of them stands there by its own time. */
export function lastInstant(sent: readonly SentEntry[]): {
	readonly time: Micros;
	readonly isTimed: boolean;
} {
	const time = sent.at(-1)?.entry.time ?? 0;
	return {
		time,
		isTimed: sent.some(({entry}) => entry.time === time && hasOwnTime(entry)),
	};
}

/** What there is of the newest instant of some entries. */
export function tailOf(sent: readonly SentEntry[]): readonly SentEntry[] {
	const {time} = lastInstant(sent);
	return sent.filter(({entry}) => entry.time === time);
}

/** How many entries at the end of a page come again at the head of the next one, where no times tell. Of those that are all alike, others may be alike as well: none is dropped then. */
export function countOverlap(
	tail: readonly SentEntry[],
	sent: readonly SentEntry[],
): number {
	const keys = keysOf(tail);
	const heads = keysOf(sent);
	for (let count = Math.min(keys.length, heads.length); count > 0; count--) {
		const again = new Set(keys.slice(-count));
		if (keys.slice(-count).every((key, index) => key === heads[index])) {
			const alikeCount = keys.filter((key) => again.has(key)).length;
			return again.size === 1 && alikeCount > count ? 0 : count;
		}
	}

	return 0;
}

/** Whether they are alike, one for one, in any order. */
export function haveSameContents(
	some: readonly SentEntry[],
	others: readonly SentEntry[],
): boolean {
	const otherKeys = keysOf(others).toSorted();
	return (
		some.length === others.length &&
		keysOf(some)
			.toSorted()
			.every((key, index) => key === otherKeys[index])
	);
}

function keysOf(sent: readonly SentEntry[]): readonly string[] {
	return sent.map(({entry}) => contentKey(entry));
}
