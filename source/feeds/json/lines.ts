import {Buffer} from 'node:buffer';
import {ApiError} from '../errors.ts';

/** In bytes: a line that is longer is left out. A platform's message has 2 KB. */
export const lineBytesLimit = 32 * 1024 * 1024;
/** What has no newline for so many lines' lengths is no log. */
const longestLines = 4;
/** Stands in the place of a line that was left out: it is no JSON, and counted as such. */
const leftOut = Buffer.from('…\n');

const newline = 0x0a;
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
