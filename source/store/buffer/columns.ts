/** Of an entry. */
export const columnBytes = 17;

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
