import {copyText} from '../base/cache.ts';
import {isMeasure, type ValueKind} from './fields/typed-value.ts';
import {type Micros} from './entry.ts';
import {Quantiles} from './quantiles.ts';

/** How often each value of a field comes, and how its numbers are spread. */
export class ValueTally {
	/** Entries that have the field. */
	count = 0;
	/** Those of them whose values are not told apart any more. */
	otherCount = 0;
	/** Changes with what is counted. */
	revision = 0;
	readonly values = new Map<string, number>();
	/** Of each kind by itself: what counts milliseconds and what counts nothing has no order. */
	readonly #numbers: Readonly<Record<Measure, Quantiles>> = {
		number: new Quantiles(),
		duration: new Quantiles(),
		size: new Quantiles(),
	};

	/** Hot. */
	add(text: string, kind: ValueKind, number: number) {
		this.revision++;
		this.#addText(text, 1, false);
		if (isMeasure(kind)) {
			this.#numbers[kind].add(number);
		}
	}

	merge(other: ValueTally) {
		this.revision++;
		for (const [text, count] of other.values) {
			this.#addText(text, count, true);
		}

		this.count += other.otherCount;
		this.otherCount += other.otherCount;
		for (const kind of measures) {
			this.#numbers[kind].merge(other.#numbers[kind]);
		}
	}

	/** Takes away what was merged before; `left` are those that stay. Of values that were not told apart others are taken for them, so that the sum is right. */
	subtract(other: ValueTally, left: readonly ValueTally[]) {
		this.revision++;
		this.count -= other.count;
		this.otherCount -= other.otherCount;
		for (const [text, count] of other.values) {
			const known = this.values.get(text) ?? 0;
			if (known > count) {
				this.values.set(text, known - count);
			} else {
				this.values.delete(text);
				this.otherCount -= count - known;
			}
		}

		for (const kind of measures) {
			this.#numbers[kind].subtract(
				other.#numbers[kind],
				left.map((tally) => tally.#numbers[kind]),
			);
		}
	}

	/** The numbers, of the kind that most are of. */
	get numbers(): Quantiles {
		return this.#numbers[this.numberKind];
	}

	/** How many numbers are of other kinds. */
	get otherNumberCount(): number {
		const {number, duration, size} = this.#numbers;
		return number.count + duration.count + size.count - this.numbers.count;
	}

	/** What the numbers count; nothing where most values are none. */
	get measure(): ValueKind | undefined {
		const {count} = this.numbers;
		return count === 0 || (count + this.otherNumberCount) * 2 < this.count
			? undefined
			: this.numberKind;
	}

	/** What those count. */
	get numberKind(): Measure {
		let most: Measure = 'number';
		for (const kind of measures) {
			if (this.#numbers[kind].count > this.#numbers[most].count) {
				most = kind;
			}
		}

		return most;
	}

	/** The most frequent values first; equals by their names. */
	top(
		limit: number,
	): ReadonlyArray<{readonly value: string; readonly count: number}> {
		return [...this.values]
			.map(([value, count]) => ({value, count}))
			.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
			.slice(0, limit);
	}

	/** Another tally's texts have memory of their own. */
	#addText(text: string, count: number, isOwn: boolean) {
		this.count += count;
		const known = this.values.get(text);
		if (known !== undefined) {
			this.values.set(text, known + count);
		} else if (this.values.size >= mostValues) {
			this.otherCount += count;
		} else if (isOwn) {
			this.values.set(text, count);
		} else {
			// A part of a message would keep all of it in memory.
			const own = copyText(
				text.length > longestValue ? `${text.slice(0, longestValue)}…` : text,
			);
			this.values.set(own, (this.values.get(own) ?? 0) + count);
		}
	}
}

/** So many different values are told apart; what comes after that is counted as others. */
const mostValues = 20_000;
const longestValue = 256;

/** Of a value that is told by its beginning alone, that beginning. */
export function beginningOf(value: string): string | undefined {
	return value.length === longestValue + 1 && value.endsWith('…')
		? value.slice(0, longestValue)
		: undefined;
}

const measures = ['number', 'duration', 'size'] as const;
type Measure = (typeof measures)[number];

const durations = [
	[86_400_000, 'd'],
	[3_600_000, 'h'],
	[60_000, 'min'],
	[1000, 's'],
	[1, 'ms'],
	[0.001, 'µs'],
] as const;
const sizes = [
	[1e12, 'TB'],
	[1e9, 'GB'],
	[1e6, 'MB'],
	[1e3, 'kB'],
	[1, 'B'],
] as const;

