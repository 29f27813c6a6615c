import {Buffer} from 'node:buffer';
import {type Entry, type Micros} from '../log/entry.ts';

export const segmentEntryLimit = 32_768;
const segmentByteLimit = 4 * 1024 * 1024;
const firstByteCount = 64 * 1024;
const firstEntryCount = 512;
/** Stands after each message: no UTF-8 text holds it, so no search runs over a border. */
const separator = 0xff;

/** What is stored of an entry beside the entry itself, all as small numbers. */
export type Columns = {
	readonly level: number;
	readonly region: number;
	/** The text for which the server was asked when it returned the entry; 0 for none. */
	readonly text: number;
	/** Which live connection sent it, 1 to 255; 0 for a page of the past. */
	readonly source: number;
};

/**
Entries as columns of numbers and one run of UTF-8 bytes: about 18 bytes an entry and its message, where an object would take 150 and its message twice.

A slot is never moved or written again, so it can be a part of an entry's id; only its source may change.
*/
export class Segment {
	readonly serial: number;
	/** Slots in use. */
	count = 0;
	/** Pieces that show some of its slots. */
	pieceCount = 0;
	times = new Float64Array(firstEntryCount);
	levels = new Uint8Array(firstEntryCount);
	regions = new Uint16Array(firstEntryCount);
	texts = new Uint8Array(firstEntryCount);
	sources = new Uint8Array(firstEntryCount);
	offsets = new Uint32Array(firstEntryCount + 1);
	bytes = Buffer.allocUnsafeSlow(firstByteCount);
	#timeTexts: Map<number, string> | undefined;

	constructor(serial: number) {
		this.serial = serial;
	}

	get byteCount(): number {
		return this.offsets[this.count] ?? 0;
	}

	/** What it holds of the process's memory, in bytes. */
	get allocated(): number {
		return this.bytes.length + this.times.length * 17 + 4;
	}

	/** Returns false, and takes nothing, when the segment is full. */
	push(entry: Entry, columns: Columns): boolean {
		const slot = this.count;
		const offset = this.byteCount;
		if (slot === segmentEntryLimit || !this.#reserve(entry.message, offset)) {
			return false;
		}

		if (slot === this.times.length) {
			this.#resizeColumns(Math.min(slot * 2, segmentEntryLimit));
		}

		this.times[slot] = entry.time;
		this.levels[slot] = columns.level;
		this.regions[slot] = columns.region;
		this.texts[slot] = columns.text;
		this.sources[slot] = columns.source;
		const end = offset + this.bytes.write(entry.message, offset);
		this.bytes[end] = separator;
		this.offsets[slot + 1] = end + 1;
		if (entry.timeText !== undefined) {
			this.#timeTexts ??= new Map();
			this.#timeTexts.set(slot, entry.timeText);
		}

		this.count = slot + 1;
		return true;
	}

	/** Gives back what was allocated ahead; the segment takes no more entries well. */
	trim() {
		if (this.bytes.length > this.byteCount * 1.25) {
			const bytes = Buffer.allocUnsafeSlow(this.byteCount);
			this.bytes.copy(bytes, 0, 0, this.byteCount);
			this.bytes = bytes;
		}

		if (this.times.length > this.count) {
			this.#resizeColumns(this.count);
		}
	}

	time(slot: number): Micros {
		return this.times[slot] ?? 0;
	}

	timeText(slot: number): string | undefined {
		return this.#timeTexts?.get(slot);
	}

	message(slot: number): string {
		return this.bytes.toString(
			'utf8',
			this.offsets[slot] ?? 0,
			(this.offsets[slot + 1] ?? 1) - 1,
		);
	}

	#reserve(message: string, offset: number): boolean {
		const needed = offset + message.length * 3 + 1;
		if (needed <= this.bytes.length) {
			return true;
		}

		if (needed > segmentByteLimit && offset > 0) {
			return false;
		}

		const bytes = Buffer.allocUnsafeSlow(
			Math.max(needed, Math.min(this.bytes.length * 2, segmentByteLimit)),
		);
		this.bytes.copy(bytes, 0, 0, offset);
		this.bytes = bytes;
		return true;
	}

	#resizeColumns(count: number) {
		this.times = resized(this.times, new Float64Array(count));
		this.levels = resized(this.levels, new Uint8Array(count));
		this.regions = resized(this.regions, new Uint16Array(count));
		this.texts = resized(this.texts, new Uint8Array(count));
		this.sources = resized(this.sources, new Uint8Array(count));
		this.offsets = resized(this.offsets, new Uint32Array(count + 1));
	}
}

function resized<
	Column extends Float64Array | Uint8Array | Uint16Array | Uint32Array,
>(from: Column, to: Column): Column {
	to.set(from.length > to.length ? from.subarray(0, to.length) : from);
	return to;
}
