import {contentKey, type Entry} from '../log/entry.ts';
import {type LogBuffer} from './buffer/log-buffer.ts';
import {sourceNumber} from './buffer/segment.ts';

/**
An entry that another stream has brought already and `source` has not: it is `source`'s from now on, too.

So the entries of two streams are matched as often as the side has them that has them more often.
*/
export function claim(
	buffer: LogBuffer,
	entry: Entry,
	source: number,
): boolean {
	const level = buffer.levels.index(entry.level);
	const key = contentKey(buffer.asHeld(entry));
	for (const place of buffer.places(entry.time, entry.time + 1)) {
		const {segment} = place.piece;
		const slot = place.piece.slotAt(place.position);
		if (
			segment.sources[slot] !== sourceNumber(source) &&
			// Many may share an instant: few are read.
			segment.levels[slot] === level
		) {
			const held = buffer.entry(buffer.idAt(place));
			if (held !== undefined && contentKey(held) === key) {
				buffer.mark(place, source);
				return true;
			}
		}
	}

	return false;
}
