import {contentKey, type Entry} from '../log/entry.ts';
import {type EntryId, type LogBuffer} from './log-buffer.ts';

/** By which id an entry is held, if it is. */
export function heldId(buffer: LogBuffer, entry: Entry): EntryId | undefined {
	const key = contentKey(entry);
	for (const place of buffer.places(entry.time, entry.time + 1)) {
		const id = buffer.idAt(place);
		const held = buffer.entry(id);
		if (held !== undefined && contentKey(held) === key) {
			return id;
		}
	}

	return undefined;
}
