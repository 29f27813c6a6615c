import {Buffer, isUtf8} from 'node:buffer';
import {type Micros} from '../../../log/entry.ts';
import {type EntryColumns} from '../../../log/entry-columns.ts';
import {idsOf} from '../../../log/id-columns.ts';
import {Block, BlockText} from '../../json/block.ts';
import {type EntryReader} from '../../json/entry-reader.ts';
import {type ByteReader, endOfLine, standsAt} from '../lines/line-bytes.ts';
import {readPlain} from '../lines/formats.ts';
import {
	type FileGap,
	type LineFormat,
	type ReadEntry,
} from '../lines/read-entry.ts';
import {
	canGoOn,
	goOn,
	goOnWithPart,
	isPartOf,
	type OpenRecord,
} from './open-record.ts';

/** Reads the records of a block, which begins where a record does. The last one is left to the next block unless `isEnd` says that nothing follows. */
export function readBlock(
	bytes: Uint8Array,
	options: BlockOptions,
	reader: BlockReader,
): ReadBlock {
	return new BlockReading(bytes, options, reader).read();
}

/** The byte order mark of UTF-8: no part of a line. */
const mark = Buffer.from([0xef, 0xbb, 0xbf]);
const newline = 0x0a;
const carriageReturn = 0x0d;
/** So many entries without a time of their own share an instant: no instant may hold more than a page. */
const mostOfInstant = 1000;

/** What reading goes on with from one block to the next. */
export type BlockState = {
	/** The time that the last entry brought, or that stands for it where none has. */
	readonly time: Micros;
	/** Entries without a time since then. */
	readonly untimedCount: number;
};

/** How the lines of a file are read. */
export type BlockReader = {
	readonly format: LineFormat;
	/** Of a line that does not fit; nothing where it is of no other format, either. */
	readonly readOdd: (line: string) => readonly ReadEntry[] | undefined;
	/** Reads lines of the API's own shape off their bytes. */
	readonly columnReader: EntryReader;
	readonly isApi: boolean;
	/** What stands in the place of a region, where several files are read as one. */
	readonly place?: string;
};

/** What a run of whole records holds. */
export type ReadBlock = {
	readonly entries: EntryColumns;
	/** The line of an entry as the file has it, where that is JSON and of this entry alone. */
	readonly ownLine: (index: number) => Uint8Array | undefined;
	/** Bytes that were read: the record behind them may not be whole. */
	readonly length: number;
	readonly lineCount: number;
	/** Lines that did not fit the format. */
	readonly oddCount: number;
	/** What the lines say is missing. */
	readonly gaps: readonly FileGap[];
	/** What the next block goes on with. */
	readonly state: BlockState;
};

type BlockOptions = {
	readonly state: BlockState;
	readonly isEnd: boolean;
	/** Those of a block that nobody needs any more; they are written anew. */
	readonly columns?: EntryColumns | undefined;
};

/** One block while it is read. Lines that are like those before are read off their bytes, the others as text. */
class BlockReading {
	// eslint-disable-next-line @typescript-eslint/no-restricted-types -- It decodes a part of itself without a view of it.
	readonly #bytes: Buffer;
	readonly #block: Block;
	readonly #text: BlockText;
	readonly #reader: BlockReader;
	readonly #entries: EntryColumns;
	readonly #isEnd: boolean;
	/** Up to where lines may be read off their bytes. */
	readonly #soundTo: number;
	/** Where the next escape stands: colors are read as text. */
	#escapeAt = -1;
	/** Where the line of each entry begins and ends, in a file of JSON. */
	readonly #lineStarts: number[] = [];
	readonly #lineEnds: number[] = [];
	readonly #gaps: FileGap[] = [];
	#time: Micros;
	#untimedCount: number;
	#lineCount = 0;
	#oddCount = 0;
	#open: OpenRecord | undefined;
	/** Where the last entry begins, if it was read off its bytes and further lines may belong to it. */
	#lastStart = -1;
	#timeBefore: Micros = 0;
	#untimedBefore = 0;

