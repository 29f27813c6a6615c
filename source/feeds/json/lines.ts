import {Buffer} from 'node:buffer';
import {ApiError} from '../http/errors.ts';

/** A platform's message has 2 KB; what has no newline for this long is no log. */
export const lineBytesLimit = 16 * 1024 * 1024;

const newline = 0x0a;
/** In bytes: so much may be copied to be one block with the line that was cut. */
const mostCopied = 4096;

/**
Chunks of bytes, cut anywhere → blocks of whole lines, each with its newline.

Only the last block may end without one. Whole lines hold whole characters, so a block can be decoded by itself. When the chunks end in an error, half a line is dropped.
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
			const start = rest.length === 0 ? 0 : joinedEnd(chunk, end);
			if (start > 0) {
				yield Buffer.concat([...rest, chunk.subarray(0, start)]);
				rest = [];
				restLength = 0;
			}

			if (start < end) {
				yield chunk.subarray(start, end);
			}
		}

		if (end < chunk.length) {
			rest.push(chunk.subarray(end));
			restLength += chunk.length - end;
		}

		if (restLength > maxLineBytes) {
			throw new ApiError(
				'unexpected-answer',
				`The server sent a line of more than ${maxLineBytes} bytes, which is no log entry. Check that the API URL is that of a deployment API.`,
			);
		}
	}

	if (restLength > 0) {
		yield Buffer.concat(rest);
	}
}

/** How much of a chunk is put together with the line that was cut: a short chunk whole, else the rest of the line alone. To copy all took half the time of everything. */
function joinedEnd(chunk: Uint8Array, end: number): number {
	return end <= mostCopied ? end : chunk.indexOf(newline) + 1;
}
