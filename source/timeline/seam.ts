import {contentHead, type Entry} from '../log/entry.ts';

/**
Joins what a page of the past says about a span of time with what is held of it.

The page has the word; a held entry that the page has too is the same entry, as often as the side has it that has it more often. A held entry that the page lacks stays only where `stays` says so: it is none of the page's query, or stands at a seam where past logs may lag behind live ones.

Both sides come, and the result goes, in the order of time. Of each pair the held one is returned, so that what is known of it is kept. What `isOther` says of an entry of the page goes before: it is none of those that are held.
*/
export function join<Held extends {readonly entry: Entry}>(
	page: readonly Entry[],
	held: readonly Held[],
	{
		stays,
		isOther = () => false,
	}: {
		readonly stays: (entry: Held) => boolean;
		readonly isOther?: (entry: Entry) => boolean;
	},
): Array<Held | Entry> {
	if (held.length === 0) {
		return [...page];
	}

	// By what stands before the message, then by that: it may be long, and is not copied.
	const alike = new Map<string, Map<string, Held[]>>();
	for (const one of held) {
		const head = headOf(one.entry);
		const byMessage = alike.get(head) ?? new Map<string, Held[]>();
		const same = byMessage.get(one.entry.message);
		if (same === undefined) {
			byMessage.set(one.entry.message, [one]);
			alike.set(head, byMessage);
		} else {
			same.push(one);
		}
	}

	const matched = new Set<Held>();
	const joined: Array<Held | Entry> = [];
	for (const entry of page) {
		const one = isOther(entry)
			? undefined
			: alike.get(headOf(entry))?.get(entry.message)?.shift();
		joined.push(one ?? entry);
		if (one !== undefined) {
			matched.add(one);
		}
	}

	return mergeByTime(
		joined,
		held.filter((one) => !matched.has(one) && stays(one)),
	);
}

function mergeByTime<Held extends {readonly entry: Entry}>(
	first: ReadonlyArray<Held | Entry>,
	second: readonly Held[],
): Array<Held | Entry> {
	const merged: Array<Held | Entry> = [];
	let index = 0;
	for (const one of first) {
		for (;;) {
			const other = second[index];
			if (other === undefined || other.entry.time >= timeOf(one)) {
				break;
			}

			merged.push(other);
			index++;
		}

		merged.push(one);
	}

	return [...merged, ...second.slice(index)];
}

function timeOf(one: {readonly entry: Entry} | Entry): number {
	return 'entry' in one ? one.entry.time : one.time;
}

function headOf(entry: Entry): string {
	return `${entry.time}\u0000${contentHead(entry)}`;
}