/** `1.2 s`, `34 ms`, `5.1 kB`, `1234`: a number as people read it, with three digits that count. */
export function measureWords(number: number, kind: ValueKind): string {
	const units =
		kind === 'duration' ? durations : kind === 'size' ? sizes : undefined;
	if (units === undefined) {
		return threeDigits(number);
	}

	const [size, name] =
		units.find(([unit]) => Math.abs(number) >= unit) ??
		units.at(number === 0 ? -2 : -1) ??
		units[0];
	return `${threeDigits(number / size)} ${name}`;
}

function threeDigits(number: number): string {
	if (Math.abs(number) > Number.MAX_SAFE_INTEGER) {
		// Of further digits nothing is known.
		return number.toPrecision(3);
	}

	return Number.isInteger(number) || Math.abs(number) >= 100
		? String(Math.round(number))
		: String(Number(number.toPrecision(3)));
}

/** So many values are told apart over time. */
const mostNames = 512;

/** Stands for all values beyond those that are told apart. */
export const otherNames = Symbol('others');

/** Stands for no value at all, which an empty one is not. */
export const noName = Symbol('none');

/** The value of a group. */
export type GroupName = string | typeof otherNames | typeof noName;

/** Tells so many names apart, the first ones that come; a field in which each value is another one must not take a cell for each. */
export class BoundedNames {
	readonly #names = new Map<string, string>();

	take(name: string | undefined): GroupName {
		if (name === undefined) {
			return noName;
		}

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
	readonly names: readonly GroupName[];
	count: number;
};

/** How many entries there are of each group: a span of time, values of fields, or both. */
export class GroupTally {
	/** Entries in all. */
	count = 0;
	/** Those of them that are in no cell. */
	lostCount = 0;
	/** Changes with what is counted. */
	revision = 0;
	readonly #cells = new Map<Micros | undefined, Map<GroupName, Cell>>();
	#cellCount = 0;

	/** Hot. */
	add(time: Micros | undefined, names: readonly GroupName[], times = 1) {
		this.revision++;
		this.count += times;
		const key = keyOf(names);
		const row = this.#cells.get(time);
		const cell = row?.get(key);
		if (cell !== undefined) {
			cell.count += times;
		} else if (this.#cellCount < mostCells) {
			this.#cellCount++;
			const cells = row ?? new Map<GroupName, Cell>();
			this.#cells.set(time, cells);
			const own = names.map((name) =>
				typeof name === 'string' ? copyText(name) : name,
			);
			cells.set(keyOf(own), {time, names: own, count: times});
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

	/** Takes away what was merged before. Of groups that were not told apart others are taken for them, so that the sum is right. */
	subtract(other: GroupTally) {
		this.revision++;
		this.count -= other.count;
		this.lostCount -= other.lostCount;
		for (const [time, cells] of other.#cells) {
			const row = this.#cells.get(time);
			for (const [key, {count}] of cells) {
				const cell = row?.get(key);
				if (cell !== undefined && cell.count > count) {
					cell.count -= count;
				} else {
					this.lostCount -= count - (cell?.count ?? 0);
					this.#cellCount -= row?.delete(key) === true ? 1 : 0;
				}
			}

			if (row?.size === 0) {
				this.#cells.delete(time);
			}
		}
	}

	/** What there is, in no order. */
	*rows(): Generator<
		readonly [time: Micros | undefined, cells: Iterable<Readonly<Cell>>]
	> {
		for (const [time, cells] of this.#cells) {
			yield [time, cells.values()];
		}
	}

	/** In the order of time; the most frequent ones first where there is none. */
	cells(): ReadonlyArray<Readonly<Cell>> {
		return [...this.#cells.values()]
			.flatMap((row) => [...row.values()])
			.toSorted(
				(a, b) =>
					(a.time ?? 0) - (b.time ?? 0) || b.count - a.count || byNames(a, b),
			);
	}
}

/** Tells groups apart: mostly they are of one field. */
function keyOf(names: readonly GroupName[]): GroupName {
	return names.length === 1 ? (names[0] ?? noName) : JSON.stringify(names);
}

function byNames({names: a}: Cell, {names: b}: Cell): number {
	return a.map(String).join('\n') < b.map(String).join('\n') ? -1 : 1;
}
