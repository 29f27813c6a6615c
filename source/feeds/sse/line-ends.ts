import {Buffer} from 'node:buffer';

const newline = 0x0a;
const carriageReturn = 0x0d;

/** The same bytes with each CRLF and each CR as one newline, as the standard of server-sent events has it. A CR at the end of a chunk is one at once: what follows may be long in coming. */
export async function* unifyLineEnds(
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
	let isBehindReturn = false;
	for await (const chunk of chunks) {
		const start = isBehindReturn && chunk[0] === newline ? 1 : 0;
		if (chunk.length > 0) {
			isBehindReturn = chunk.at(-1) === carriageReturn;
		}

		const bytes = chunk.subarray(start);
		yield bytes.includes(carriageReturn) ? withoutReturns(bytes) : bytes;
	}
}

function withoutReturns(bytes: Uint8Array): Uint8Array {
	const unified = Buffer.from(bytes);
	let length = 0;
	for (let index = 0; index < bytes.length; index++) {
		const byte = bytes[index] ?? 0;
		if (byte === newline && bytes[index - 1] === carriageReturn && index > 0) {
			continue;
		}

		unified[length] = byte === carriageReturn ? newline : byte;
		length++;
	}

	return unified.subarray(0, length);
}
