import {copyText} from '../../base/bounded-cache.ts';
import {type Micros} from '../entry.ts';

/** So many cells are kept; what comes after that is counted, but not told apart. */
const mostCells = 200_000;

/** How many entries there are of each group: a span of time, values of fields, or both. */
export class GroupTally {
	/** Entries in all. */
	count = 0;
	/** Those of them that are in no cell. */
	lostCount = 0;
	readonly #cells = new Map<
		string,
		{
			readonly time: Micros | undefined;
			readonly names: readonly string[];
			count: number;
		}
	>();

	/** Hot. */
	add(time: Micros | undefined, names: readonly string[], times = 1) {
		this.count += times;
		const key = `${time ?? ''}\u0000${names.join('\u0000')}`;
		const cell = this.#cells.get(key);
		if (cell !== undefined) {
			cell.count += times;
		} else if (this.#cells.size < mostCells) {
			this.#cells.set(copyText(key), {
				time,
				names: names.map((name) => copyText(name)),
				count: times,
			});
		} else {
			this.lostCount += times;
		}
	}

	merge(other: GroupTally) {
		for (const {time, names, count} of other.#cells.values()) {
			this.add(time, names, count);
		}

		this.count += other.lostCount;
		this.lostCount += other.lostCount;
	}

	/** In the order of time; the most frequent ones first where there is none. */
	cells(): ReadonlyArray<{
		readonly time: Micros | undefined;
		readonly names: readonly string[];
		readonly count: number;
	}> {
		return [...this.#cells.values()].toSorted(
			(a, b) =>
				(a.time ?? 0) - (b.time ?? 0) ||
				b.count - a.count ||
				(a.names.join('\u0000') < b.names.join('\u0000') ? -1 : 1),
		);
	}
}
