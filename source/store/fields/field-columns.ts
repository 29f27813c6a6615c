import {oncePer} from '../../base/cache.ts';
import {FieldReader} from '../../log/fields/field-reader.ts';
import {type EntryField} from '../../log/fields/field-filter.ts';
import {ValueReader} from '../../log/fields/typed-value.ts';
import {formatTime} from '../../log/wall-time.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Segment} from '../buffer/segment.ts';
import {FieldColumn} from './field-column.ts';

/** The fields that were read, a column for each field and segment. All together share a ceiling: the one that was used least recently is dropped, and read again when it is wanted. */
export class FieldColumns {
	readonly #limit: number;
	readonly #held = new Map<Segment, Map<string, Held>>();
	readonly #fields = new FieldReader();
	readonly #values = new ValueReader();
	#last: Held | undefined;
	#lastName = '';
	#allocated = 0;
	#clock = 0;

	constructor(limit = defaultLimit) {
		this.#limit = limit;
	}

	/** What all columns take of the process's memory, in bytes. */
	get allocated(): number {
		return this.#allocated;
	}

	/** Reads what was not read yet of the slots [from, to); false when there was no time for all. */
	read(
		segment: Segment,
		name: string,
		[from, to]: readonly [from: number, to: number],
		hasTime: () => boolean,
	): boolean {
		const held = this.#hold(segment, name);
		const {column} = held;
		const end = Math.min(to, segment.count);
		const {offsets} = segment;
		let left = 0;
		let isAbsent = false;
		// No message has the field before that.
		let nextAt = 0;
		for (let slot = from; slot < end; slot++) {
			if (column.isRead(slot)) {
				continue;
			}

			if (left <= 0) {
				left = bytesPerStep;
				if (!hasTime()) {
					this.#note(held);
					return false;
				}
			}

			left -= slotCost;
			const start = offsets[slot] ?? 0;
			const length = (offsets[slot + 1] ?? 0) - start;
			// Of a field that most have it would be work in vain.
			if (isAbsent && nextAt < start) {
				nextAt = nextNeedle(column, start);
			}

			if (isAbsent && nextAt >= start + length) {
				column.leaveOut(slot);
				continue;
			}

			left -= length;
			this.#take(column, slot);
			isAbsent = !column.has(slot);
		}

		this.#note(held);
		return true;
	}

	/** The column of a field in a segment, with the values of a slot read. */
	at(segment: Segment, name: string, slot: number): FieldColumn {
		const held = this.#hold(segment, name);
		if (!held.column.isRead(slot)) {
			this.#take(held.column, slot);
			this.#note(held);
		}

		return held.column;
	}

	#take(column: FieldColumn, slot: number) {
		const {bytes, offsets} = column.segment;
		this.#fields.read(bytes, offsets[slot] ?? 0, (offsets[slot + 1] ?? 1) - 1);
		column.take(slot, this.#fields, this.#values);
	}

	#hold(segment: Segment, name: string): Held {
		const last = this.#last;
		// Mostly the same one is asked for again.
		if (last?.column.segment === segment && this.#lastName === name) {
			return last;
		}

		let columns = this.#held.get(segment);
		if (columns === undefined) {
			columns = new Map();
			this.#held.set(segment, columns);
		}

		let held = columns.get(name);
		if (held === undefined) {
			held = {
				column: new FieldColumn(segment, name),
				usedAt: 0,
				bytes: 0,
			};
			columns.set(name, held);
		}

		this.#clock++;
		held.usedAt = this.#clock;
		this.#last = held;
		this.#lastName = name;
		return held;
	}

	/** Takes into account what a column has grown by. */
	#note(held: Held) {
		const bytes = held.column.allocated;
		this.#allocated += bytes - held.bytes;
		held.bytes = bytes;
		while (this.#allocated > this.#limit && this.#dropOne(held)) {
			// One after the other.
		}
	}

	/** Drops what is of no segment any more, else what was used least recently. */
	#dropOne(kept: Held): boolean {
		let worst: {readonly segment: Segment; readonly name: string} | undefined;
		let worstUsedAt = Number.POSITIVE_INFINITY;
		for (const [segment, columns] of this.#held) {
			for (const [name, held] of columns) {
				const usedAt = segment.count === 0 ? -1 : held.usedAt;
				if (held !== kept && usedAt < worstUsedAt) {
					worst = {segment, name};
					worstUsedAt = usedAt;
				}
			}
		}

		if (worst === undefined) {
			return false;
		}

		const columns = this.#held.get(worst.segment);
		this.#allocated -= columns?.get(worst.name)?.bytes ?? 0;
		columns?.delete(worst.name);
		this.#last = undefined;
		if (columns?.size === 0) {
			this.#held.delete(worst.segment);
		}

		return true;
	}
}

/** Those of a buffer. */
export const fieldColumns = oncePer((_: LogBuffer) => new FieldColumns());

const defaultLimit = 64 * 1024 * 1024;
/** So much is read between two questions for time, some 0.1 ms. */
const bytesPerStep = 16_384;
/** So much is searched for a name at once. */
const bytesPerSearch = 65_536;
/** Counts as much as the bytes of a message. */
const slotCost = 64;

type Held = {readonly column: FieldColumn; usedAt: number; bytes: number};

/** From where on a message may have the field, as far as it is looked. */
function nextNeedle({segment, needle}: FieldColumn, from: number): number {
	if (needle === undefined || needle.length === 0) {
		return from;
	}

	const to = Math.min(segment.byteCount, from + bytesPerSearch);
	const found = segment.bytes.subarray(0, to).indexOf(needle, from);
	return found === -1 ? Math.max(from, to - needle.length) : found;
}

/** Reads what an entry has beside its message; empty where it has not. */
export function createOwnText(
	{levels, regions}: LogBuffer,
	name: EntryField,
): (segment: Segment, slot: number) => string {
	switch (name) {
		case 'time': {
			return (segment, slot) => formatTime(segment.time(slot));
		}

		case 'level': {
			return (segment, slot) => levels.name(segment.levels[slot] ?? 0);
		}

		case 'region': {
			return (segment, slot) => regions.name(segment.regions[slot] ?? 0);
		}
	}
}
