import {type Entry, type EntryList, hasOwnTime, type Micros} from './entry.ts';
import {IdColumns} from './id-columns.ts';
import {formatTime} from './wall-time.ts';

/**
Entries in the order in which they came, as columns of numbers and one run of UTF-8 bytes: a million go from the wire to the buffer without an object or a string for each.

Whoever fills them writes into the columns; whoever reads them changes nothing.
*/
export class EntryColumns implements Iterable<Entry>, EntryList {
	static of(entries: Iterable<Entry>): EntryColumns {
		const columns = new EntryColumns();
		for (const entry of entries) {
			columns.push(entry);
		}

		return columns;
	}

	length = 0;
	/** Whether some entries have no time of their own: they were put at another time than they came with. */
	hasStrays = false;
	times: Float64Array;
	/** Numbers of `levelNames`. */
	levels: Uint32Array;
	/** Numbers of `regionNames`. */
	regions: Uint32Array;
	/** Where each message begins; that of the next one is where it ends, with its mark. */
	offsets: Uint32Array;
	/** The messages, each with `messageEnd` behind it. */
	text: Uint8Array;
	/** Of the same bytes. */
	textView: DataView;
	readonly levelNames: ColumnNames;
	readonly regionNames: ColumnNames;
	/** Of which requests they tell. */
	readonly ids = new IdColumns();
	readonly #decode: DecodeText;
	#timeTexts: Map<number, string> | undefined;
	/** Up to where the message is written that was begun. */
	#writtenTo = 0;

	constructor({
		entryCount = 16,
		text = new Uint8Array(1024),
		levels = [],
		regions = [],
		decode = decodeText,
	}: {
		/** About as many as there will be. */
		readonly entryCount?: number;
		/** Where messages are written as long as it has room; what it holds does not matter. */
		readonly text?: Uint8Array;
		/** Names that are known already; more may be added to their ends. */
		readonly levels?: readonly string[];
		readonly regions?: readonly string[];
		/** One that is faster than what every engine has. */
		readonly decode?: DecodeText;
	} = {}) {
		this.#decode = decode;
		this.times = new Float64Array(entryCount);
		this.levels = new Uint32Array(entryCount);
		this.regions = new Uint32Array(entryCount);
		this.offsets = new Uint32Array(entryCount + 1);
		this.text = text;
		this.textView = viewOf(text);
		this.levelNames = new ColumnNames(levels);
		this.regionNames = new ColumnNames(regions);
	}

	/** Holds nothing any more; its memory is written again. */
	clear() {
		this.length = 0;
		this.hasStrays = false;
		this.#timeTexts = undefined;
		this.ids.clear();
		this.levelNames.clear();
		this.regionNames.clear();
	}

	/** Whether the server's own text of some time is kept. */
	get hasTimeTexts(): boolean {
		return this.#timeTexts !== undefined;
	}

	/** Bytes of messages so far. */
	get byteLength(): number {
		return this.offsets[this.length] ?? 0;
	}

	get lastTime(): Micros | undefined {
		return this.length === 0 ? undefined : this.time(this.length - 1);
	}

	push(entry: Entry) {
		const {time, timeText, level, message, region} = entry;
		this.makeRoom(message.length * 3);
		const index = this.length;
		const start = this.byteLength;
		const written = this.#write(message, start);
		if (timeText !== undefined) {
			this.#timeTexts ??= new Map();
			this.#timeTexts.set(index, timeText);
			this.hasStrays ||= !hasOwnTime(entry);
		}

		this.ids.set(index, entry);

		this.end(start + written, time);
		this.levels[index] = this.levelNames.indexOf(level);
		this.regions[index] = this.regionNames.indexOf(region);
	}

	/** Hot. Begins the message of the next entry: so many bytes are written to it at most. */
	beginMessage(byteCount: number) {
		this.makeRoom(byteCount);
		this.#writtenTo = this.byteLength;
	}

	/** Hot: four bytes at once. The bytes [from, to) go on with the message that was begun. */
	writeBytes(view: DataView, from: number, to: number) {
		const {textView} = this;
		let at = from;
		let written = this.#writtenTo;
		for (; at + 4 <= to; at += 4, written += 4) {
			textView.setInt32(written, view.getInt32(at));
		}

		for (; at < to; at++, written++) {
			textView.setUint8(written, view.getUint8(at));
		}

		this.#writtenTo = written;
	}

