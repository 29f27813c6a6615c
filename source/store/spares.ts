import {type Buffer} from 'node:buffer';
import {type Columns} from './columns.ts';

export type Bytes = ReturnType<typeof Buffer.allocUnsafeSlow>;

/** Of each kind so many are kept. */
const mostSpares = 2;
/** What is smaller is not worth keeping. */
const leastBytes = 1024 * 1024;
const leastCapacity = 8192;

/** Memory that segments have given back, for the next ones: what is allocated anew again and again stays resident until it is collected. */
export class Spares {
	readonly #bytes: Bytes[] = [];
	readonly #columns: Columns[] = [];

	/** The smallest one from `least` to `most` bytes. */
	takeBytes(least: number, most: number): Bytes | undefined {
		return taken(this.#bytes, (bytes) => bytes.length, least, most);
	}

	takeColumns(least: number, most: number): Columns | undefined {
		return taken(this.#columns, (columns) => columns.capacity, least, most);
	}

	giveBytes(bytes: Bytes) {
		if (bytes.length >= leastBytes) {
			given(this.#bytes, bytes);
		}
	}

	giveColumns(columns: Columns) {
		if (columns.capacity >= leastCapacity) {
			given(this.#columns, columns);
		}
	}
}

function taken<Value>(
	values: Value[],
	sizeOf: (value: Value) => number,
	least: number,
	most: number,
): Value | undefined {
	let found: Value | undefined;
	for (const value of values) {
		const size = sizeOf(value);
		if (
			size >= least &&
			size <= most &&
			(found === undefined || size < sizeOf(found))
		) {
			found = value;
		}
	}

	if (found !== undefined) {
		values.splice(values.indexOf(found), 1);
	}

	return found;
}

function given<Value>(values: Value[], value: Value) {
	values.push(value);
	if (values.length > mostSpares) {
		values.shift();
	}
}
