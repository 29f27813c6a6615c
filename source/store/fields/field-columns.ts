/* eslint-disable no-bitwise -- Bytes are compared and hashed by their bits, as this is hot. */
import {oncePer} from '../../base/cache.ts';
import {FieldReader} from '../../log/fields/field-reader.ts';
import {type WantedName, wantedName} from '../../log/fields/found-fields.ts';
import {type EntryField, wholeMessage} from '../../log/fields/field-filter.ts';
import {
	ValueReader,
	isText,
	kindOf,
	textCode,
	type ValueCode,
	type ValueKind,
} from '../../log/fields/typed-value.ts';
import {formatTime} from '../../log/wall-time.ts';
import {decodeValue} from '../../log/fields/field-bytes.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Bytes} from '../buffer/columns.ts';
import {type Segment} from '../buffer/segment.ts';

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

/**
The values of one field in a segment: what they are, where their texts stand in the messages, and their numbers.

Seven bytes an entry, and eight more once one of them is no text; read when they are asked for.
*/
class FieldColumn {
	readonly segment: Segment;
	/** What of its name stands in each message that names it, but for letters with escapes; it may be empty. */
	readonly needle: string;
	/** Whether no message has it that does not name it. */
	readonly isNamed: boolean;
	readonly #name: WantedName;
	readonly #isMessage: boolean;
	#states: Uint8Array;
	#offsets: Uint32Array;
	#lengths: Uint16Array;
	#numbers: Float64Array | undefined;

	constructor(segment: Segment, name: string) {
		this.segment = segment;
		this.#name = wantedName(name);
		this.#isMessage = name === wholeMessage;
		this.needle = plainPart(name);
		// Access logs tell fields without their names.
		this.isNamed = !this.#isMessage && this.#name.implied === 0;
		const capacity = segment.count;
		this.#states = new Uint8Array(capacity);
		this.#offsets = new Uint32Array(capacity);
		this.#lengths = new Uint16Array(capacity);
	}

