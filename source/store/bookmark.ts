import {type Entry, isSameContent} from '../log/entry.ts';
import {heldId} from './buffer/look-up.ts';
import {type EntryId, type LogBuffer} from './buffer/log-buffer.ts';

/** An entry that is to be found again, whatever becomes of what is held. */
export type Bookmark = {
	/** By which it was last held. */
	readonly id: EntryId;
	readonly entry: Entry;
	/** Set by a jump, not by a key; the next jump takes it away. */
	readonly isJump?: boolean;
};

/** Finds a marked entry again after entries have been replaced by `all`, which are held as `ids`: one that is known by its id follows that, one that was let go of is known by its content. */
export function findBookmark(
	mark: Bookmark,
	all: ReadonlyArray<Entry | Pick<Bookmark, 'id' | 'entry'>>,
	ids: readonly EntryId[],
): Bookmark {
	const known = all.findIndex((one) => 'entry' in one && one.id === mark.id);
	const id = ids[known === -1 ? indexOf(mark.entry, all) : known];
	return id === undefined ? mark : {...mark, id};
}

/** By which id a marked entry is held now, if it is. */
export function idOfBookmark(
	{id, entry}: Bookmark,
	buffer: LogBuffer,
): EntryId | undefined {
	return buffer.locate(id) === undefined ? heldId(buffer, entry) : id;
}

function indexOf(
	entry: Entry,
	all: ReadonlyArray<Entry | Pick<Bookmark, 'id' | 'entry'>>,
): number {
	return all.findIndex((one) => {
		const other = 'entry' in one ? one.entry : one;
		return other.time === entry.time && isSameContent(other, entry);
	});
}
