import {
	type Entry,
	type EntryBatch,
	type EntryList,
	hasOwnTime,
	type Micros,
} from '../../log/entry.ts';
import {EntryColumns} from '../../log/entry-columns.ts';
import {type Filter, isAsked, type Order} from '../../log/query.ts';

/** The entries of several batches as one: those for which `take` returns a time, each at that time. They are made when they are asked for. */
export function joinBatches(
	batches: ReadonlyArray<EntryBatch<EntryColumns>>,
	take: (entries: EntryColumns, index: number) => Micros | undefined,
): EntryBatch<readonly Entry[]> {
	const places = new Places(batches);
	let malformedCount = 0;
	let untimedCount = 0;
	for (const [number, batch] of batches.entries()) {
		const {entries} = batch;
		malformedCount += batch.malformedCount;
		untimedCount += batch.untimedCount ?? 0;
		for (let index = 0; index < entries.length; index++) {
			const time = take(entries, index);
			if (time !== undefined) {
				places.push(number, index, time);
			}
		}
	}

	let made: readonly Entry[] | undefined;
	return {
		get entries() {
			made ??= [...places];
			return made;
		},
		list: places,
		malformedCount,
		untimedCount,
		rawLine: (index) => places.rawLine(index),
		rawLines: (from, to) => places.rawLines(from, to),
	};
}

/** Where each entry of several batches stands. */
class Places implements EntryList {
	length = 0;
	readonly #batches: ReadonlyArray<EntryBatch<EntryColumns>>;
	readonly #numbers: Uint32Array;
	readonly #indexes: Uint32Array;
	readonly #times: Float64Array;

	constructor(batches: ReadonlyArray<EntryBatch<EntryColumns>>) {
		let capacity = 0;
		for (const {entries} of batches) {
			capacity += entries.length;
		}

		this.#batches = batches;
		this.#numbers = new Uint32Array(capacity);
		this.#indexes = new Uint32Array(capacity);
		this.#times = new Float64Array(capacity);
	}

	push(batchNumber: number, index: number, time: Micros) {
		this.#numbers[this.length] = batchNumber;
		this.#indexes[this.length] = index;
		this.#times[this.length] = time;
		this.length++;
	}

	time(index: number): Micros {
		return this.#times[index] ?? 0;
	}

	timeText(index: number): string | undefined {
		return this.#batchOf(index)?.entries.timeText(this.#indexOf(index));
	}

	level(index: number): string {
		return this.#batchOf(index)?.entries.level(this.#indexOf(index)) ?? '';
	}

	region(index: number): string {
		return this.#batchOf(index)?.entries.region(this.#indexOf(index)) ?? '';
	}

	copyPlain(index: number, target: Uint8Array, at: number): number | undefined {
		return this.#batchOf(index)?.entries.copyPlain(
			this.#indexOf(index),
			target,
			at,
		);
	}

	at(index: number): Entry | undefined {
		const entry = this.#batchOf(index)?.entries.at(this.#indexOf(index));
		const time = this.time(index);
		return entry === undefined || entry.time === time
			? entry
			: {...entry, time};
	}

	*[Symbol.iterator](): Generator<Entry, void> {
		for (let index = 0; index < this.length; index++) {
			const entry = this.at(index);
			if (entry !== undefined) {
				yield entry;
			}
		}
	}

	rawLine(index: number): Uint8Array {
		return (
			this.#batchOf(index)?.rawLine(this.#indexOf(index)) ?? new Uint8Array()
		);
	}

	/** Lines that follow each other in one batch go together. */
	rawLines(from: number, to: number): readonly Uint8Array[] {
		const parts: Uint8Array[] = [];
		for (let start = from; start < to;) {
			const batch = this.#batchOf(start);
			const number = this.#numbers[start];
			const first = this.#indexOf(start);
			let end = start + 1;
			while (
				end < to &&
				this.#numbers[end] === number &&
				this.#indexOf(end) === first + end - start
			) {
				end++;
			}

			for (const part of batch?.rawLines?.(first, first + end - start) ?? []) {
				parts.push(part);
			}

			start = end;
		}

		return parts;
	}

	/** Of a place within the length. */
	#batchOf(index: number): EntryBatch<EntryColumns> | undefined {
		return index < this.length
			? this.#batches[this.#numbers[index] ?? 0]
			: undefined;
	}

	#indexOf(index: number): number {
		return this.#indexes[index] ?? 0;
	}
}

/** Without the entries of levels and regions that were not asked for: a server may let them through. */
export function narrowBatch(
	batch: EntryBatch<EntryColumns>,
	filter: Filter,
): EntryBatch<EntryColumns> {
	if (filter.levels.length + filter.regions.length === 0) {
		return batch;
	}

	const indexes: number[] = [];
	const kept: Entry[] = [];
	for (const [index, entry] of [...batch.entries].entries()) {
		if (isAsked(filter, entry)) {
			indexes.push(index);
			kept.push(entry);
		}
	}

	const {rawLines, ...rest} = batch;
	return kept.length === batch.entries.length
		? batch
		: {
				...rest,
				entries: EntryColumns.of(kept),
				rawLine: (index) => batch.rawLine(indexes[index] ?? 0),
			};
}

/** Of all entries, in the order in which they came. */
export function timesOf(
	batches: ReadonlyArray<EntryBatch<EntryColumns>>,
): Float64Array {
	let count = 0;
	for (const {entries} of batches) {
		count += entries.length;
	}

	const times = new Float64Array(count);
	let from = 0;
	for (const {entries} of batches) {
		times.set(entries.times.subarray(0, entries.length), from);
		from += entries.length;
	}

	return times;
}

/** Of those entries that have one of their own. */
export function ownTimesOf(
	batches: ReadonlyArray<EntryBatch<EntryColumns>>,
	/** Of all of them. */
	times: Float64Array,
): Float64Array {
	if (!batches.some(({entries}) => entries.hasTimeTexts)) {
		return times;
	}

	let at = 0;
	const isOwn = batches.flatMap(({entries}) =>
		Array.from({length: entries.length}, (_, index) =>
			hasOwnTime({
				time: times[at++] ?? 0,
				timeText: entries.timeText(index),
			}),
		),
	);
	return times.filter((_, index) => isOwn[index]);
}

/** Whether entries come in the other order than was asked for: most steps from one to the next say so. */
export function isAgainst(order: Order, times: Float64Array): boolean {
	const against = order === 'asc' ? -1 : 1;
	const first = times[0] ?? 0;
	const last = times.at(-1) ?? 0;
	if (Math.sign(last - first) !== against) {
		return false;
	}

	let steps = 0;
	let before = first;
	for (let index = 1; index < times.length; index++) {
		const time = times[index] ?? 0;
		steps += Math.sign(time - before);
		before = time;
	}

	return Math.sign(steps) === against;
}
