import {contentKey, type Entry} from '../log/entry.ts';

/**
Joins what a page of the past says about a span of time with what is held of it.

The page has the word; a held entry that the page has too is the same entry, as often as the side has it that has it more often. A held entry that the page lacks stays only where `stays` says so: it is none of the page's query, or stands at a seam where past logs may lag behind live ones.

Both sides come, and the result goes, in the order of time. Of each pair the held one is returned, so that what is known of it is kept.
*/
export function join<Held extends {readonly entry: Entry}>(
	page: readonly Entry[],
	held: readonly Held[],
	stays: (entry: Held) => boolean,
): Array<Held | Entry> {
	if (held.length === 0) {
		return [...page];
	}

	const byKey = new Map<string, Held[]>();
	for (const one of held) {
		const key = contentKey(one.entry);
		const same = byKey.get(key);
		if (same === undefined) {
			byKey.set(key, [one]);
		} else {
			same.push(one);
		}
	}

	const matched = new Set<Held>();
	const joined = page.map((entry): Held | Entry => {
		const one = byKey.get(contentKey(entry))?.shift();
		if (one === undefined) {
			return entry;
		}

		matched.add(one);
		return one;
	});
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
