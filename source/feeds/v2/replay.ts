import {contentKey, type EntryBatch, type Micros} from '../../log/entry.ts';
import {EntryColumns} from '../../log/entry-columns.ts';

type Replay = {
	/** Where a stream is to begin: the time of the newest entry that the one before brought, if there was one. */
	readonly start: Micros | undefined;
	/** What a batch has beyond what the stream before brought. */
	readonly drop: (batch: EntryBatch<EntryColumns>) => EntryBatch<EntryColumns>;
};

/**
Tells what a live stream brings again from what is new.

A stream begins at an instant, that instant included, and sends first what there is since. What the stream before, for the same query, brought of that instant is dropped by content and count. What was logged earlier and came late is found by the pages that fill the gap between two streams.
*/
export function createReplayFilter() {
	let query: string | undefined;
	let newest: Micros | undefined;
	/** Of the newest instant: how often each entry came. */
	let told = new Map<string, number>();

	const hear = ({entries}: EntryBatch<EntryColumns>) => {
		for (let index = 0; index < entries.length; index++) {
			const time = entries.time(index);
			if (newest === undefined || time > newest) {
				newest = time;
				told = new Map();
			}

			const entry = time === newest ? entries.at(index) : undefined;
			if (entry !== undefined) {
				const key = contentKey(entry);
				told.set(key, (told.get(key) ?? 0) + 1);
			}
		}
	};

	return {
		open(asked: string): Replay {
			if (asked !== query) {
				query = asked;
				newest = undefined;
				told = new Map();
			}

			const start = newest;
			const repeated = new Map(told);
			return {
				start,
				drop(batch) {
					const news = withoutRepeated(batch, repeated, start);
					if (asked === query) {
						hear(news);
					}

					return news;
				},
			};
		},
	};
}

function withoutRepeated(
	batch: EntryBatch<EntryColumns>,
	repeated: Map<string, number>,
	start: Micros | undefined,
): EntryBatch<EntryColumns> {
	const {entries} = batch;
	const times = entries.times.subarray(0, entries.length);
	if (start === undefined || repeated.size === 0 || !times.includes(start)) {
		return batch;
	}

	const kept = [...entries]
		.map((entry, index) => ({entry, index}))
		.filter(({entry}) => {
			const key = contentKey(entry);
			const count = entry.time === start ? (repeated.get(key) ?? 0) : 0;
			if (count === 1) {
				repeated.delete(key);
			} else if (count > 1) {
				repeated.set(key, count - 1);
			}

			return count === 0;
		});
	return {
		entries: EntryColumns.of(kept.map(({entry}) => entry)),
		malformedCount: batch.malformedCount,
		rawLine: (index) => batch.rawLine(kept[index]?.index ?? -1),
	};
}
