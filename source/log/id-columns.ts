/** The ids of entries by their numbers; a column is made when the first id comes. */
export class IdColumns {
	readonly #columns: Partial<Record<IdName, TextColumn>> = {};

	get allocated(): number {
		return idNames.reduce(
			(sum, name) => sum + (this.#columns[name]?.allocated ?? 0),
			0,
		);
	}

	/** Whether no entry has an id. */
	get isEmpty(): boolean {
		return idNames.every((name) => this.#columns[name] === undefined);
	}

	clear() {
		for (const name of idNames) {
			this.#columns[name]?.clear();
		}
	}

	has(name: IdName): boolean {
		return this.#columns[name] !== undefined;
	}

	/** Empty where an entry has none. */
	get(name: IdName, index: number): string {
		return this.#columns[name]?.get(index) ?? '';
	}

	/** Those that an entry has. */
	at(index: number): Partial<Record<IdName, string>> {
		return idsOf({
			trace: this.get('trace', index),
			span: this.get('span', index),
			deployment: this.get('deployment', index),
		});
	}

	set(index: number, ids: Partial<Record<IdName, string>>) {
		for (const name of idNames) {
			const id = ids[name] ?? '';
			if (id !== '') {
				this.#column(name).set(index, id);
			}
		}
	}

	/** Hot. */
	setBytes(
		name: IdName,
		index: number,
		source: Uint8Array,
		[from, to]: readonly [from: number, to: number],
	) {
		this.#column(name).setBytes(index, source, from, to);
	}

	copyRun(
		other: IdColumns,
		run: readonly [from: number, to: number],
		index: number,
	) {
		for (const name of idNames) {
			const column = other.#columns[name];
			if (column !== undefined) {
				this.#column(name).copyRun(column, run, index);
			}
		}
	}

	#column(name: IdName): TextColumn {
		this.#columns[name] ??= new TextColumn();
		return this.#columns[name];
	}
}

/** In bytes: what is longer is no id. */
const mostBytes = 255;
const firstBytes = 256;

/**
Short texts by number, as bytes: the trace ids of entries, of which most are absent, or the one before once more.

A text that is the one before takes no room for its bytes; a column is made only where there is a text.
*/
class TextColumn {
	#starts = new Uint32Array(16);
	#lengths = new Uint8Array(16);
	#bytes = new Uint8Array(firstBytes);
	#byteCount = 0;
	/** Where the text stands that came last. */
	#lastStart = 0;

	/** What it takes of the process's memory, in bytes. */
	get allocated(): number {
		return this.#byteCount + this.#starts.length * 5;
	}

	clear() {
		this.#lengths.fill(0);
		this.#byteCount = 0;
		this.#lastStart = 0;
	}

	/** Empty where there is none. */
	get(index: number): string {
		const length = this.#lengths[index] ?? 0;
		const start = this.#starts[index] ?? 0;
		return length === 0
			? ''
			: decoder.decode(this.#bytes.subarray(start, start + length));
	}

	set(index: number, text: string) {
		if (text.length <= mostBytes) {
			const bytes = encoder.encode(text);
			this.setBytes(index, bytes, 0, bytes.length);
		}
	}

	/** Hot. What is empty or too long is as if it were absent. */
	setBytes(index: number, source: Uint8Array, from: number, to: number) {
		const length = to - from;
		if (length === 0 || length > mostBytes) {
			return;
		}

		this.#makeRoom(index, length);
		const last = this.#lastStart;
		const isRepeated =
			this.#byteCount - last === length &&
			isSame(this.#bytes, last, source, [from, to]);
		if (!isRepeated) {
			this.#bytes.set(source.subarray(from, to), this.#byteCount);
			this.#lastStart = this.#byteCount;
			this.#byteCount += length;
		}

		this.#starts[index] = this.#lastStart;
		this.#lengths[index] = length;
	}

	/** Takes the texts [from, to) of another column as its own from `index` on. */
	copyRun(
		other: TextColumn,
		[from, to]: readonly [from: number, to: number],
		index: number,
	) {
		for (let at = from; at < to; at++) {
			const length = other.#lengths[at] ?? 0;
			const start = other.#starts[at] ?? 0;
			this.setBytes(index + at - from, other.#bytes, start, start + length);
		}
	}

	#makeRoom(index: number, byteCount: number) {
		if (index >= this.#starts.length) {
			const capacity = Math.max(index + 1, this.#starts.length * 2);
			const starts = new Uint32Array(capacity);
			starts.set(this.#starts);
			this.#starts = starts;
			const lengths = new Uint8Array(capacity);
			lengths.set(this.#lengths);
			this.#lengths = lengths;
		}

		const needed = this.#byteCount + byteCount;
		if (needed > this.#bytes.length) {
			const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
			bytes.set(this.#bytes.subarray(0, this.#byteCount));
			this.#bytes = bytes;
		}
	}
}

// eslint-disable-next-line @typescript-eslint/naming-convention -- It is called that.
const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
const encoder = new TextEncoder();

function isSame(
	bytes: Uint8Array,
	start: number,
	source: Uint8Array,
	[from, to]: readonly [from: number, to: number],
): boolean {
	for (let at = to - 1; at >= from; at--) {
		if (bytes[start + at - from] !== source[at]) {
			return false;
		}
	}

	return true;
}

/** What names the request during which an entry was logged, the part of it, and what was deployed, where an entry tells it itself. */
export const idNames = ['trace', 'span', 'deployment'] as const;

export type IdName = (typeof idNames)[number];

/** Those of the ids that are there. */
export function idsOf(
	named: Partial<Record<IdName, string | undefined>>,
): Partial<Record<IdName, string>> {
	const ids: Partial<Record<IdName, string>> = {};
	for (const name of idNames) {
		const id = named[name] ?? '';
		if (id !== '') {
			ids[name] = id;
		}
	}

	return ids;
}