	constructor(
		bytes: Uint8Array,
		{state, isEnd, columns}: BlockOptions,
		reader: BlockReader,
	) {
		this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#block = new Block(this.#bytes);
		this.#text = new BlockText(this.#bytes);
		this.#reader = reader;
		columns?.clear();
		this.#entries = columns ?? reader.columnReader.createColumns(bytes.length);
		this.#isEnd = isEnd;
		this.#time = state.time;
		this.#untimedCount = state.untimedCount;
		const wholeTo = isEnd ? bytes.length : this.#bytes.lastIndexOf(newline) + 1;
		const mayBeRead = reader.isApi || reader.format.bytes !== undefined;
		this.#soundTo =
			mayBeRead && isUtf8(bytes.subarray(0, wholeTo)) ? wholeTo : 0;
	}

	read(): ReadBlock {
		const bytes = this.#bytes;
		let at = 0;
		while (at < bytes.length) {
			// What was put together of several files has one at the beginning of each.
			if (bytes[at] === mark[0] && standsAt(bytes, at, mark)) {
				at += mark.length;
				continue;
			}

			const read = at < this.#soundTo ? this.#readBytes(at) : undefined;
			if (read !== undefined) {
				this.#lineCount++;
				at = read;
				continue;
			}

			const lineEnd = bytes.indexOf(newline, at);
			if (lineEnd === -1 && !this.#isEnd) {
				break;
			}

			const start = at;
			const to = lineEnd === -1 ? bytes.length : lineEnd;
			at = to + 1;
			this.#takeBack();
			this.#takeLine(
				start,
				to > start && bytes[to - 1] === carriageReturn ? to - 1 : to,
			);
			this.#lineCount++;
		}

		if (!this.#isEnd) {
			this.#takeBack();
		}

		if (this.#isEnd || this.#open?.start.offset === 0) {
			this.#close();
		}

