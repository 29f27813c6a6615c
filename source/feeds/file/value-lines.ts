import {Buffer} from 'node:buffer';

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** JSON objects that are laid out over several lines → one line each; what stands between them stays as it is. An object begins with a brace at the start of a line. */
export async function* valuesAsLines(
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
	let depth = 0;
	let isInText = false;
	let isEscaped = false;
	let isLineStart = true;
	for await (const chunk of chunks) {
		const bytes = Buffer.from(chunk);
		for (let index = 0; index < bytes.length; index++) {
			const byte = bytes[index] ?? 0;
			if (isInText) {
				isInText = isEscaped || byte !== quote;
				isEscaped = !isEscaped && byte === backslash;
				continue;
			}

			if (depth === 0) {
				depth = isLineStart && byte === openBrace ? 1 : 0;
				isLineStart = byte === newline;
				continue;
			}

			isInText = byte === quote;
			depth += byte === openBrace ? 1 : byte === closeBrace ? -1 : 0;
			if (byte === newline || byte === carriageReturn) {
				bytes[index] = space;
			}
		}

		yield bytes;
	}
}
