import {type Entry, type Micros} from '../../source/log/entry.ts';
import {type Filter, matches} from '../../source/log/query.ts';
import {type Page} from '../../source/store/page.ts';
import {type WantedPage} from '../../source/store/wanted.ts';

type Emitted = {readonly entry: Entry; readonly at: Micros};

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

	emit(entry: Entry) {
		this.emitted.push({entry, at: this.now});
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

	/** Entries on their way are lost. */
	cut() {
		this.#live = undefined;
	}

	/** Answers as the API does: inclusive start, exclusive end, equal times in the order in which they were emitted. */
	page({filter, order, from, to, range, limit, cursor}: WantedPage): Page {
		const all = this.emitted
			.filter(({at}) => at <= this.now - this.lag)
			.map(({entry}) => entry)
			.filter(
				(entry) =>
					entry.time >= range.from &&
					entry.time < range.to &&
					matches(filter, entry),
			)
			.toSorted((a, b) => a.time - b.time);
		const ordered = order === 'asc' ? all : all.toReversed();
		const start =
			cursor === undefined
				? 0
				: ordered.findIndex((entry) => keyOf(entry) === cursor);
		const entries = ordered.slice(start, start + limit);
		const next = ordered[start + limit];
		return {
			filter,
			order,
			from,
			to,
			range,
			entries: entries.toSorted((a, b) => a.time - b.time),
			...(next !== undefined && {next: keyOf(next)}),
		};
	}
}

/** In this model no two entries are alike but for those that a test makes so on purpose; these get their number. */
function keyOf(entry: Entry): string {
	return `${entry.time} ${entry.message}`;
}
