import {type Buffer} from 'node:buffer';

/** What is stored of entries beside their messages, as numbers. */
export class Columns {
	times: Float64Array;
	levels: Uint8Array;
	regions: Uint16Array;
	/** The text for which the server was asked when it returned the entry; 0 for none. */
	texts: Uint8Array;
	/** Which live connection sent it, 1 to 255; 0 for a page of the past. */
	sources: Uint8Array;
	/** Where its message begins; that of the next one is where it ends. */
	offsets: Uint32Array;

	constructor(capacity: number) {
		this.times = new Float64Array(capacity);
		this.levels = new Uint8Array(capacity);
		this.regions = new Uint16Array(capacity);
		this.texts = new Uint8Array(capacity);
		this.sources = new Uint8Array(capacity);
		this.offsets = new Uint32Array(capacity + 1);
	}

	get capacity(): number {
		return this.times.length;
	}

	/** Takes over the first `count` entries of another. */
	copy(from: Columns, count: number) {
		this.times.set(from.times.subarray(0, count));
		this.levels.set(from.levels.subarray(0, count));
		this.regions.set(from.regions.subarray(0, count));
		this.texts.set(from.texts.subarray(0, count));
		this.sources.set(from.sources.subarray(0, count));
		this.offsets.set(from.offsets.subarray(0, count + 1));
	}
}

export type Bytes = ReturnType<typeof Buffer.allocUnsafeSlow>;

/** Of each kind so many are kept. */
const mostSpares = 2;

/** Memory that segments have given back, for the next ones: what is allocated anew again and again stays resident until it is collected. */
export class Spares {
	readonly #bytes: Bytes[] = [];
	readonly #columns: Columns[] = [];
	readonly #byteCount: number;
	readonly #capacity: number;

	/** Only what has the size of a whole segment is kept. */
	constructor(byteCount: number, capacity: number) {
		this.#byteCount = byteCount;
		this.#capacity = capacity;
	}

	takeBytes(): Bytes | undefined {
		return this.#bytes.pop();
	}

	takeColumns(): Columns | undefined {
		return this.#columns.pop();
	}

	giveBytes(bytes: Bytes) {
		if (bytes.length === this.#byteCount && this.#bytes.length < mostSpares) {
			this.#bytes.push(bytes);
		}
	}

	giveColumns(columns: Columns) {
		if (
			columns.capacity === this.#capacity &&
			this.#columns.length < mostSpares
		) {
			this.#columns.push(columns);
		}
	}
}

/** Of an entry. */
export const columnBytes = 17;
