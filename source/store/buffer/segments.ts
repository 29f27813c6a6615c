import {type Entry} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {
	type NameNumbers,
	type RunNameNumbers,
	Segment,
	segmentByteLimit,
	segmentEntryLimit,
} from './segment.ts';
import {Spares} from './columns.ts';

/** The segments in which entries are held: one of each kind is written, the others are full. */
export class Segments {
	readonly #spares = new Spares(segmentByteLimit, segmentEntryLimit);
	readonly #held = new Map<number, Segment>();
	readonly #written = new Map<Writing, Segment>();
	#nextSerial = 1;

	/** Bytes of memory that they take. */
	get allocated(): number {
		let sum = 0;
		for (const segment of this.#held.values()) {
			sum += segment.allocated;
		}

		return sum;
	}

	get(serial: number): Segment | undefined {
		return this.#held.get(serial);
	}

	/** Writes an entry into the last slot of the segment that is returned. */
	write(entry: Entry, numbers: NameNumbers, kind: Writing): Segment {
		const current = this.#written.get(kind);
		if (current?.push(entry, numbers)) {
			return current;
		}

		const segment = this.#begin(kind);
		segment.push(entry, numbers);
		return segment;
	}

	/** Writes live entries, of [from, to) as many as there is room for in one segment, into its last slots. */
	writeRun(
		entries: EntryColumns,
		[from, to]: readonly [from: number, to: number],
		numbers: RunNameNumbers,
	): {readonly segment: Segment; readonly count: number} {
		const current = this.#written.get('live');
		const count = current?.pushRun(entries, [from, to], numbers) ?? 0;
		if (current !== undefined && count > 0) {
			return {segment: current, count};
		}

		const segment = this.#begin('live');
		return {segment, count: segment.pushRun(entries, [from, to], numbers)};
	}

	/** A piece shows a segment no more: when none does, its memory is used again. */
	release(segment: Segment) {
		if (segment.pieceCount === 0 && !this.#isWritten(segment)) {
			this.#held.delete(segment.serial);
			segment.release();
		}
	}

	/** Segments of which much is shown by nothing, and that are not written any more. */
	sparse(): ReadonlySet<Segment> {
		const sparse = new Set<Segment>();
		for (const segment of this.#held.values()) {
			if (segment.isSparse && !this.#isWritten(segment)) {
				sparse.add(segment);
			}
		}

		return sparse;
	}

	#isWritten(segment: Segment): boolean {
		return (
			segment === this.#written.get('live') ||
			segment === this.#written.get('page')
		);
	}

	#begin(kind: Writing): Segment {
		const current = this.#written.get(kind);
		const segment = new Segment(this.#nextSerial++, this.#spares);
		this.#held.set(segment.serial, segment);
		this.#written.set(kind, segment);
		if (current !== undefined) {
			this.release(current);
		}

		return segment;
	}
}

/** Live entries and those of pages do not share segments, so that each stay in the order of time. */
export type Writing = 'live' | 'page';
