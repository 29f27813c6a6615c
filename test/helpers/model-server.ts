import {type Entry, type Micros} from '../../source/log/entry.ts';
import {type Filter, matches} from '../../source/log/query.ts';
import {type Page} from '../../source/timeline/page.ts';
import {type WantedPage} from '../../source/store/wanted/wanted-page.ts';

/** A page as it is served: nobody has judged yet what it is worth. */
export type ServedPage = Omit<Page, 'whole'> & {readonly limit: number};

type Emitted = {
	readonly entry: Entry;
	readonly at: Micros;
	/** Under which time it is kept. */
	readonly place: Micros;
};

/** What a log server would say, without the wire: an independent and obvious account of which entries there are. */
export class ModelServer {
	now: Micros;
	/** Past logs show an entry so long after it was emitted. */
	lag: Micros = 0;
	readonly emitted: Emitted[] = [];
	#live: {readonly filter: Filter; readonly queue: Entry[]} | undefined;

	constructor(now: Micros) {
		this.now = now;
	}

	/** An entry whose time cannot be is kept by when it came. */
	emit(entry: Entry, place = entry.time) {
		this.emitted.push({entry, at: this.now, place});
		if (this.#live !== undefined && matches(this.#live.filter, entry)) {
			this.#live.queue.push(entry);
		}
	}

	/** Opens a live stream that first repeats the last `replay` entries. */
	open(filter: Filter, replay = 0) {
		const queue = this.emitted
			.map(({entry}) => entry)
			.filter((entry) => matches(filter, entry));
		this.#live = {filter, queue: replay === 0 ? [] : queue.slice(-replay)};
	}

	/** Up to `count` entries of the live stream, oldest first. */
	receive(count: number): Entry[] {
		return this.#live?.queue.splice(0, count) ?? [];
	}

	/** What is on its way comes newest first. */
	reverse() {
		this.#live?.queue.reverse();
	}

	/** Entries on their way are lost. */
	cut() {
		this.#live = undefined;
	}

	/** Answers as the API does: inclusive start, exclusive end, equal times in the order in which they were emitted. */
	page({filter, order, range, limit, cursor, ...page}: WantedPage): ServedPage {
		const all = this.emitted
			.map((emitted, sequence) => ({...emitted, sequence}))
			.filter(
				({entry, at, place}) =>
					at <= this.now - this.lag &&
					place >= range.from &&
					place < range.to &&
					// Unless told, a range ends at the server's now.
					(range.to !== Number.POSITIVE_INFINITY || place <= this.now) &&
					matches(filter, entry),
			)
			.toSorted(byPosition);
		const ordered = order === 'asc' ? all : all.toReversed();
		const start =
			cursor === undefined
				? ordered
				: ordered.filter((one) =>
						order === 'asc'
							? byPosition(one, readPosition(cursor)) > 0
							: byPosition(one, readPosition(cursor)) < 0,
					);
		const served = start.slice(0, limit);
		const last = served.at(-1);
		return {
			...page,
			limit,
			...(cursor !== undefined && {cursor}),
			filter,
			order,
			range,
			entries: served.toSorted(byPosition).map(({entry}) => entry),
			...(last !== undefined &&
				start.length > limit && {
					next: `${last.place} ${last.sequence}`,
				}),
		};
	}
}

type Position = Pick<Emitted, 'place'> & {readonly sequence: number};

function byPosition(a: Position, b: Position): number {
	return a.place - b.place || a.sequence - b.sequence;
}

function readPosition(cursor: string): Position {
	const [place = 0, sequence = 0] = cursor.split(' ').map(Number);
	return {place, sequence};
}
