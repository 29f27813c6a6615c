import {copyText} from '../../base/bounded-cache.ts';
import {isMeasure, type ValueKind} from '../fields/typed-value.ts';
import {Quantiles} from './quantiles.ts';

/** So many different values are told apart; what comes after that is counted as others. */
const mostValues = 20_000;
const longestValue = 256;
const measures = ['number', 'duration', 'size'] as const;

/** How often each value of a field comes, and how its numbers are spread. */
export class ValueTally {
	/** Entries that have the field. */
	count = 0;
	/** Those of them whose values are not told apart any more. */
	otherCount = 0;
	readonly values = new Map<string, number>();
	readonly numbers = new Quantiles();
	/** Of the numbers: that of most. */
	readonly #kinds: Record<ValueKind, number> = {
		text: 0,
		number: 0,
		duration: 0,
		size: 0,
		boolean: 0,
	};

	/** Hot. */
	add(text: string, kind: ValueKind, number: number) {
		this.#addText(text, 1);
		if (isMeasure(kind)) {
			this.numbers.add(number);
			this.#kinds[kind]++;
		}
	}

	merge(other: ValueTally) {
		for (const [text, count] of other.values) {
			this.#addText(text, count);
		}

		this.count += other.otherCount;
		this.otherCount += other.otherCount;
		this.numbers.merge(other.numbers);
		for (const kind of measures) {
			this.#kinds[kind] += other.#kinds[kind];
		}
	}

	/** What the numbers count; nothing where most values are none. */
	get measure(): ValueKind | undefined {
		if (this.numbers.count * 2 < this.count || this.numbers.count === 0) {
			return undefined;
		}

		return measures.toSorted((a, b) => this.#kinds[b] - this.#kinds[a])[0];
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

	#addText(text: string, count: number) {
		this.count += count;
		const known = this.values.get(text);
		if (known !== undefined) {
			this.values.set(text, known + count);
		} else if (this.values.size < mostValues) {
			// A part of a message would keep all of it in memory.
			const own = copyText(
				text.length > longestValue ? `${text.slice(0, longestValue)}…` : text,
			);
			this.values.set(own, (this.values.get(own) ?? 0) + count);
		} else {
			this.otherCount += count;
		}
	}
}
