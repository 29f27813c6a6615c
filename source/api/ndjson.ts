import {Buffer} from 'node:buffer';
import {arrayAsLines} from './json-array.ts';
import {wholeLines} from './lines.ts';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const openBracket = 0x5b;
const tab = 0x09;
const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const blankBytesLimit = 64 * 1024;

/** A body that holds JSON values, as NDJSON or as one array whatever its content type says → blocks of lines, a value on each. */
export async function* jsonLines(
	chunks: AsyncIterable<Uint8Array>,
	options?: {maxLineBytes?: number},
): AsyncGenerator<Uint8Array, void> {
	const body = chunks[Symbol.asyncIterator]();
	try {
		const start = await readStart(body);
		const all = chain(start, body);
		yield* wholeLines(
			firstByte(start) === openBracket ? arrayAsLines(all) : all,
			options,
		);
	} finally {
		await body.return?.();
	}
}

/** What the lines of a block hold: `rawLine` is that of the `index`th value that was taken. */
export type ParsedLines = {
	readonly malformedCount: number;
	readonly rawLine: (index: number) => Uint8Array;
};

/** Hands every value of a block of whole lines to `take`, which says whether it is one that was looked for. */
export function parseLines(
	block: Uint8Array,
	take: (value: unknown) => boolean,
): ParsedLines {
	// One decoding for the whole block: a string for each line took twice as long.
	const text = Buffer.from(
		block.buffer,
		block.byteOffset,
		block.byteLength,
	).toString();
	const leftOut = new Set<number>();
	let malformedCount = 0;
	let lineIndex = 0;
	for (let from = 0; from < text.length; lineIndex++) {
		const end = text.indexOf('\n', from);
		const to = end === -1 ? text.length : end;
		const line = text.slice(from, to);
		from = to + 1;
		if (!takeLine(line, take)) {
			leftOut.add(lineIndex);
			malformedCount += isBlank(line) ? 0 : 1;
		}
	}

	let starts: number[] | undefined;
	return {
		malformedCount,
		rawLine(index) {
			starts ??= lineStarts(block, leftOut);
			return lineAt(block, starts[index] ?? block.length);
		},
	};
}

function takeLine(line: string, take: (value: unknown) => boolean): boolean {
	if (line === '') {
		return false;
	}

	try {
		return take(JSON.parse(line));
	} catch {
		return false;
	}
}

function isBlank(line: string): boolean {
	return line.trim() === '';
}

function lineStarts(block: Uint8Array, leftOut: ReadonlySet<number>) {
	const starts: number[] = [];
	let lineIndex = 0;
	for (let from = 0; from < block.length; lineIndex++) {
		if (!leftOut.has(lineIndex)) {
			starts.push(from);
		}

		const end = block.indexOf(newline, from);
		from = end === -1 ? block.length : end + 1;
	}

	return starts;
}

function lineAt(block: Uint8Array, start: number): Uint8Array {
	const newlineIndex = block.indexOf(newline, start);
	const end = newlineIndex === -1 ? block.length : newlineIndex;
	return block.subarray(
		start,
		end > start && newlineIndex !== -1 && block[end - 1] === carriageReturn
			? end - 1
			: end,
	);
}

/** The body up to its first byte that is no blank, without a byte order mark and blank lines. */
async function readStart(body: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
	let start: Uint8Array = new Uint8Array();
	for (;;) {
		// eslint-disable-next-line no-await-in-loop -- A stream is read a chunk after the other.
		const result = await body.next();
		if (result.done) {
			return start;
		}

		start = withoutBlankLines(Buffer.concat([start, result.value]));
		if (firstByte(start) !== undefined || start.length > blankBytesLimit) {
			return start;
		}
	}
}

function withoutBlankLines(bytes: Uint8Array): Uint8Array {
	const text = byteOrderMark.equals(bytes.subarray(0, 3))
		? bytes.subarray(3)
		: bytes;
	const blankLength = text.findIndex((byte) => !isBlankByte(byte));
	const blanks = text.subarray(0, blankLength === -1 ? undefined : blankLength);
	return text.subarray(blanks.lastIndexOf(newline) + 1);
}

/** The first byte that is no blank; `undefined` where there is none yet, or only half a byte order mark. */
function firstByte(bytes: Uint8Array): number | undefined {
	return byteOrderMark.subarray(0, bytes.length).equals(bytes)
		? undefined
		: bytes.find((byte) => !isBlankByte(byte));
}

function isBlankByte(byte: number): boolean {
	return (
		byte === space ||
		byte === tab ||
		byte === newline ||
		byte === carriageReturn
	);
}

async function* chain(
	start: Uint8Array,
	body: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
	if (start.length > 0) {
		yield start;
	}

	yield* {[Symbol.asyncIterator]: () => body};
}
