import {knownNameLimit} from '../../log/entry-columns.ts';
import {type Micros} from '../../log/entry.ts';
import {parseCanonicalTime} from '../../log/wire-time.ts';
import {type Block, Literal} from './block.ts';

/** Names of which there are few, levels and regions, found by their bytes. */
export class KnownNames {
	/** The empty one, and the others in the order in which they came. */
	readonly names: string[] = [''];
	readonly #literals: Literal[] = [new Literal(new Uint8Array())];
	#last = 0;

	/** What is long, or has an escape in JSON, is not worth knowing. */
	add(name: string) {
		if (
			this.names.length >= knownNameLimit ||
			name.length > mostCharacters ||
			this.names.includes(name)
		) {
			return;
		}

		if (JSON.stringify(name) === `"${name}"`) {
			this.names.push(name);
			this.#literals.push(new Literal(new TextEncoder().encode(name)));
		}
	}

	/** Hot: most are the one before. The number of the name that begins at `start` and ends with a quote; -1 where it is not known. */
	numberAt(block: Block, start: number): number {
		if (this.#isAt(this.#last, block, start)) {
			return this.#last;
		}

		for (let index = 0; index < this.#literals.length; index++) {
			if (this.#isAt(index, block, start)) {
				this.#last = index;
				return index;
			}
		}

		return -1;
	}

	/** In bytes. */
	lengthOf(index: number): number {
		return this.#literals[index]?.length ?? 0;
	}

	#isAt(index: number, block: Block, start: number): boolean {
		const literal = this.#literals[index];
		return (
			literal !== undefined &&
			block.bytes[start + literal.length] === quote &&
			literal.standsAt(block, start)
		);
	}
}

const mostCharacters = 64;
const quote = 0x22;

/** Of `2026-11-24T10:00:00.` */
const secondLength = 20;
/** Of `2026-11-24T10:00:00.123456Z`. */
const longestTime = 27;
const dot = 0x2e;
const digit0 = 0x30;
const upperZ = 0x5a;

/** Reads times where they stand on the wire: those of a second differ only behind it. */
export class TimeReader {
	/** Where the time that was read last ends. */
	end = 0;
	#second = new Literal(new Uint8Array(secondLength));
	#secondTime: Micros = 0;

	/** Hot. The time that begins at `start` and ends with a quote; `undefined` where it is not as `formatTime` writes it. */
	read(block: Block, start: number): Micros | undefined {
		if (!this.#second.standsAt(block, start)) {
			return this.#readOther(block.bytes, start);
		}

		const fraction = this.#readFraction(block.bytes, start + secondLength);
		return fraction === undefined ? undefined : this.#secondTime + fraction;
	}

	#readOther(bytes: Uint8Array, start: number): Micros | undefined {
		const text = bytes.subarray(start, start + longestTime + 1);
		const length = text.indexOf(quote);
		const time =
			length === -1
				? undefined
				: parseCanonicalTime(String.fromCodePoint(...text.subarray(0, length)));
		this.end = start + length;
		const fraction = this.#readFraction(bytes, start + secondLength);
		if (
			time !== undefined &&
			fraction !== undefined &&
			bytes[start + secondLength - 1] === dot
		) {
			this.#second = new Literal(text.slice(0, secondLength));
			this.#secondTime = time - fraction;
		}

		return time;
	}

	/** `123Z"` or `123456Z"` → microseconds; none that would be written shorter. */
	#readFraction(bytes: Uint8Array, start: number): number | undefined {
		const length = bytes[start + 3] === upperZ ? 3 : 6;
		const end = start + length + 1;
		if (bytes[end - 1] !== upperZ || bytes[end] !== quote) {
			return undefined;
		}

		let fraction = 0;
		for (let index = start; index < end - 1; index++) {
			const digit = (bytes[index] ?? 0) - digit0;
			if (digit < 0 || digit > 9) {
				return undefined;
			}

			fraction = fraction * 10 + digit;
		}

		this.end = end;
		if (length === 3) {
			return fraction * 1000;
		}

		return fraction % 1000 === 0 ? undefined : fraction;
	}
}
