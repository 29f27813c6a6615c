import {type Buffer} from 'node:buffer';
import {type Columns} from './columns.ts';

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
