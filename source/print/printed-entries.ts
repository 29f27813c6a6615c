import {createHash} from 'node:crypto';
import {
	contentKey,
	type Entry,
	hasOwnTime,
	isStray,
	type Micros,
} from '../log/entry.ts';

/** At a thousand entries a second those of 75 s, in some 15 MB. */
const mostEntries = 75_000;

/** Entries that are the same in every field. */
type Copies = {
	/** Where past logs have put the last of them that has no time. */
	time: Micros;
	printed: number;
	/** How many of them the open stream has brought. */
	streamed: number;
	/** How many of them the page of this number had. */
	paged: number;
	page: number;
	/** The last reading of past logs that had as many as the stream. */
	reading: number;
	/** How many past logs have brought first since the stream began. */
	told: number;
	/** How many the stream has brought that have no time, and are printed when past logs have come to them. */
	waiting: number;
};

/** One of several copies that the stream has brought. */
type Streamed = {
	readonly copies: Copies;
	/** Counted from 1. */
	readonly ordinal: number;
	/** Of one without a time: whether it is another one than those that were printed when it came. */
	readonly isNew?: boolean;
};

/** How far the time at which a stream puts an entry that has none may be from where past logs put it. */
const longestOverlap: Micros = 5_000_000;

/**
The entries that were printed last, so that those that come again are told from those that are new.

Entries have no id on the wire. So equal ones are counted, and printed as often as the side gives them that gives them more often: the open stream, or one page of past logs. Of each a digest and its time are kept.
*/
export class PrintedEntries {
	readonly #copies = new Map<string, Copies>();
	/** The entries before are forgotten. */
	#from: Micros = Number.NEGATIVE_INFINITY;
	#page = 0;
	#reading = 0;

	/** What was printed since then is known: nothing before is to be asked for again. */
	get from(): Micros {
		return this.#from;
	}

	/** A stream begins: it may repeat what was printed. */
	beginStream() {
		for (const copies of this.#copies.values()) {
			copies.streamed = 0;
			copies.told = 0;
			copies.waiting = 0;
		}
	}

	/** Past logs are read from some time on to their end. */
	beginReading() {
		this.#reading++;
	}

	/** Notes an entry that is printed before there is a stream. */
	add(entry: Entry) {
		const copies = this.#copiesOf(entry);
		copies.printed++;
		copies.told++;
		copies.time = entry.time;
	}

	/** Counts an entry of the stream, which is printed later. */
	hear(entry: Entry): Streamed {
		const copies = this.#copiesOf(entry);
		const ordinal = ++copies.streamed;
		if (hasOwnTime(entry)) {
			return {copies, ordinal};
		}

		// Those that are alike and have no time come again and again, and each is another: one is known only where past logs have just brought one, and no more.
		const isNew =
			ordinal > 1 ||
			copies.told !== 1 ||
			Math.abs(entry.time - copies.time) > longestOverlap;
		copies.waiting += isNew ? 1 : 0;
		return {copies, ordinal, isNew};
	}

	/** Whether an entry of the stream is yet to be printed. */
	isMissing({copies, ordinal, isNew}: Streamed): boolean {
		return isNew ?? ordinal > copies.printed;
	}

	/** Whether an entry of the stream is to be printed now. */
	takeStreamed(streamed: Streamed): boolean {
		if (!this.isMissing(streamed)) {
			return false;
		}

		const {copies, ordinal, isNew} = streamed;
		if (isNew === undefined) {
			copies.printed = ordinal;
		} else {
			copies.printed++;
			copies.waiting = Math.max(0, copies.waiting - 1);
		}

		return true;
	}

	/** Which entries of a page are to be printed, and how many of them the stream has not brought either. */
	takePage<Placed extends Entry>(
		page: readonly Placed[],
	): {readonly fresh: readonly Placed[]; readonly missedCount: number} {
		this.#page++;
		let missedCount = 0;
		const fresh = page.filter((entry) => {
			// Those are counted elsewhere.
			if (isStray(entry)) {
				return true;
			}

			const copies = this.#copiesOf(entry);
			copies.paged = copies.page === this.#page ? copies.paged + 1 : 1;
			copies.page = this.#page;
			if (copies.paged >= copies.streamed) {
				copies.reading = this.#reading;
			}

			if (copies.paged <= copies.printed + copies.waiting) {
				return false;
			}

			missedCount += copies.paged > copies.streamed ? 1 : 0;
			copies.printed = copies.paged;
			copies.told++;
			copies.time = entry.time;
			return true;
		});
		return {fresh, missedCount};
	}

	/** Whether this reading had all that the open stream has brought in [from, to), and something of that. */
	hasStreamed(from: Micros, to: Micros): boolean {
		let hasSome = false;
		for (const {time, streamed, reading} of this.#copies.values()) {
			if (streamed > 0 && time >= from && time < to) {
				if (reading !== this.#reading) {
					return false;
				}

				hasSome = true;
			}
		}

		return hasSome;
	}

	#copiesOf(entry: Entry): Copies {
		const key = digestOf(entry);
		const known = this.#copies.get(key);
		if (known !== undefined) {
			return known;
		}

		if (this.#copies.size >= 2 * mostEntries) {
			this.#forget();
		}

		const copies: Copies = {
			time: entry.time,
			printed: 0,
			streamed: 0,
			paged: 0,
			page: 0,
			reading: 0,
			told: 0,
			waiting: 0,
		};
		this.#copies.set(key, copies);
		return copies;
	}

	/** Forgets the half that came first. */
	#forget() {
		let left = mostEntries;
		for (const [key, {time}] of this.#copies) {
			if (left-- === 0) {
				return;
			}

			this.#copies.delete(key);
			this.#from = Math.max(this.#from, time + 1);
		}
	}
}

/** Short, however long the message. */
function digestOf(entry: Entry): string {
	return createHash('md5').update(contentKey(entry)).digest('base64');
}
