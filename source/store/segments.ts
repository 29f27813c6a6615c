import {type Entry} from '../log/entry.ts';
import {type Marks, Segment} from './segment.ts';
import {Spares} from './spares.ts';

/** Live entries and those of pages do not share segments, so that each stay in the order of time. */
export type Writing = 'live' | 'page';

/** The segments in which entries are held: one of each kind is written, the others are full. */
export class Segments {
	/** Bytes of memory that they take. */
	allocated = 0;
	readonly #spares = new Spares();
	readonly #held = new Map<number, Segment>();
	readonly #written = new Map<Writing, Segment>();
	#nextSerial = 1;

	get(serial: number): Segment | undefined {
		return this.#held.get(serial);
	}

	/** Writes an entry into the last slot of the segment that is returned. */
	write(entry: Entry, marks: Marks, kind: Writing): Segment {
		const current = this.#written.get(kind);
		if (current !== undefined && this.#push(current, entry, marks)) {
			return current;
		}

		if (current !== undefined) {
			this.#finish(current, kind);
		}

		const segment = new Segment(this.#nextSerial++, this.#spares);
		this.allocated += segment.allocated;
		this.#held.set(segment.serial, segment);
		this.#written.set(kind, segment);
		this.#push(segment, entry, marks);
		return segment;
	}

	/** A piece shows a segment no more: when none does, its memory is used again. */
	release(segment: Segment) {
		if (
			segment.pieceCount === 0 &&
			segment !== this.#written.get('live') &&
			segment !== this.#written.get('page')
		) {
			this.allocated -= segment.allocated;
			this.#held.delete(segment.serial);
			segment.release();
		}
	}

	#push(segment: Segment, entry: Entry, marks: Marks): boolean {
		const before = segment.allocated;
		const isTaken = segment.push(entry, marks);
		this.allocated += segment.allocated - before;
		return isTaken;
	}

	#finish(segment: Segment, kind: Writing) {
		const before = segment.allocated;
		segment.finish();
		this.allocated += segment.allocated - before;
		this.#written.delete(kind);
		this.release(segment);
	}
}
