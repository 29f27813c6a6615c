import {Buffer} from 'node:buffer';
import {type Entry} from '../../log/entry.ts';
import {EntryColumns} from '../../log/entry-columns.ts';
import {hexDigits, plainBytes} from './escapes.ts';
import {hasAt} from './has-at.ts';
import {KnownNames} from './known-names.ts';
import {type LineShape, shapeOf} from './line-shape.ts';
import {TimeReader} from './time-reader.ts';

const nowhere = -1;
/** What a line does not tell is empty. */
const noName = 0;
const mostMisses = 100;
const longestLine = 16 * 1024;
/** In bytes, about: only how many entries room is made for at first depends on it. */
const shortLine = 100;

/**
Reads entries off their bytes where a line looks like the one that was learnt last, as the lines of a log do, straight into columns: a fraction of the work of `JSON.parse`. What looks otherwise it leaves to that.
*/
export class EntryReader {
	readonly #levels = new KnownNames();
	readonly #regions = new KnownNames();
	readonly #times = new TimeReader();
	#shape: LineShape | undefined;
	/** Lines that were parsed since one was read. */
	#misses = 0;
	/** Of the message that was copied last. */
	#textEnd = nowhere;

	/** Columns with room for what a block may hold. */
	columns(byteCount: number): EntryColumns {
		return new EntryColumns({
			entryCount: Math.ceil(byteCount / shortLine) + 1,
			text: Buffer.allocUnsafeSlow(byteCount + 1),
			levels: this.#levels.names,
			regions: this.#regions.names,
		});
	}

	/** `line` has become `entry`. What never helps is given up. */
	learn(line: string, {level, region}: Entry) {
		if (this.#misses < mostMisses && line.length < longestLine) {
			this.#misses++;
			this.#levels.add(level);
			this.#regions.add(region);
			this.#shape = shapeOf(line) ?? this.#shape;
		}
	}

	/** Hot. Adds the entry on the line that begins at `from` to columns that this reader made, and returns where the next line begins; nothing where the line is to be parsed. The bytes must be sound UTF-8. */
	read(
		bytes: Uint8Array,
		from: number,
		columns: EntryColumns,
	): number | undefined {
		if (this.#shape === undefined) {
			return undefined;
		}

		columns.makeRoom(bytes.length - from);
		const {separators, roles} = this.#shape;
		let time: number | undefined;
		let level = noName;
		let region = noName;
		this.#textEnd = nowhere;
		let at = from;
		for (const [member, role] of roles.entries()) {
			const start = behind(bytes, separators[member], at);
			at =
				role === 'message'
					? this.#copyMessage(bytes, start, columns)
					: endOfText(bytes, start);
			if (at === nowhere) {
				return undefined;
			}

			switch (role) {
				case 'time': {
					time = this.#times.read(bytes, start, at);
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

				case 'message':
				case 'other':
			}
		}

		if (
			time === undefined ||
			level === nowhere ||
			region === nowhere ||
			this.#textEnd === nowhere ||
			!isLineEnd(bytes, at)
		) {
			return undefined;
		}

		this.#misses = 0;
		columns.levels[columns.length] = level;
		columns.regions[columns.length] = region;
		columns.end(this.#textEnd, time);
		return Math.min(at + 3, bytes.length);
	}

	/** Hot. As `endOfText`, and the message is written behind those that the columns hold. */
	#copyMessage(
		bytes: Uint8Array,
		start: number,
		{text, byteLength}: EntryColumns,
	): number {
		if (start === nowhere) {
			return nowhere;
		}

		let at = start;
		let to = byteLength;
		for (let byte = bytes[at]; byte !== quote; byte = bytes[++at]) {
			if (byte === undefined || byte < space) {
				return nowhere;
			}

			if (byte === backslash) {
				const letter = bytes[++at] ?? 0;
				const plain = plainBytes[letter] ?? 0;
				if (plain !== 0) {
					text[to++] = plain;
					continue;
				}

				const code = letter === lowerU ? readHex(bytes, at + 1) : nowhere;
				if (code === nowhere || isSurrogate(code)) {
					return nowhere;
				}

				to = writeCodePoint(text, to, code);
				at += 4;
			} else {
				text[to++] = byte;
			}
		}

		this.#textEnd = to;
		return at;
	}
}

/** Hot. The index of the quote behind the text that begins at `start`. */
function endOfText(bytes: Uint8Array, start: number): number {
	if (start === nowhere) {
		return nowhere;
	}

	let at = start;
	for (let byte = bytes[at]; byte !== quote; byte = bytes[++at]) {
		if (byte === undefined || byte < space) {
			return nowhere;
		}

		if (byte === backslash) {
			at++;
		}
	}

	return at;
}

/** The number that four hexadecimal digits are. */
function readHex(bytes: Uint8Array, start: number): number {
	let value = 0;
	for (let index = start; index < start + 4; index++) {
		const digit = hexDigits[bytes[index] ?? 0] ?? 0;
		if (digit === 0) {
			return nowhere;
		}

		value = value * 16 + digit - 1;
	}

	return value;
}

/** One half of a character that is written as two: rare, as JSON leaves such characters as they are. */
function isSurrogate(code: number): boolean {
	return code >= 0xd8_00 && code <= 0xdf_ff;
}

/** As UTF-8. Returns where the next one goes. */
function writeCodePoint(text: Uint8Array, at: number, code: number): number {
	let to = at;
	if (code < 0x80) {
		text[to++] = code;
	} else if (code < 0x8_00) {
		text[to++] = 0xc0 + Math.floor(code / 64);
		text[to++] = 0x80 + (code % 64);
	} else {
		text[to++] = 0xe0 + Math.floor(code / 4096);
		text[to++] = 0x80 + (Math.floor(code / 64) % 64);
		text[to++] = 0x80 + (code % 64);
	}

	return to;
}

/** `"}` and a newline, or the end of all. */
function isLineEnd(bytes: Uint8Array, at: number): boolean {
	return (
		bytes[at + 1] === closingBrace &&
		(at + 2 === bytes.length || bytes[at + 2] === newline)
	);
}

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
const lowerU = 0x75;
const closingBrace = 0x7d;
