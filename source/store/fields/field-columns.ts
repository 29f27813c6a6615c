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
	readonly #readers = {fields: new FieldReader(), values: new ValueReader()};
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
		const search = new NameSearch(column, offsets[end] ?? 0);
		let left = 0;
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
			const end = (offsets[slot + 1] ?? 1) - 1;
			const lastAt = search.lastIn(start, end);
			if (lastAt === -1 && column.isNamed) {
				column.leaveOut(slot);
			} else {
				left -= end - start;
				column.take(slot, this.#readers, lastAt);
			}
		}

		this.#note(held);
		return true;
	}

	/** The column of a field in a segment, with the values of a slot read. */
	at(segment: Segment, name: string, slot: number): FieldColumn {
		const held = this.#hold(segment, name);
		if (!held.column.isRead(slot)) {
			held.column.take(slot, this.#readers);
			this.#note(held);
		}

		return held.column;
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

/** Finds where the name of a field stands in messages, as text: in far less time than they are read in. */
class NameSearch {
	readonly #segment: Segment;
	readonly #needle: string;
	/** Nothing is asked for behind that. */
	readonly #end: number;
	/** Bytes of the segment, a character each, and where they begin and end there. */
	#block = '';
	#from = 0;
	#to = 0;
	#nameAt = 0;
	#escapeAt = 0;

	constructor({segment, needle}: FieldColumn, end: number) {
		this.#segment = segment;
		this.#needle = needle;
		this.#end = end;
	}

	/** Hot. Where the name begins last in the message [start, end), -1 where nowhere; `end` where it may stand otherwise. Asked for one message after the other. */
	lastIn(start: number, end: number): number {
		if (this.#needle === '') {
			return end;
		}

		if (end > this.#to) {
			this.#load(start, end);
		}

		this.#escapeAt = this.#next(letterEscape, this.#escapeAt, start);
		this.#nameAt = this.#next(this.#needle, this.#nameAt, start);
		if (this.#escapeAt < end) {
			return end;
		}

		let last = -1;
		while (this.#nameAt < end) {
			last = this.#nameAt;
			this.#nameAt = this.#next(this.#needle, last, last + 1);
		}

		return last;
	}

	#load(from: number, end: number) {
		this.#from = from;
		this.#to = Math.max(end, Math.min(this.#end, from + bytesPerSearch));
		this.#block = this.#segment.bytes.toString('latin1', from, this.#to);
		this.#nameAt = -1;
		this.#escapeAt = -1;
	}

	/** Where a text stands next, at or behind `from`; `known` is where it was found last. */
	#next(text: string, known: number, from: number): number {
		if (known >= from) {
			return known;
		}

		const index = this.#block.indexOf(text, from - this.#from);
		return index === -1 ? Number.POSITIVE_INFINITY : index + this.#from;
	}
}

/** In JSON, letters of a name may be written so. */
const letterEscape = String.raw`\u`;

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
