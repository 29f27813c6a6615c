import {createHash} from 'node:crypto';
import {
	atClaimedTime,
	contentHead,
	type Entry,
	hasOwnTime,
	type Micros,
} from '../log/entry.ts';
import {anywhere, betweens} from '../timeline/between.ts';
import {UntimedEntries} from '../timeline/untimed.ts';

/**
The entries that were printed last, so that those that come again are told from those that are new.

Entries have no id on the wire. So equal ones are counted, and printed as often as the side gives them that gives them more often: the open stream, or one page of past logs. Of each a digest and its time are kept. Those without a time of their own are told by where they stand.
*/
export class PrintedEntries {
	readonly #copies = new Map<string, Copies>();
	/** The entries before are forgotten. */
	#from: Micros = Number.NEGATIVE_INFINITY;
	readonly #untimed = new UntimedEntries(digestOf);
	/** The time of the last entry that has one, of what was there before the stream. */
	#lastAdded = Number.NEGATIVE_INFINITY;
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
		}

		this.#untimed.beginStream();
	}

	/** Past logs are read from some time on to their end. */
	beginReading() {
		this.#reading++;
	}

	/** Notes entries, in their order, that are printed before there is a stream. */
	add(entries: readonly Entry[]) {
		const places = betweens(entries, {...anywhere, after: this.#lastAdded});
		this.#lastAdded = lastTime(entries) ?? this.#lastAdded;
		for (const [index, entry] of entries.entries()) {
			const between = places[index];
			if (between === undefined) {
				this.#copiesOf(entry).printed++;
			} else {
				this.#untimed.note(entry, between);
				this.#notePrintedEarly(entry);
			}
		}
	}

	/** Counts entries of the stream, in their order, which are printed later. */
	hear<Heard extends Entry>(
		entries: readonly Heard[],
	): ReadonlyArray<Streamed & {readonly entry: Heard}> {
		const heard = this.#untimed.hear(entries);
		return entries.map((entry, index) => {
			const copies = this.#copiesOf(entry);
			const ordinal = ++copies.streamed;
			const isNew = heard.get(index)?.isNew;
			if (isNew === true) {
				this.#notePrintedEarly(entry);
			}

			return {entry, copies, ordinal, ...(isNew !== undefined && {isNew})};
		});
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
		}

		return true;
	}

	/** Which entries of a page, that lie within a span, are to be printed, and how many of them the stream has not brought either. */
	takePage<Placed extends Entry>(
		page: readonly Placed[],
		span = anywhere,
		margin?: Micros,
	): {readonly fresh: readonly Placed[]; readonly missedCount: number} {
		this.#page++;
		const known = this.#untimed.takePage(page, span, margin);
		let missedCount = 0;
		const fresh = page.filter((entry, index) => {
			const copies = this.#copiesOf(entry);
			copies.paged = copies.page === this.#page ? copies.paged + 1 : 1;
			copies.page = this.#page;
			if (copies.paged >= copies.streamed) {
				copies.reading = this.#reading;
			}

			const isOwn = hasOwnTime(entry);
			const isFresh = isOwn ? copies.paged > copies.printed : !known.has(index);
			if (isFresh && !isOwn) {
				this.#notePrintedEarly(entry);
			}

			if (isFresh) {
				missedCount += copies.paged > copies.streamed ? 1 : 0;
				copies.printed = Math.max(copies.printed, copies.paged);
			}

			return isFresh;
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

	/** Once the time has come that it came with, past logs may give it there. */
	#notePrintedEarly(entry: Entry) {
		const claimed = atClaimedTime(entry);
		if (claimed !== undefined) {
			this.#copiesOf(claimed, entry.time).printed++;
		}
	}

	#copiesOf(
		entry: Entry,
		/** Where it was printed. */
		time = entry.time,
	): Copies {
		const key = digestOf(entry);
		const known = this.#copies.get(key);
		if (known !== undefined) {
			return known;
		}

		if (this.#copies.size >= 2 * mostEntries) {
			this.#forget();
		}

		const copies: Copies = {
			time,
			printed: 0,
			streamed: 0,
			paged: 0,
			page: 0,
			reading: 0,
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

/** At a thousand entries a second those of 75 s, in some 15 MB. */
const mostEntries = 75_000;

/** Entries that are the same in every field. */
type Copies = {
	readonly time: Micros;
	printed: number;
	/** How many of them the open stream has brought. */
	streamed: number;
	/** How many of them the page of this number had. */
	paged: number;
	page: number;
	/** The last reading of past logs that had as many as the stream. */
	reading: number;
};

/** One of several copies that the stream has brought. */
type Streamed = {
	readonly copies: Copies;
	/** Counted from 1. */
	readonly ordinal: number;
	/** Of one without a time of its own: whether it is another one than those that were printed when it came. */
	readonly isNew?: boolean;
};

function lastTime(entries: readonly Entry[]): Micros | undefined {
	return entries.findLast((entry) => hasOwnTime(entry))?.time;
}

/** Short, however long the message. */
function digestOf(entry: Entry): string {
	return createHash('md5')
		.update(contentHead(entry))
		.update(entry.message)
		.digest('base64');
}
