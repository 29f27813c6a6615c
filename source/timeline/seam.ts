import {contentHead, type Entry, contentKey, isStray} from '../log/entry.ts';
import {readTime} from '../log/wire-time.ts';

/**
Joins what a page of the past says about a span of time with what is held of it.

The page has the word; a held entry that the page has too is the same entry, as often as the side has it that has it more often. A held entry that the page lacks stays only where `stays` says so: it is none of the page's query, or stands at a seam where past logs may lag behind live ones.

Both sides come, and the result goes, in the order of time. Of each pair the held one is returned, so that what is known of it is kept; one without a time stays where it stands.
*/
export function join<Held extends {readonly entry: Entry}>(
	page: readonly Entry[],
	held: readonly Held[],
	stays: (entry: Held) => boolean,
): Array<Held | Entry> {
	if (held.length === 0) {
		return [...page];
	}

	// By what stands before the message, then by that: it may be long, and is not copied.
	const alike = new Map<string, Map<string, Held[]>>();
	for (const one of held) {
		const head = contentHead(one.entry);
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
	const moved = new Set<Held>();
	const joined: Array<Held | Entry> = [];
	for (const entry of page) {
		const one = alike.get(contentHead(entry))?.get(entry.message)?.shift();
		if (one === undefined) {
			joined.push(entry);
			continue;
		}

		matched.add(one);
		if (one.entry.time === entry.time) {
			joined.push(one);
		} else {
			moved.add(one);
		}
	}

	return mergeByTime(
		joined,
		held.filter((one) => moved.has(one) || (!matched.has(one) && stays(one))),
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

const mostKeys = 20_000;

/**
Entries that came with a time that cannot be, and were put where they arrived.

A server gives them again with each page up to its now, wherever they stand here; so each is counted, and shown as often as the side gives it that gives it more often: the stream, or one answer of past logs.
*/
export class Strays {
	readonly #shown = new Map<string, number>();
	#streamed = new Map<string, number>();
	#paged = new Map<string, number>();

	/** A stream begins: it may repeat what was shown. */
	beginStream() {
		this.#streamed = new Map();
	}

	/** Past logs are read anew: they repeat what was shown. */
	beginPages() {
		this.#paged = new Map();
	}

	/** Whether an entry of the stream is to be shown; what is no stray is. */
	takeStreamed(entry: Entry): boolean {
		return !isStray(entry) || this.#take(this.#streamed, entry);
	}

	/** A page may put an entry at its own time that the stream put where it arrived: it is shown already. */
	takePaged(entry: Entry): boolean {
		return isStray(entry) ||
			(this.#shown.size > 0 && this.#shown.has(keyOf(entry)))
			? this.#take(this.#paged, entry)
			: true;
	}

	#take(side: Map<string, number>, entry: Entry): boolean {
		const key = keyOf(entry);
		const count = (side.get(key) ?? 0) + 1;
		side.set(key, count);
		if (count <= (this.#shown.get(key) ?? 0)) {
			return false;
		}

		// The oldest are forgotten: memory has a ceiling, and a doubled one more is better than one that is lost.
		this.#shown.delete(key);
		this.#shown.set(key, count);
		if (this.#shown.size > mostKeys) {
			const [oldest] = this.#shown.keys();
			this.#shown.delete(oldest ?? '');
		}

		return true;
	}
}

/** By the time that it came with, wherever it stands. */
function keyOf({timeText, ...entry}: Entry): string {
	const time = timeText === undefined ? undefined : readTime(timeText);
	return contentKey({...entry, time: time ?? entry.time});
}
