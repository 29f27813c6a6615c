import {copyText} from '../../base/cache.ts';
import {type Micros} from '../entry.ts';

/** So many values are told apart over time. */
const mostNames = 512;

/** Stands for all values beyond those that are told apart. */
export const otherNames = '\u0000';

/** Tells so many names apart, the first ones that come; a field in which each value is another one must not take a cell for each. */
export class BoundedNames {
	/** What has no value is always told apart. */
	readonly #names = new Map([['', '']]);

	take(name: string): string {
		const known = this.#names.get(name);
		if (known !== undefined) {
			return known;
		}

		if (this.#names.size >= mostNames) {
			return otherNames;
		}

		const own = copyText(name);
		this.#names.set(own, own);
		return own;
	}
}

/** So many cells are kept; what comes after that is counted, but not told apart. */
const mostCells = 200_000;

type Cell = {
	readonly time: Micros | undefined;
	readonly names: readonly string[];
	count: number;
};

/** How many entries there are of each group: a span of time, values of fields, or both. */
export class GroupTally {
	/** Entries in all. */
	count = 0;
	/** Those of them that are in no cell. */
	lostCount = 0;
	readonly #cells = new Map<Micros | undefined, Map<string, Cell>>();
	#cellCount = 0;

	/** Hot. */
	add(time: Micros | undefined, names: readonly string[], times = 1) {
		this.count += times;
		const key = names.length === 1 ? (names[0] ?? '') : names.join('\u0000');
		const row = this.#cells.get(time);
		const cell = row?.get(key);
		if (cell !== undefined) {
			cell.count += times;
		} else if (this.#cellCount < mostCells) {
			this.#cellCount++;
			const cells = row ?? new Map<string, Cell>();
			this.#cells.set(time, cells);
			cells.set(copyText(key), {
				time,
				names: names.map((name) => copyText(name)),
				count: times,
			});
		} else {
			this.lostCount += times;
		}
	}

	merge(other: GroupTally) {
		for (const row of other.#cells.values()) {
			for (const {time, names, count} of row.values()) {
				this.add(time, names, count);
			}
		}

		this.count += other.lostCount;
		this.lostCount += other.lostCount;
	}

	/** In the order of time; the most frequent ones first where there is none. */
	cells(): ReadonlyArray<Readonly<Cell>> {
		return [...this.#cells.values()]
			.flatMap((row) => [...row.values()])
			.toSorted(
				(a, b) =>
					(a.time ?? 0) - (b.time ?? 0) ||
					b.count - a.count ||
					(a.names.join('\u0000') < b.names.join('\u0000') ? -1 : 1),
			);
	}
}
