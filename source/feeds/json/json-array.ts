import {Buffer} from 'node:buffer';
import {ApiError} from '../errors.ts';

const tab = 0x09;
const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openBracket = 0x5b;
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
