import {Buffer, isUtf8} from 'node:buffer';
import {type Micros} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {rankOf} from '../../log/level.ts';
import {Block} from '../json/block.ts';
import {type EntryReader} from '../json/entry-reader.ts';
import {goesOn} from './goes-on.ts';
import {readLevel} from './text-level.ts';
import {readPlain} from './text-formats.ts';
import {type FileGap, type LineFormat, type ReadEntry} from './read-entry.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
/** So many entries without a time of their own share an instant: no instant may hold more than a page. */
const mostOfInstant = 1000;
/** Of a record that never ends. */
const mostLines = 10_000;

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

type Pending = {
	entry: ReadEntry;
	readonly lines: string[];
	/** Where its first line begins, and how many lines there were before it. */
	readonly start: number;
	readonly linesBefore: number;
	readonly oddBefore: number;
	blankCount: number;
};

/** Reads the records of a block, which begins where a record does. The last one is left to the next block unless `isEnd` says that nothing follows. */
export function readBlock(
	block: Uint8Array,
	{
		state,
		isEnd,
		columns,
	}: {
		readonly state: BlockState;
		readonly isEnd: boolean;
		/** Those of a block that nobody needs any more; they are written anew. */
		readonly columns?: EntryColumns | undefined;
	},
	reader: BlockReader,
): ReadBlock {
	const {format, readOdd, columnReader, isApi} = reader;
	const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
	const lines = new Block(block);
	columns?.clear();
	const entries = columns ?? columnReader.createColumns(block.length);
	const isSound = isApi && isUtf8(block);
	/** Each byte as a character: a line of plain letters is a part of it, which takes a fraction of decoding each. */
	let latin = '';
	let latinFrom = 0;
	let isPlain = true;
	const decode = (from: number, to: number) => {
		if (to > latinFrom + latin.length) {
			latin = bytes.toString('latin1', from, Math.max(to, from + latinLength));
			latinFrom = from;
			isPlain = !highByte.test(latin);
		}

		const line = latin.slice(from - latinFrom, to - latinFrom);
		return isPlain || !highByte.test(line)
			? line
			: bytes.toString('utf8', from, to);
	};

	const rawStarts: number[] = [];
	const rawEnds: number[] = [];
	let {time: lastTime, untimedCount} = state;
	let lineCount = 0;
	let oddCount = 0;
	const gaps: FileGap[] = [];
	let pending: Pending | undefined;

	const push = (
		entry: ReadEntry,
		message: string,
		from: number,
		to: number,
	) => {
		const {time, timeText, level, region, trace, span} = entry;
		const rest = {
			level,
			message,
			region,
			...(trace !== undefined && {trace}),
			...(span !== undefined && {span}),
		};
		rawStarts.push(from);
		rawEnds.push(to);
		if (time === undefined) {
			entries.push({
				time: lastTime + Math.floor(untimedCount++ / mostOfInstant),
				timeText: timeText ?? '',
				...rest,
			});
			return;
		}

		lastTime = time;
		untimedCount = 0;
		entries.push({
			time,
			...(timeText !== undefined && {timeText}),
			...rest,
		});
	};

	const flush = () => {
		if (pending !== undefined) {
			const {entry, lines: all} = pending;
			const message = all.length === 1 ? (all[0] ?? '') : all.join('\n');
			const whole =
				entry.part === undefined
					? undefined
					: format.readParts?.({...entry, message});
			push(whole ?? entry, whole?.message ?? message, -1, -1);
			pending = undefined;
		}
	};

	const wholeEnd = isEnd ? bytes.length : bytes.lastIndexOf(newline) + 1;
	let at = 0;
	while (at < bytes.length) {
		if (isSound && at < wholeEnd && bytes[at] === openBrace) {
			// What begins so goes on with nothing.
			flush();
			const next = columnReader.read(lines, at, entries);
			if (next !== undefined) {
				lastTime = entries.lastTime ?? lastTime;
				untimedCount = 0;
				rawStarts.push(at);
				rawEnds.push(bytes[next - 1] === newline ? next - 1 : next);
				lineCount++;
				at = next;
				continue;
			}
		}

		const lineEnd = bytes.indexOf(newline, at);
		if (lineEnd === -1 && !isEnd) {
			break;
		}

		const start = at;
		let to = lineEnd === -1 ? bytes.length : lineEnd;
		at = to + 1;
		if (to > start && bytes[to - 1] === carriageReturn) {
			to--;
		}

		const line = decode(start, to);
		takeLine(
			line.startsWith('\0') ? line.replace(/^\0+/v, '') : line,
			start,
			to,
		);
		lineCount++;
	}

	if (pending !== undefined && (isEnd || pending.start === 0)) {
		flush();
	}

	const length = pending?.start ?? Math.min(at, bytes.length);
	return {
		entries,
		ownLine(index) {
			const start = rawStarts[index] ?? -1;
			return start === -1 ? undefined : bytes.subarray(start, rawEnds[index]);
		},
		length,
		lineCount: pending?.linesBefore ?? lineCount,
		oddCount: pending?.oddBefore ?? oddCount,
		gaps,
		state: {time: lastTime, untimedCount},
	};

	function takeLine(line: string, start: number, to: number) {
		if (isBlank(line)) {
			if (pending !== undefined) {
				pending.blankCount++;
			}

			return;
		}

		const gap = format.readGap?.(line);
		if (gap !== undefined) {
			gaps.push(gap);
			return;
		}

		const read =
			format.takesAll === true &&
			pending !== undefined &&
			canGoOn(line, pending)
				? undefined
				: format.read(line);
		if (read === undefined && pending !== undefined && canGoOn(line, pending)) {
			goOn(pending, format.further?.(line) ?? line);
			return;
		}

		const linesBefore = lineCount;
		const oddBefore = oddCount;
		const all = read ?? readOdd(line);
		if (all === undefined) {
			oddCount++;
		}

		const [first, ...others] = all ?? [readPlain(line)];
		if (first === undefined) {
			return;
		}

		if (others.length > 0) {
			flush();
			for (const entry of [first, ...others]) {
				const placed = placeOf(entry);
				push(placed, placed.message, -1, -1);
			}

			return;
		}

		const entry = placeOf(first);
		if (pending !== undefined && isPartOf(entry, pending)) {
			goOnWithPart(pending, entry);
			return;
		}

		flush();
		if (format.isJson && read !== undefined && entry.part === undefined) {
			if (entry.isApi === true) {
				columnReader.learn(line, {time: 0, ...entry});
			}

			push(entry, entry.message, start, to);
			return;
		}

		pending = {
			entry,
			lines: [entry.message],
			start,
			linesBefore,
			oddBefore,
			blankCount: 0,
		};
	}

	function placeOf(entry: ReadEntry): ReadEntry {
		const {place} = reader;
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

function canGoOn(line: string, {lines, entry}: Pending): boolean {
	return (
		entry.part === undefined &&
		lines.length < mostLines &&
		goesOn(line, {
			lines,
			isHead: entry.time !== undefined || rankOf(entry.level) < infoRank,
		})
	);
}

function goOn(pending: Pending, line: string) {
	for (; pending.blankCount > 0; pending.blankCount--) {
		pending.lines.push('');
	}

	pending.lines.push(line);
	if (pending.entry.level === '') {
		const {level} = readLevel(line);
		pending.entry = {...pending.entry, level};
	}
}

/** Whether a line that was printed goes on with the one before it. */
function isPartOf({part, region, message}: ReadEntry, {entry, lines}: Pending) {
	return (
		part !== undefined &&
		entry.part !== undefined &&
		entry.region === region &&
		lines.length < mostLines &&
		(entry.part === 'is-cut' ||
			(part !== 'begins' && goesOn(message, {lines, isHead: false})))
	);
}

function goOnWithPart(pending: Pending, {part, message}: ReadEntry) {
	const {entry, lines} = pending;
	if (entry.part === 'is-cut') {
		lines.push(`${lines.pop() ?? ''}${message}`);
	} else {
		goOn(pending, message);
	}

	pending.entry = {...pending.entry, part};
}

const infoRank = rankOf('info');

function isBlank(line: string): boolean {
	return line === '' || (line.charAt(0) <= ' ' && line.trim() === '');
}

/** In bytes: longer texts are made in memory that was not touched before, which takes longer than all else. */
const latinLength = 32 * 1024;
const openBrace = 0x7b;
const highByte = /[\u0080-\u00FF]/v;
