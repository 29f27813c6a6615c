import {contentKey, type Entry, isStray} from '../log/entry.ts';
import {readTime} from '../log/wire-time.ts';

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