		const {offset, lineCount, oddCount} = this.#open?.start ?? {
			offset: Math.min(at, bytes.length),
			lineCount: this.#lineCount,
			oddCount: this.#oddCount,
		};
		const starts = this.#lineStarts;
		const ends = this.#lineEnds;
		return {
			entries: this.#entries,
			ownLine(index) {
				const start = starts[index] ?? -1;
				return start === -1 ? undefined : bytes.subarray(start, ends[index]);
			},
			length: offset,
			lineCount,
			oddCount,
			gaps: this.#gaps,
			state: {time: this.#time, untimedCount: this.#untimedCount},
		};
	}

	/** Hot. Reads a line off its bytes, and returns where the next one begins; nothing where it is to be read as text. */
	#readBytes(at: number): number | undefined {
		return this.#reader.isApi
			? this.#readApiLine(at)
			: this.#readKnownLine(at, this.#reader.format.bytes);
	}

	#readApiLine(at: number): number | undefined {
		if (this.#bytes[at] !== openBrace) {
			return undefined;
		}

		// What begins so goes on with nothing.
		this.#close();
		const entries = this.#entries;
		const next = this.#reader.columnReader.read(this.#block, at, entries);
		if (next !== undefined) {
			this.#time = entries.lastTime ?? this.#time;
			this.#untimedCount = 0;
			this.#lineStarts.push(at);
			this.#lineEnds.push(this.#bytes[next - 1] === newline ? next - 1 : next);
		}

		return next;
	}

	#readKnownLine(at: number, reader: ByteReader | undefined) {
		const bytes = this.#bytes;
		const lineEnd = endOfLine(this.#block, at, this.#soundTo);
		if (this.#escapeAt < at) {
			const next = bytes.indexOf(escape, at);
			this.#escapeAt = next === -1 ? bytes.length : next;
		}

		const to =
			lineEnd > at && bytes[lineEnd - 1] === carriageReturn
				? lineEnd - 1
				: lineEnd;
		if (
			this.#escapeAt < to ||
			to === at ||
			reader?.recognize(this.#block, at, to) !== true
		) {
			return undefined;
		}

		this.#close();
		const entries = this.#entries;
		reader.add(entries, this.#reader.place);
		this.#timeBefore = this.#time;
		this.#untimedBefore = this.#untimedCount;
		this.#time = entries.lastTime ?? this.#time;
		this.#untimedCount = 0;
		if (this.#reader.format.isJson) {
			this.#lineStarts.push(at);
			this.#lineEnds.push(to);
		} else {
			this.#lastStart = at;
		}

		return lineEnd + 1;
	}

	/** The last entry may go on with the line that is to be read now. */
	#takeBack() {
		const offset = this.#lastStart;
		if (offset === -1) {
			return;
		}

		this.#lastStart = -1;
		const entry = this.#entries.takeBack();
		if (entry !== undefined) {
			this.#time = this.#timeBefore;
			this.#untimedCount = this.#untimedBefore;
			this.#open = {
				entry,
				lines: [entry.message],
				start: {
					offset,
					lineCount: this.#lineCount - 1,
					oddCount: this.#oddCount,
				},
				blankCount: 0,
			};
		}
	}

	#takeLine(from: number, to: number) {
		const {format} = this.#reader;
		const line = this.#text.line(from, to);
		const open = this.#open;
		if (isBlank(line)) {
			if (open !== undefined) {
				open.blankCount++;
			}

			return;
		}

		const gap = format.readGap?.(line);
		if (gap !== undefined) {
			this.#gaps.push(gap);
			return;
		}

		// What reads each line is asked only where no record goes on.
		const isAskedFirst = format.takesAll !== true;
		const read = isAskedFirst ? format.read(line) : undefined;
		if (read === undefined && open !== undefined && canGoOn(line, open)) {
			goOn(open, format.further?.(line) ?? line);
			return;
		}

		this.#takeRecord(isAskedFirst ? read : format.read(line), line, [from, to]);
	}

	/** A line that begins a record, or is one or several. */
	#takeRecord(
		read: readonly ReadEntry[] | undefined,
		line: string,
		[from, to]: readonly [from: number, to: number],
	) {
		const {format, readOdd, columnReader} = this.#reader;
		const start = {
			offset: from,
			lineCount: this.#lineCount,
			oddCount: this.#oddCount,
		};
		const all = read ?? readOdd(line);
		if (all === undefined) {
			this.#oddCount++;
		}

		const [first, ...others] = all ?? [readPlain(line)];
		if (first === undefined) {
			return;
		}

		if (others.length > 0) {
			this.#close();
			for (const one of [first, ...others]) {
				this.#push(this.#placed(one));
			}

			return;
		}

		const entry = this.#placed(first);
		if (this.#open !== undefined && isPartOf(entry, this.#open)) {
			goOnWithPart(this.#open, entry);
			return;
		}

		this.#close();
		if (format.isJson && read !== undefined && entry.part === undefined) {
			if (entry.isApi === true) {
				columnReader.learn(line, {time: 0, ...entry});
			}

			this.#push(entry, from, to);
			return;
		}

		this.#open = {entry, lines: [entry.message], start, blankCount: 0};
	}

	/** Nothing more belongs to the record that is open. */
	#close() {
		if (this.#open === undefined) {
			return;
		}

		const {entry, lines} = this.#open;
		const message = lines.length === 1 ? (lines[0] ?? '') : lines.join('\n');
		const whole = {...entry, message};
		this.#open = undefined;
		this.#push(
			entry.part === undefined
				? whole
				: (this.#reader.format.readParts?.(whole) ?? whole),
		);
	}

	#push(
		{time, timeText, level, message, region, ...rest}: ReadEntry,
		from = -1,
		to = -1,
	) {
		const at =
			time ?? this.#time + Math.floor(this.#untimedCount / mostOfInstant);
		const text = time === undefined ? (timeText ?? '') : timeText;
		this.#entries.push({
			time: at,
			level,
			message,
			region,
			...(text !== undefined && {timeText: text}),
			...idsOf(rest),
		});
		if (time === undefined) {
			this.#untimedCount++;
		} else {
			this.#time = time;
			this.#untimedCount = 0;
		}

		if (this.#reader.format.isJson) {
			this.#lineStarts.push(from);
			this.#lineEnds.push(to);
		}
	}

	/** Where several files are read as one, the name of this one stands for the region. */
	#placed(entry: ReadEntry): ReadEntry {
		const {place} = this.#reader;
		if (place === undefined || (entry.isApi === true && entry.region !== '')) {
			return entry;
		}

		return {
			...entry,
			region: place,
			message:
				entry.region === ''
					? entry.message
					: `${entry.message} host=${entry.region}`,
		};
	}
}

function isBlank(line: string): boolean {
	return line === '' || (line.charAt(0) <= ' ' && line.trim() === '');
}

const openBrace = 0x7b;
const escape = 0x1b;
