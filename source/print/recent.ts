import {createHash} from 'node:crypto';
import {contentKey, type Entry, type Micros} from '../log/entry.ts';
import {Multiset} from '../timeline/seam.ts';

/** In microseconds: how far an entry may stand from the newest one and still be recognized: regions' clocks differ by half a minute. */
export const overlap: Micros = 70_000_000;

/** At a thousand entries a second as many as `overlap` asks for; some 15 MB. */
const mostEntries = 75_000;

type Remembered = {readonly time: Micros; readonly key: string};

/** The entries that were printed last, so that a page of the past that holds them again is told from one that holds more. Of each its time and a digest are kept. */
export class Recent {
	#entries: Remembered[] = [];
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
		this.#entries.push({time: entry.time, key: digestOf(entry)});
		this.#latest = Math.max(this.#latest, entry.time);
		if (this.#entries.length >= 2 * mostEntries) {
			this.#forget();
		}
	}

	counts(): Multiset {
		const counts = new Multiset();
		for (const {key} of this.#entries) {
			counts.add(key);
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

/** Short, however long the message. */
export function digestOf(entry: Entry): string {
	return createHash('md5').update(contentKey(entry)).digest('base64');
}
