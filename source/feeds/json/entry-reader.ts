import {Buffer} from 'node:buffer';
import {type Entry} from '../../log/entry.ts';
import {type DecodeText, EntryColumns} from '../../log/entry-columns.ts';
import {type IdName, idNames} from '../../log/id-columns.ts';
import {
	hexDigits,
	plainBytes,
	type Block,
	isPlainWord,
	wordAt,
	wordLength,
} from './block.ts';
import {KnownNames, TimeReader} from './known-values.ts';
import {type EntryNames, type LineShape, shapeOf} from './line-shape.ts';

/**
Reads entries off their bytes where a line looks like the one that was learnt last, as the lines of a log do, straight into columns: a fraction of the work of `JSON.parse`. What looks otherwise it leaves to that.
*/
export class EntryReader {
	readonly #names: EntryNames;
	readonly #levels = new KnownNames();
	readonly #regions = new KnownNames();
	/** Of the line that is read: where the ids stand. */
	readonly #ids = {
		count: 0,
		names: [] as IdName[],
		starts: new Uint32Array(idNames.length),
		ends: new Uint32Array(idNames.length),
	};

	readonly #times = new TimeReader();
	#shape: LineShape | undefined;
	/** Lines that were parsed since one was read. */
	#misses = 0;
	/** Of the message that was copied last. */
	#textEnd = nowhere;

	constructor(names: EntryNames) {
		this.#names = names;
	}

	/** Columns with room for what a block may hold. */
	createColumns(byteCount: number): EntryColumns {
		return new EntryColumns({
			entryCount: Math.ceil(byteCount / shortLine) + 1,
			text: Buffer.allocUnsafeSlow(byteCount + 1),
			decode: createDecode(),
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
			this.#shape = shapeOf(line, this.#names) ?? this.#shape;
		}
	}

	/** Hot. Adds the entry on the line that begins at `from` to columns that this reader made, and returns where the next line begins; nothing where the line is to be parsed. The bytes must be sound UTF-8. */
	read(block: Block, from: number, columns: EntryColumns): number | undefined {
		if (this.#shape === undefined) {
			return undefined;
		}

		const {length} = block.bytes;
		columns.makeRoom(length - from);
		let time: number | undefined;
		let level = noName;
		let region = noName;
		const ids = this.#ids;
		ids.count = 0;
		this.#textEnd = nowhere;
		let at = from;
		for (const {separator, role} of this.#shape) {
			if (!separator.standsAt(block, at)) {
				return undefined;
			}

			const start = at + separator.length;
			switch (role) {
				case 'time': {
					time = this.#times.read(block, start);
					at = time === undefined ? nowhere : this.#times.end;
					break;
				}

				case 'level': {
					level = this.#levels.numberAt(block, start);
					at =
						level === nowhere ? nowhere : start + this.#levels.lengthOf(level);
					break;
				}

				case 'region': {
					region = this.#regions.numberAt(block, start);
					at =
						region === nowhere
							? nowhere
							: start + this.#regions.lengthOf(region);
					break;
				}

				case 'message': {
					at = this.#copyMessage(block, start, columns);
					break;
				}

				case 'trace':
				case 'span':
				case 'deployment': {
					at = endOfPlainText(block, start);
					ids.names[ids.count] = role;
					ids.starts[ids.count] = start;
					ids.ends[ids.count] = at;
					ids.count++;
					break;
				}

				case 'other': {
					at = endOfText(block, start);
				}
			}

			if (at === nowhere) {
				return undefined;
			}
		}

		if (
			time === undefined ||
			this.#textEnd === nowhere ||
			!isLineEnd(block.bytes, at)
		) {
			return undefined;
		}

		this.#misses = 0;
		if (ids.count > 0) {
			this.#copyIds(block, columns);
		}

		columns.levels[columns.length] = level;
		columns.regions[columns.length] = region;
		columns.end(this.#textEnd, time);
		return Math.min(at + 3, length);
	}

	#copyIds({bytes}: Block, {ids, length}: EntryColumns) {
		const {count, names, starts, ends} = this.#ids;
		for (let index = 0; index < count; index++) {
			ids.setBytes(names[index] ?? 'trace', length, bytes, [
				starts[index] ?? 0,
				ends[index] ?? 0,
			]);
		}
	}

	/** Hot. As `endOfText`, and the message is written behind those that the columns hold. */
	#copyMessage(
		{bytes, view}: Block,
		start: number,
		{text, textView, byteLength}: EntryColumns,
	): number {
		const lastWord = view.byteLength - wordLength;
		let at = start;
		let to = byteLength;
		for (;;) {
			while (at <= lastWord) {
				const word = wordAt(view, at);
				if (!isPlainWord(word)) {
					break;
				}

				textView.setInt32(to, word, true);
				at += wordLength;
				to += wordLength;
			}

			const byte = bytes[at];
			if (byte === quote) {
				this.#textEnd = to;
				return at;
			}

			if (byte === undefined || byte < space) {
				return nowhere;
			}

			at++;
			if (byte !== backslash) {
				text[to++] = byte;
				continue;
			}

			const letter = bytes[at] ?? 0;
			at++;
			const plain = plainBytes[letter] ?? 0;
			if (plain !== 0) {
				text[to++] = plain;
				continue;
			}

			const code = letter === lowerU ? readHex(bytes, at) : nowhere;
			if (code === nowhere || isSurrogate(code)) {
				return nowhere;
			}

			to = writeCodePoint(text, to, code);
			at += 4;
		}
	}
}

const nowhere = -1;
/** What a line does not tell is empty. */
const noName = 0;
const mostMisses = 100;
const longestLine = 16 * 1024;
/** In bytes, about: only how many entries room is made for at first depends on it. */
const shortLine = 100;

/** The index of the quote behind the text that begins at `start`. */
function endOfText({bytes}: Block, start: number): number {
	let at = start;
	for (let byte = bytes[at]; byte !== quote; byte = bytes[at]) {
		if (byte === undefined || byte < space) {
			return nowhere;
		}

		at++;
		if (byte === backslash) {
			const letter = bytes[at] ?? 0;
			if ((plainBytes[letter] ?? 0) === 0) {
				// What is rare, or no JSON, is left to be parsed.
				return nowhere;
			}

			at++;
		}
	}

	return at;
}

/** The same of a text without escapes. */
function endOfPlainText({bytes}: Block, start: number): number {
	let at = start;
	for (let byte = bytes[at]; byte !== quote; byte = bytes[at]) {
		if (byte === undefined || byte < space || byte === backslash) {
			return nowhere;
		}

		at++;
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

const newline = 0x0a;
const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const lowerU = 0x75;
const closingBrace = 0x7d;

/** Many short texts of the same bytes: three times as fast as a TextDecoder. */
function createDecode(): DecodeText {
	let buffer = Buffer.from(new ArrayBuffer(0) as ArrayBufferLike);
	return (text, from, to) => {
		if (buffer.buffer !== text.buffer) {
			buffer = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
		}

		return buffer.toString('utf8', from, to);
	};
}
