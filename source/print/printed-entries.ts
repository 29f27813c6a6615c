import {createHash} from 'node:crypto';
import {
	contentHead,
	type Entry,
	isStray,
	isUntimed,
	type Micros,
} from '../log/entry.ts';
import {
	anywhere,
	type Between,
	betweens,
	UntimedEntries,
} from '../timeline/untimed.ts';

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
	/** Of one without a time: whether it is another one than those that were printed when it came. */
	readonly isNew?: boolean;
};

/**
The entries that were printed last, so that those that come again are told from those that are new.

Entries have no id on the wire. So equal ones are counted, and printed as often as the side gives them that gives them more often: the open stream, or one page of past logs. Of each a digest and its time are kept. Those without a time are told by where they stand.
*/
export class PrintedEntries {
	readonly #copies = new Map<string, Copies>();
	/** The entries before are forgotten. */
	#from: Micros = Number.NEGATIVE_INFINITY;
	readonly #untimed = new UntimedEntries(digestOf);
	/** The time of the last entry that has one, of what was there before the stream, and of the stream. */
	#lastAdded = Number.NEGATIVE_INFINITY;
	#lastStreamed = Number.NEGATIVE_INFINITY;
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
		this.#lastStreamed = Number.NEGATIVE_INFINITY;
	}

	/** Past logs are read from some time on to their end. */
	beginReading() {
		this.#reading++;
	}

	/** Notes entries, in their order, that are printed before there is a stream. */
	add(entries: readonly Entry[]) {
		const places = this.#placesBehind(entries, this.#lastAdded);
		this.#lastAdded = lastTime(entries) ?? this.#lastAdded;
		for (const [index, entry] of entries.entries()) {
			const between = places?.[index];
			if (between === undefined) {
				this.#copiesOf(entry).printed++;
			} else {
				this.#untimed.note(entry, between);
			}
		}
	}

	/** Counts entries of the stream, in their order, which are printed later. */
	hear(entries: readonly Entry[]): readonly Streamed[] {
		const places = this.#placesBehind(entries, this.#lastStreamed);
		this.#lastStreamed = Math.max(
			this.#lastStreamed,
			lastTime(entries) ?? this.#lastStreamed,
		);
		return entries.map((entry, index) => {
			const copies = this.#copiesOf(entry);
			const ordinal = ++copies.streamed;
			const between = places?.[index];
			return between === undefined
				? {copies, ordinal}
				: {copies, ordinal, isNew: this.#untimed.takeStreamed(entry, between)};
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
	): {readonly fresh: readonly Placed[]; readonly missedCount: number} {
		this.#page++;
		this.#untimed.beginPage();
		const places = page.some((entry) => isUntimed(entry))
			? betweens(page, span)
			: undefined;
		let missedCount = 0;
		const fresh = page.filter((entry, index) => {
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

			const between = places?.[index];
			const isFresh =
				between === undefined
					? copies.paged > copies.printed
					: this.#untimed.takePaged(entry, between);
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

	/** Where those of some entries stand that have no time, which follow one of that time. */
	#placesBehind(
		entries: readonly Entry[],
		after: Micros,
	): ReadonlyArray<Between | undefined> | undefined {
		const timed = entries.find((entry) => !isUntimed(entry));
		if (timed !== undefined) {
			this.#untimed.endOpen(timed.time);
		}

		return entries.some((entry) => isUntimed(entry))
			? betweens(entries, {...anywhere, after})
			: undefined;
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

function lastTime(entries: readonly Entry[]): Micros | undefined {
	return entries.findLast((entry) => !isUntimed(entry))?.time;
}

/** Short, however long the message. */
function digestOf(entry: Entry): string {
	return createHash('md5')
		.update(contentHead(entry))
		.update(entry.message)
		.digest('base64');
}
