import {Buffer} from 'node:buffer';
import {ApiError} from '../errors.ts';

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
		const lines = wholeLines(
			firstByte(start) === openBracket ? arrayAsLines(all) : all,
			options,
		);
		for await (const block of lines) {
			if (block.at(-1) !== newline) {
				refuseHalfLine(block);
			}

			yield block;
		}
	} finally {
		await body.return?.();
	}
}

/** A body may end well in the middle of a line when what stands between was cut off. */
function refuseHalfLine(line: Uint8Array) {
	const text = Buffer.from(line).toString().trim();
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
	start: Uint8Array,
	body: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
	if (start.length > 0) {
		yield start;
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

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;

const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
The bytes of a JSON array, cut anywhere → the same elements as lines, as they come.

The brackets, commas and blanks around elements become newlines, and line breaks inside an element, which JSON allows only between its tokens, become blanks. All else stays as the server sent it. Nothing is validated here: what is wrong with an element is seen when its line is parsed.
*/
export async function* arrayAsLines(
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
	const place: Place = {depth: 0, isInString: false, isEscaped: false};
	for await (const chunk of chunks) {
		const lines = Buffer.from(chunk);
		breakLines(lines, place);
		yield lines;
		// A live element is not kept waiting for the comma that comes with the next.
		if (lines.at(-1) === closeBrace && place.depth === 1 && !place.isInString) {
			yield Buffer.from([newline]);
		}
	}

	if (place.depth > 0) {
		throw new ApiError(
			'cut-off',
			'The answer ended in the middle of a list. Try again; if it stays so, check the network connection.',
		);
	}
}

/** Where in the array the bytes so far end. */
type Place = {depth: number; isInString: boolean; isEscaped: boolean};

/** Every byte passes here: an iterator took four times as long. */
function breakLines(bytes: Uint8Array, place: Place): void {
	let {depth, isInString, isEscaped} = place;
	for (let index = 0; index < bytes.length; index++) {
		const byte = bytes[index] ?? 0;
		if (isInString) {
			isInString = isEscaped || byte !== quote;
			isEscaped = !isEscaped && byte === backslash;
			continue;
		}

		switch (byte) {
			case quote: {
				isInString = true;
				break;
			}

			case openBrace:
			case openBracket: {
				depth++;
				bytes[index] = depth === 1 ? newline : byte;
				break;
			}

			case closeBrace:
			case closeBracket: {
				bytes[index] = depth === 1 ? newline : byte;
				depth--;
				break;
			}

			case tab:
			case space:
			case comma: {
				bytes[index] = depth > 1 ? byte : newline;
				break;
			}

			case newline:
			case carriageReturn: {
				bytes[index] = depth > 1 ? space : newline;
				break;
			}

			default: {
				// Any other byte is part of an element.
				break;
			}
		}
	}

	Object.assign(place, {depth, isInString, isEscaped});
}
