import {Buffer} from 'node:buffer';
import {type Entry} from '../../log/entry.ts';
import {hasAt} from './has-at.ts';
import {KnownNames} from './known-names.ts';
import {type LineShape, shapeOf} from './line-shape.ts';
import {TimeReader} from './time-reader.ts';
import {unescaped} from './unescaped.ts';

const mostMisses = 100;
const longestLine = 16 * 1024;

/**
Reads entries off their bytes where a line looks like the one that was learnt last, as the lines of a log do: half the work of `JSON.parse`. What looks otherwise it leaves to that.
*/
export class EntryReader {
	/** Where the line that was read last ends, behind its newline. */
	end = 0;
	readonly #levels = new KnownNames();
	readonly #regions = new KnownNames();
	readonly #times = new TimeReader();
	#shape: LineShape | undefined;
	/** Lines that were parsed since one was read. */
	#misses = 0;
	/** Of the value that ended last. */
	#isAscii = true;
	#hasEscape = false;

	/** `line` has become `entry`. What never helps is given up. */
	learn(line: string, {level, region}: Entry) {
		if (this.#misses < mostMisses && line.length < longestLine) {
			this.#misses++;
			this.#levels.add(level);
			this.#regions.add(region);
			this.#shape = shapeOf(line) ?? this.#shape;
		}
	}

	/** Hot. The entry on the line that begins at `from`. `text` has the bytes as characters (latin1). */
	read(bytes: Uint8Array, text: string, from: number): Entry | undefined {
		if (this.#shape === undefined) {
			return undefined;
		}

		const {separators, roles} = this.#shape;
		let time: number | undefined;
		let level: string | undefined = '';
		let message: string | undefined;
		let region: string | undefined = '';
		let at = from;
		for (const [member, role] of roles.entries()) {
			const start = behind(bytes, separators[member], at);
			at = this.#endOfText(bytes, start);
			if (at === nowhere) {
				return undefined;
			}

			switch (role) {
				case 'time': {
					time = this.#times.read(bytes, text, start, at);
					break;
				}

				case 'level': {
					level = this.#levels.find(bytes, start, at);
					break;
				}

				case 'region': {
					region = this.#regions.find(bytes, start, at);
					break;
				}

				case 'message': {
					message = this.#text(bytes, text, start, at);
					break;
				}

				case 'other':
				case undefined:
			}
		}

		if (
			time === undefined ||
			level === undefined ||
			message === undefined ||
			region === undefined ||
			!this.#isLineEnd(bytes, at)
		) {
			return undefined;
		}

		this.#misses = 0;
		return {time, level, message, region};
	}

	/** The index of the quote behind the text that begins at `start`. */
	#endOfText(bytes: Uint8Array, start: number): number {
		if (start === nowhere) {
			return nowhere;
		}

		this.#isAscii = true;
		this.#hasEscape = false;
		let at = start;
		for (let byte = bytes[at]; byte !== quote; byte = bytes[++at]) {
			if (byte === undefined || byte < space) {
				return nowhere;
			}

			if (byte === backslash) {
				this.#hasEscape = true;
				at++;
			} else if (byte >= 0x80) {
				this.#isAscii = false;
			}
		}

		return at;
	}

	#text(
		bytes: Uint8Array,
		text: string,
		start: number,
		end: number,
	): string | undefined {
		const raw = this.#isAscii
			? text.slice(start, end)
			: Buffer.from(
					bytes.buffer,
					bytes.byteOffset + start,
					end - start,
				).toString();
		return this.#hasEscape ? unescaped(raw) : raw;
	}

	/** `"}` and a newline, or the end of all. */
	#isLineEnd(bytes: Uint8Array, at: number): boolean {
		this.end = Math.min(at + 3, bytes.length);
		return (
			bytes[at + 1] === closingBrace &&
			(at + 2 === bytes.length || bytes[at + 2] === newline)
		);
	}
}

const nowhere = -1;

/** The index behind a separator that stands at `from`. */
function behind(
	bytes: Uint8Array,
	separator: Uint8Array | undefined,
	from: number,
): number {
	return separator !== undefined && hasAt(bytes, separator, from)
		? from + separator.length
		: nowhere;
}

const newline = 0x0a;
const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const closingBrace = 0x7d;
