import {type Entry, type Micros} from '../log/entry.ts';
import {Multiset} from '../timeline/seam.ts';

/** In microseconds: how much later than its place in time an entry may come and still be recognized. */
export const overlap: Micros = 10_000_000;

const mostEntries = 50_000;

/** The entries that were printed last, so that a page of the past that holds them again is told from one that holds more. */
export class Recent {
	#entries: Entry[] = [];
	#from: Micros;
	#latest: Micros;

	/** Entries before `from` are never asked for. */
	constructor(from: Micros) {
		this.#from = from;
		this.#latest = from;
	}

	/** From when on all that was printed is known: what is missing is asked for from there. */
	get since(): Micros {
		return Math.max(this.#from, this.#latest - overlap);
	}

	/** The time of the latest entry printed. */
	get latest(): Micros {
		return this.#latest;
	}

	add(entry: Entry): void {
		this.#entries.push(entry);
		this.#latest = Math.max(this.#latest, entry.time);
		if (this.#entries.length >= 2 * mostEntries) {
			this.#forget();
		}
	}

	counts(): Multiset {
		const counts = new Multiset();
		for (const entry of this.#entries) {
			counts.add(entry);
		}

		return counts;
	}

	#forget(): void {
		const {since} = this;
		const kept = this.#entries.filter(({time}) => time >= since);
		for (const {time} of kept.slice(0, -mostEntries)) {
			this.#from = Math.max(this.#from, time + 1);
		}

		this.#entries = kept.filter(({time}) => time >= this.#from);
	}
}
