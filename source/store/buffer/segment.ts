import {Buffer} from 'node:buffer';
import {type Entry, hasOwnTime, type Micros} from '../../log/entry.ts';
import {type EntryColumns, messageEnd} from '../../log/entry-columns.ts';
import {IdColumns} from '../../log/id-columns.ts';
import {type MessageHead, readHead} from './message-head.ts';
import {columnBytes, Columns, type Bytes, Spares} from './columns.ts';

/**
Entries as columns of numbers and one run of UTF-8 bytes: 18 bytes an entry and its message, where an object would take 150 and its message twice.

A slot is never moved or written again, so it can be a part of an entry's id; only its source may change, and the message is dropped once nothing shows the slot any more.
*/
export class Segment {
	readonly serial: number;
	/** Of which requests its entries tell. */
	readonly ids = new IdColumns();
	/** Slots in use. */
	count = 0;
	/** Pieces that show some of its slots. */
	pieceCount = 0;
	bytes: Bytes;
	byteCount = 0;
	/** Of messages in slots that no piece shows any more. */
	#unshownBytes = 0;
	#columns: Columns;
	#timeTexts: Map<number, string> | undefined;
	readonly #spares: Spares;

	/** Only the first one begins small; memory that is not written takes no room, and to make it larger is to copy it. */
	constructor(serial: number, spares: Spares) {
		this.serial = serial;
		this.#spares = spares;
		const isFirst = serial === 1;
		this.bytes =
			spares.takeBytes() ??
			Buffer.allocUnsafeSlow(isFirst ? firstByteCount : segmentByteLimit);
		this.#columns =
			spares.takeColumns() ??
			new Columns(isFirst ? firstEntryCount : segmentEntryLimit);
	}

	get times(): Float64Array {
		return this.#columns.times;
	}

	get levels(): Uint8Array {
		return this.#columns.levels;
	}

	get regions(): Uint16Array {
		return this.#columns.regions;
	}

	get texts(): Uint8Array {
		return this.#columns.texts;
	}

	get sources(): Uint8Array {
		return this.#columns.sources;
	}

	get offsets(): Uint32Array {
		return this.#columns.offsets;
	}

	/** What it takes of the process's memory, in bytes. */
	get allocated(): number {
		return this.byteCount + this.count * columnBytes + this.ids.allocated;
	}

