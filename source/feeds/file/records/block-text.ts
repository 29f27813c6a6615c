import {type Buffer, isAscii} from 'node:buffer';

/** The lines of a block as text. */
export class BlockText {
	// eslint-disable-next-line @typescript-eslint/no-restricted-types -- It decodes a part of itself without a view of it.
	readonly #bytes: Buffer;
	/** Each byte as a character: a line of plain letters is a part of it, which takes a fraction of decoding each. */
	#latin = '';
	#latinFrom = 0;
	#isPlain = true;

	// eslint-disable-next-line @typescript-eslint/no-restricted-types -- It decodes a part of itself without a view of it.
	constructor(bytes: Buffer) {
		this.#bytes = bytes;
	}

	/** Without the zeros that a log has at its beginning which was emptied while it was written. */
	line(from: number, to: number): string {
		const bytes = this.#bytes;
		if (to > this.#latinFrom + this.#latin.length || from < this.#latinFrom) {
			const latinTo = Math.min(bytes.length, Math.max(to, from + latinLength));
			this.#latin = bytes.toString('latin1', from, latinTo);
			this.#latinFrom = from;
			this.#isPlain = isAscii(bytes.subarray(from, latinTo));
		}

		const latin = this.#latin.slice(
			from - this.#latinFrom,
			to - this.#latinFrom,
		);
		const line =
			this.#isPlain || !highByte.test(latin)
				? latin
				: bytes.toString('utf8', from, to);
		return line.startsWith('\0') ? line.replace(/^\0+/v, '') : line;
	}
}

/** In bytes: longer texts are made in memory that was not touched before, which takes longer than all else. */
const latinLength = 32 * 1024;
const highByte = /[\u0080-\u00FF]/v;