	/** What it takes of the process's memory, in bytes. */
	get allocated(): number {
		return (
			this.#states.length *
			(bytesOfText + (this.#numbers === undefined ? 0 : bytesOfNumber))
		);
	}

	isRead(slot: number): boolean {
		return (this.#states[slot] ?? unread) !== unread;
	}

	/** Hot. Reads the value of a slot; behind `lastAt`, in the segment, its name does not stand. */
	take(
		slot: number,
		{
			fields,
			values,
		}: {readonly fields: FieldReader; readonly values: ValueReader},
		lastAt?: number,
	) {
		this.#grow(slot);
		const {bytes, offsets} = this.segment;
		const start = offsets[slot] ?? 0;
		const end = (offsets[slot + 1] ?? 1) - 1;
		if (!fields.find(bytes, [start, end], this.#name, lastAt)) {
			if (this.#isMessage) {
				this.#takeMessage(slot);
			} else {
				this.leaveOut(slot);
			}

			return;
		}

		const {found} = fields;
		const from = found.valueFrom[0] ?? 0;
		const to = found.valueTo[0] ?? 0;
		const code = values.read(bytes, from, to);
		this.#states[slot] = code | (found.isEscaped(0) ? isEscaped : 0);
		this.#offsets[slot] = from - start;
		this.#lengths[slot] = Math.min(longestValue, to - from);
		if (!isText(code)) {
			this.#numbers ??= new Float64Array(this.#states.length);
			this.#numbers[slot] = values.number;
		}
	}

	/** Hot. Notes that a slot does not have the field. */
	leaveOut(slot: number) {
		this.#grow(slot);
		this.#states[slot] = absent;
	}

	has(slot: number): boolean {
		const state = this.#states[slot] ?? unread;
		return state !== unread && state !== absent;
	}

	/** Of a slot that has a value. */
	code(slot: number): ValueCode {
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- It is what was written there.
		return ((this.#states[slot] ?? 0) & 0x0f) as ValueCode;
	}

	kind(slot: number): ValueKind {
		return kindOf(this.code(slot));
	}

	/** In milliseconds, bytes, or 1 and 0; 0 of a text. */
	number(slot: number): number {
		return this.#numbers?.[slot] ?? 0;
	}

	text(slot: number): string {
		const from = this.#messageStart(slot) + (this.#offsets[slot] ?? 0);
		const to = from + (this.#lengths[slot] ?? 0);
		const {bytes} = this.segment;
		return ((this.#states[slot] ?? 0) & isEscaped) === 0
			? knownTexts.take(bytes, from, to)
			: decodeValue(bytes, from, to, true);
	}

	#takeMessage(slot: number) {
		const {bytes, offsets} = this.segment;
		const from = offsets[slot] ?? 0;
		const to = (offsets[slot + 1] ?? 1) - 1;
		const end = to > from && bytes[to - 1] === newline ? to - 1 : to;
		this.#states[slot] = textCode;
		this.#offsets[slot] = 0;
		this.#lengths[slot] = Math.min(longestValue, end - from);
	}

	/** Messages are moved when others are dropped from their segment. */
	#messageStart(slot: number): number {
		return this.segment.offsets[slot] ?? 0;
	}

	/** A segment that is being written grows. */
	#grow(slot: number) {
		const {length} = this.#states;
		if (slot < length) {
			return;
		}

		const capacity = Math.max(
			Math.ceil(length * 1.25) + 256,
			this.segment.count,
		);
		this.#states = enlarge(this.#states, new Uint8Array(capacity));
		this.#offsets = enlarge(this.#offsets, new Uint32Array(capacity));
		this.#lengths = enlarge(this.#lengths, new Uint16Array(capacity));
		if (this.#numbers !== undefined) {
			this.#numbers = enlarge(this.#numbers, new Float64Array(capacity));
		}
	}
}

/** Texts of values, which mostly came before: to find one takes less time than to make it anew. */
class KnownTexts {
	readonly #texts = Array.from({length: mostTexts}, () => '');
	/** Of what came last: only what comes twice is kept, as most of other fields never comes again. */
	readonly #hashes = new Int32Array(mostTexts);

	/** Hot. The text of some bytes. */
	take(bytes: Bytes, from: number, to: number): string {
		if (to - from > longestKnown) {
			return bytes.toString('utf8', from, to);
		}

		let hash = to - from;
		for (let at = from; at < to; at++) {
			const code = bytes[at] ?? 0;
			if (code >= 0x80) {
				return bytes.toString('utf8', from, to);
			}

			hash = Math.imul(hash ^ code, 0x01_00_01_93);
		}

		const index = (hash ^ (hash >>> 15)) & (mostTexts - 1);
		const known = this.#texts[index] ?? '';
		if (isOf(known, bytes, from, to)) {
			return known;
		}

		const text = bytes.toString('latin1', from, to);
		if (this.#hashes[index] === hash) {
			this.#texts[index] = text;
		} else {
			this.#hashes[index] = hash;
		}

		return text;
	}
}

const mostTexts = 4096;
const longestKnown = 48;
const knownTexts = new KnownTexts();

/** Whether bytes of ASCII are those of a text. */
function isOf(
	text: string,
	bytes: Uint8Array,
	from: number,
	to: number,
): boolean {
	if (text.length !== to - from) {
		return false;
	}

	for (let index = 0; index < text.length; index++) {
		// eslint-disable-next-line unicorn/prefer-code-point -- It is faster, and there are no others.
		if (text.charCodeAt(index) !== bytes[from + index]) {
			return false;
		}
	}

	return true;
}

/** The longest part of a name that stands in messages as it is: the names of objects around it stand elsewhere, and signs and letters beyond ASCII may be written with escapes. */
function plainPart(name: string): string {
	const own = name.slice(name.lastIndexOf('.') + 1);
	const [longest = ''] = (own.match(/[\w $@\-]+/gv) ?? []).toSorted(
		(a, b) => b.length - a.length,
	);
	return longest;
}

/** What is known of a slot; other numbers are those of kinds of values. */
const unread = 0;
const absent = 0x40;
const isEscaped = 0x80;
const bytesOfText = 7;
const bytesOfNumber = 8;
const longestValue = 0xff_ff;
const newline = 0x0a;

function enlarge<
	Column extends Uint8Array | Uint16Array | Uint32Array | Float64Array,
>(column: Column, larger: Column): Column {
	larger.set(column);
	return larger;
}
