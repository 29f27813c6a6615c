import {type Entry, type EntryBatch} from '../log/entry.ts';

/** An entry to be printed, with the server's own line of it, without its newline. */
export type Line = {
	readonly entry: Entry;
	readonly raw: Uint8Array;
};

export function linesOf(batch: EntryBatch): Line[] {
	return [...batch.entries].map((entry, index) => ({
		entry,
		raw: batch.rawLine(index),
	}));
}