	/** Hot. One byte goes on with the message that was begun. */
	writeByte(byte: number) {
		this.text[this.#writtenTo++] = byte;
	}

	/** Hot. A character of the first 65,536 goes on with the message that was begun. */
	writeCodePoint(code: number) {
		if (code < 0x80) {
			this.writeByte(code);
		} else if (code < 0x8_00) {
			this.writeByte(0xc0 + Math.floor(code / 64));
			this.writeByte(0x80 + (code % 64));
		} else {
			this.writeByte(0xe0 + Math.floor(code / 4096));
			this.writeByte(0x80 + (Math.floor(code / 64) % 64));
			this.writeByte(0x80 + (code % 64));
		}
	}

	/** Hot. Adds the entry whose message was written. */
	endMessage(time: Micros, level: string, region: string) {
		this.levels[this.length] = this.levelNames.indexOf(level);
		this.regions[this.length] = this.regionNames.indexOf(region);
		this.end(this.#writtenTo, time);
	}

	/** Removes the last entry, which was written byte by byte, and returns it. */
	takeBack(): Entry | undefined {
		const index = this.length - 1;
		const last = this.at(index);
		this.length = Math.max(0, index);
		return last;
	}

	/** Adds an entry of other columns, as it is there. */
	pushFrom(other: EntryColumns, at: number) {
		const from = other.offsets[at] ?? 0;
		const to = (other.offsets[at + 1] ?? 1) - 1;
		this.makeRoom(to - from);
		const index = this.length;
		const start = this.byteLength;
		this.text.set(other.text.subarray(from, to), start);
		const timeText = other.timeText(at);
		if (timeText !== undefined) {
			this.#timeTexts ??= new Map();
			this.#timeTexts.set(index, timeText);
		}

		this.hasStrays ||= other.hasStrays;
		this.ids.copyRun(other.ids, [at, at + 1], index);
		this.end(start + to - from, other.time(at));
		this.levels[index] = this.levelNames.indexOf(other.level(at));
		this.regions[index] = this.regionNames.indexOf(other.region(at));
	}

	/** Room for one more entry, with a message of so many bytes. */
	makeRoom(byteCount: number) {
		const needed = this.byteLength + byteCount + 1;
		if (needed > this.text.length) {
			const text = new Uint8Array(Math.max(needed, this.text.length * 2));
			text.set(this.text.subarray(0, this.byteLength));
			this.text = text;
			this.textView = viewOf(text);
		}

		if (this.length === this.times.length) {
			const capacity = this.length * 2 + 16;
			this.times = enlarged(this.times, new Float64Array(capacity));
			this.levels = enlarged(this.levels, new Uint32Array(capacity));
			this.regions = enlarged(this.regions, new Uint32Array(capacity));
			this.offsets = enlarged(this.offsets, new Uint32Array(capacity + 1));
		}
	}

	/** Hot. The next entry's message has been written, up to `textEnd`. */
	end(textEnd: number, time: Micros) {
		this.text[textEnd] = messageEnd;
		this.times[this.length] = time;
		this.offsets[++this.length] = textEnd + 1;
	}

	time(index: number): Micros {
		return this.times[index] ?? 0;
	}

	level(index: number): string {
		return this.levelNames.name(this.levels[index] ?? 0);
	}

	region(index: number): string {
		return this.regionNames.name(this.regions[index] ?? 0);
	}

	/** Hot. */
	copyPlain(index: number, target: Uint8Array, at: number): number | undefined {
		const {text} = this;
		const from = this.offsets[index] ?? 0;
		let to = (this.offsets[index + 1] ?? 1) - 1;
		if (to > from && text[to - 1] === newline) {
			to--;
		}

		let end = at;
		if (end + to - from >= target.length) {
			return undefined;
		}

		for (let place = from; place < to; place++) {
			const byte = text[place] ?? 0;
			if (byte < 0x20 || byte > 0x7e) {
				return undefined;
			}

			target[end++] = byte;
		}

		return end;
	}

	/** Nothing where there is none. */
	at(index: number): Entry | undefined {
		if (index >= this.length) {
			return undefined;
		}

		const timeText = this.timeText(index);
		const entry = {
			time: this.time(index),
			level: this.level(index),
			message: this.#decode(
				this.text,
				this.offsets[index] ?? 0,
				(this.offsets[index + 1] ?? 1) - 1,
			),
			region: this.region(index),
		};
		// Most have neither.
		return timeText === undefined && this.ids.isEmpty
			? entry
			: {
					...entry,
					...(timeText !== undefined && {timeText}),
					...this.ids.at(index),
				};
	}

	/** The server's own text of a time, where the time alone does not give it back. */
	timeText(index: number): string | undefined {
		return this.#timeTexts?.get(index);
	}

	/** Puts an entry at another time; that which it came with stays as its text. */
	putAt(index: number, time: Micros) {
		this.hasStrays = true;
		this.#timeTexts ??= new Map();
		this.#timeTexts.set(
			index,
			this.#timeTexts.get(index) ?? formatTime(this.time(index)),
		);
		this.times[index] = time;
	}