	/** Hot. Returns false, and takes nothing, when the segment is full. */
	push(entry: Entry, numbers: NameNumbers): boolean {
		const slot = this.count;
		const {message} = entry;
		const offset = this.byteCount;
		if (
			(offset + message.length * 3 + 1 > this.bytes.length &&
				!this.#growBytes(message.length * 3 + 1)) ||
			!this.#growColumns(slot + 1)
		) {
			return false;
		}

		const columns = this.#columns;
		columns.times[slot] = entry.time;
		columns.levels[slot] = numbers.level;
		columns.regions[slot] = numbers.region;
		columns.texts[slot] = numbers.text;
		columns.sources[slot] = numbers.source;
		const end = offset + this.bytes.write(message, offset);
		this.bytes[end] = messageEnd;
		this.byteCount = end + 1;
		columns.offsets[slot + 1] = end + 1;
		if (entry.timeText !== undefined) {
			this.#timeTexts ??= new Map();
			this.#timeTexts.set(slot, entry.timeText);
		}

		this.ids.set(slot, entry);
		this.count = slot + 1;
		return true;
	}

	/** Hot. Takes the entries [from, to) as far as there is room for them, and returns how many. */
	pushRun(
		entries: EntryColumns,
		[from, to]: readonly [from: number, to: number],
		numbers: RunNameNumbers,
	): number {
		const {offsets} = entries;
		const start = offsets[from] ?? 0;
		const slot = this.count;
		let count = Math.min(to - from, segmentEntryLimit - slot);
		while (count > 0 && !this.#hasRoom((offsets[from + count] ?? 0) - start)) {
			count = Math.floor(count / 2);
		}

		this.#growColumns(slot + count);
		const columns = this.#columns;
		const distance = this.byteCount - start;
		for (let index = 0; index < count; index++) {
			const taken = from + index;
			const level = entries.levels[taken] ?? 0;
			const region = entries.regions[taken] ?? 0;
			columns.levels[slot + index] = numbers.levels[level] ?? 0;
			columns.regions[slot + index] = numbers.regions[region] ?? 0;
			columns.offsets[slot + index + 1] = (offsets[taken + 1] ?? 0) + distance;
		}

		for (let index = 0; entries.hasTimeTexts && index < count; index++) {
			const timeText = entries.timeText(from + index);
			if (timeText !== undefined) {
				this.#timeTexts ??= new Map();
				this.#timeTexts.set(slot + index, timeText);
			}
		}

		columns.times.set(entries.times.subarray(from, from + count), slot);
		this.ids.copyRun(entries.ids, [from, from + count], slot);
		columns.texts.fill(numbers.text, slot, slot + count);
		columns.sources.fill(numbers.source, slot, slot + count);
		const end = offsets[from + count] ?? 0;
		this.bytes.set(entries.text.subarray(start, end), this.byteCount);
		this.byteCount += end - start;
		this.count += count;
		return count;
	}

	/** No piece shows a slot any more. */
	hide(slot: number) {
		this.#unshownBytes += this.messageLength(slot);
	}

	/** Whether more than a third of its text is shown by nothing: to write it anew costs two bytes for each that is freed. */
	get isSparse(): boolean {
		return this.#unshownBytes * 3 > this.byteCount;
	}

	/** Writes its text anew without the messages of slots that nothing shows; what is a part of it is written no more. */
	dropUnshown(isShown: Uint8Array) {
		const {offsets} = this.#columns;
		const before = this.bytes;
		const bytes = Buffer.allocUnsafeSlow(this.byteCount - this.#unshownBytes);
		let start = 0;
		let written = 0;
		for (let slot = 0; slot < this.count; slot++) {
			const end = offsets[slot + 1] ?? 0;
			// The end of a message stays, so that an empty one is there.
			const from = isShown[slot] === 1 ? start : end - 1;
			written += before.copy(bytes, written, from, end);
			offsets[slot + 1] = written;
			start = end;
		}

		this.bytes = bytes;
		this.byteCount = written;
		this.#unshownBytes = 0;
		this.#spares.giveBytes(before);
	}

	/** Nothing shows it any more: its memory is used again. */
	release() {
		this.#spares.giveBytes(this.bytes);
		this.#spares.giveColumns(this.#columns);
		this.bytes = Buffer.alloc(0);
		this.#columns = new Columns(0);
		this.count = 0;
		this.byteCount = 0;
		this.#unshownBytes = 0;
	}

	time(slot: number): Micros {
		return this.#columns.times[slot] ?? 0;
	}

	/** Whether an entry in a slot stands at its place of arrival, not at the time that it came with. */
	isUntimed(slot: number): boolean {
		const timeText = this.#timeTexts?.get(slot);
		return (
			timeText !== undefined && !hasOwnTime({time: this.time(slot), timeText})
		);
	}

	/** Whether the server's own text of some time is kept. */
	get hasTimeTexts(): boolean {
		return this.#timeTexts !== undefined;
	}

	timeText(slot: number): string | undefined {
		return this.#timeTexts?.get(slot);
	}

	message(slot: number): string {
		return this.bytes.toString('utf8', ...this.#range(slot));
	}

	/** The beginning of a message: so many characters of it, or a few more, where it has them. */
	head(slot: number, characters: number): MessageHead {
		const [from, to] = this.#range(slot);
		return readHead(this.bytes.subarray(from, to), characters);
	}

	/** In bytes. */
	messageLength(slot: number): number {
		const [from, to] = this.#range(slot);
		return to - from;
	}

	messageBytes(slot: number): Bytes {
		return this.bytes.subarray(...this.#range(slot));
	}

	#range(slot: number): [from: number, to: number] {
		const {offsets} = this.#columns;
		return [offsets[slot] ?? 0, (offsets[slot + 1] ?? 1) - 1];
	}

	#hasRoom(byteCount: number): boolean {
		return (
			this.byteCount + byteCount <= this.bytes.length ||
			this.#growBytes(byteCount)
		);
	}

	/** At least one message has room, however long it is. */
	#growBytes(byteCount: number): boolean {
		const needed = this.byteCount + byteCount;
		if (needed > segmentByteLimit && this.count > 0) {
			return false;
		}

		const bytes = Buffer.allocUnsafeSlow(
			Math.max(needed, Math.min(this.bytes.length * 2, segmentByteLimit)),
		);
		this.bytes.copy(bytes, 0, 0, this.byteCount);
		this.bytes = bytes;
		return true;
	}

	/** Whether so many entries have room. */
	#growColumns(needed: number): boolean {
		const {capacity} = this.#columns;
		if (needed > capacity && capacity < segmentEntryLimit) {
			const columns = new Columns(
				Math.min(Math.max(needed, capacity * 2), segmentEntryLimit),
			);
			columns.copy(this.#columns, this.count);
			this.#columns = columns;
		}

		return needed <= this.#columns.capacity;
	}
}

export const segmentEntryLimit = 32_768;
const segmentByteLimit = 4 * 1024 * 1024;
const firstByteCount = 64 * 1024;
const firstEntryCount = 512;

/** What is stored of an entry beside the entry itself, all as small numbers. */
export type NameNumbers = {
	readonly level: number;
	readonly region: number;
	readonly text: number;
	readonly source: number;
};

/** The same of several entries that came together; levels and regions by their numbers in the columns. */
export type RunNameNumbers = {
	readonly levels: readonly number[];
	readonly regions: readonly number[];
	readonly text: number;
	readonly source: number;
};

/** Connections are counted without end; 0 is no connection. */
export function sourceNumber(source: number): number {
	return source === 0 ? 0 : ((source - 1) % 255) + 1;
}

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
