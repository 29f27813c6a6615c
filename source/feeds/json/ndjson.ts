import {Buffer} from 'node:buffer';
import {ApiError} from '../errors.ts';
import {
	arrayAsLines,
	createFramingReader,
	valuesAsLines,
} from './value-lines.ts';
import {marks} from './parse-lines.ts';

/** A body that holds JSON values, whatever its content type says: as NDJSON, as one array, or one behind the other in any way → blocks of lines, a value on each. */
export async function* jsonLines(
	chunks: AsyncIterable<Uint8Array>,
	options?: {maxLineBytes?: number},
): AsyncGenerator<Uint8Array, void> {
	const body = chunks[Symbol.asyncIterator]();
	try {
		for await (const block of wholeLines(await valueLines(body), options)) {
			if (block.at(-1) !== newline) {
				refuseHalfLine(block);
			}

			yield block;
		}
	} finally {
		await body.return?.();
	}
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const openBracket = 0x5b;
const openBrace = 0x7b;
const tab = 0x09;
const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const blankBytesLimit = 64 * 1024;
/** In bytes: a longer first entry stands on a line. */
const framingBytesLimit = 64 * 1024;

/** The bytes of a body with a line break behind each value; nothing else of it is changed. */
async function valueLines(
	body: AsyncIterator<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
	const start = await readStart(body);
	const first = firstByte(start);
	if (first === openBracket) {
		return arrayAsLines(chain([start], body));
	}

	if (first !== openBrace) {
		return chain([start], body);
	}

	const read = [start];
	let {length} = start;
	const readFraming = createFramingReader();
	let framing = readFraming(start);
	while (framing === undefined && length < framingBytesLimit) {
		// eslint-disable-next-line no-await-in-loop -- A stream is read a chunk after the other.
		const result = await body.next();
		if (result.done) {
			break;
		}

		read.push(result.value);
		length += result.value.length;
		framing = readFraming(result.value);
	}

	const all = chain(read, body);
	return framing === 'values' ? valuesAsLines(all) : all;
}

/** A body may end well in the middle of a line when what stands between was cut off. */
function refuseHalfLine(line: Uint8Array) {
	const text = Buffer.from(line).toString().replace(marks, '').trim();
	try {
		JSON.parse(text === '' ? 'null' : text);
	} catch (error) {
		throw new ApiError(
			'cut-off',
			'The answer ended in the middle of a line. Try again; if it stays so, check the network connection.',
			{cause: error},
		);
	}
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
	start: readonly Uint8Array[],
	body: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
	for (const chunk of start) {
		if (chunk.length > 0) {
			yield chunk;
		}
	}

	yield* {[Symbol.asyncIterator]: () => body};
}

/** In bytes: a line that is longer is left out. A platform's message has 2 KB. */
export const lineBytesLimit = 32 * 1024 * 1024;
/** What has no newline for so many lines' lengths is no log. */
const longestLines = 4;
/** Stands in the place of a line that was left out: it is no JSON, and counted as such. */
const leftOut = Buffer.from('…\n');

/** In bytes: so much may be copied to be one block with the line that was cut. */
const mostCopied = 4096;

/**
Chunks of bytes, cut anywhere → blocks of whole lines, each with its newline.

Only the last block may end without one. Whole lines hold whole characters, so a block can be decoded by itself. When the chunks end in an error, half a line is dropped. In the place of a line that is too long stands one that can be nobody's.
*/
export async function* wholeLines(
	chunks: AsyncIterable<Uint8Array>,
	{maxLineBytes = lineBytesLimit}: {maxLineBytes?: number} = {},
): AsyncGenerator<Uint8Array, void> {
	let rest: Uint8Array[] = [];
	let restLength = 0;

	for await (const chunk of chunks) {
		const end = chunk.lastIndexOf(newline) + 1;
		if (end > 0) {
			const start = restLength === 0 ? 0 : joinedEnd(chunk, end);
			if (restLength > maxLineBytes) {
				yield leftOut;
				const lineEnd = chunk.indexOf(newline) + 1;
				if (lineEnd < start) {
					yield chunk.subarray(lineEnd, start);
				}
			} else if (start > 0) {
				yield Buffer.concat([...rest, chunk.subarray(0, start)]);
			}

			rest = [];
			restLength = 0;
			if (start < end) {
				yield chunk.subarray(start, end);
			}
		}

		if (end < chunk.length) {
			rest.push(chunk.subarray(end));
			restLength += chunk.length - end;
		}

		if (restLength > maxLineBytes) {
			rest = [];
		}

		if (restLength > maxLineBytes * longestLines) {
			throw new ApiError(
				'unexpected-answer',
				`The server sent a line of more than ${maxLineBytes * longestLines} bytes, which is no log entry. Check that the API URL is that of a deployment API.`,
			);
		}
	}

	if (restLength > maxLineBytes) {
		yield leftOut;
	} else if (restLength > 0) {
		yield Buffer.concat(rest);
	}
}

/** How much of a chunk is put together with the line that was cut: a short chunk whole, else the rest of the line alone. To copy all took half the time of everything. */
function joinedEnd(chunk: Uint8Array, end: number): number {
	return end <= mostCopied ? end : chunk.indexOf(newline) + 1;
}