	*[Symbol.iterator](): Generator<Entry, void> {
		for (let index = 0; index < this.length; index++) {
			const entry = this.at(index);
			if (entry !== undefined) {
				yield entry;
			}
		}
	}

	/** The bytes of a message. To ask the encoder takes longer than a short one of plain letters takes here. */
	#write(message: string, start: number): number {
		const {text} = this;
		const {length} = message;
		let index = length > shortMessage ? -1 : 0;
		while (index >= 0 && index < length) {
			// eslint-disable-next-line unicorn/prefer-code-point -- Hot, and what is no ASCII is left to the encoder.
			const code = message.charCodeAt(index);
			if (code > 0x7f) {
				index = -1;
			} else {
				text[start + index++] = code;
			}
		}

		return index === -1
			? encoder.encodeInto(message, text.subarray(start)).written
			: length;
	}
}

const newline = 0x0a;

/** Stands behind each message in a run of them: no UTF-8 text holds it, so no search runs over a border. */
export const messageEnd = 0xff;

/** The text of the bytes [from, to). */
export type DecodeText = (text: Uint8Array, from: number, to: number) => string;

/** Names that are known by their place in `known` have numbers below this. */
export const knownNameLimit = 64;

const fewNames = 32;
/** In code units. */
const shortMessage = 256;

/** Names by number: those that are known, and behind them those that came with the entries. */
class ColumnNames {
	readonly #known: readonly string[];
	#others: string[] = [];
	/** Of a few names the last one is found sooner. */
	#indexes: Map<string, number> | undefined;

	constructor(known: readonly string[]) {
		this.#known = known;
	}

	/** Those that came with the entries are gone. */
	clear() {
		this.#others = [];
		this.#indexes = undefined;
	}

	name(index: number): string {
		return (
			(index < knownNameLimit
				? this.#known[index]
				: this.#others[index - knownNameLimit]) ?? ''
		);
	}

	indexOf(name: string): number {
		const known = this.#known.indexOf(name);
		if (known !== -1 && known < knownNameLimit) {
			return known;
		}

		if (this.#others.length < fewNames) {
			const other = this.#others.lastIndexOf(name);
			return (other === -1 ? this.#add(name) : other) + knownNameLimit;
		}

		this.#indexes ??= new Map(
			this.#others.map((other, index) => [other, index]),
		);
		return (this.#indexes.get(name) ?? this.#add(name)) + knownNameLimit;
	}

	#add(name: string): number {
		const index = this.#others.push(name) - 1;
		this.#indexes?.set(name, index);
		return index;
	}
}

// A mark at the start of a message is a part of it.
// eslint-disable-next-line @typescript-eslint/naming-convention -- It is called that.
const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
const encoder = new TextEncoder();

function decodeText(text: Uint8Array, from: number, to: number): string {
	return decoder.decode(text.subarray(from, to));
}

function enlarged<Column extends Float64Array | Uint32Array>(
	column: Column,
	larger: Column,
): Column {
	larger.set(column);
	return larger;
}

function viewOf({buffer, byteOffset, byteLength}: Uint8Array): DataView {
	return new DataView(buffer, byteOffset, byteLength);
}
