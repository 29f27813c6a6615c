import {Buffer} from 'node:buffer';
import {isObject, parseJson} from '../json/json-value.ts';

type PageParts = {
	/** The JSON array of the entries, byte for byte; nothing where there is none. */
	readonly logs: Uint8Array | undefined;
	/** All else that the answer holds. */
	readonly rest: Record<string, unknown>;
};

/** `{"logs": [...], "next_cursor": ...}` → the bytes of its entries, which are printed as they were sent, and the rest. Nothing where it is no such object. */
export function splitPage(bytes: Uint8Array): PageParts | undefined {
	const span = findLogs(bytes);
	const rest = parseJson(
		span === undefined
			? Buffer.from(bytes).toString()
			: Buffer.concat([
					bytes.subarray(0, span.from),
					Buffer.from('null'),
					bytes.subarray(span.to),
				]).toString(),
	);
	return isObject(rest)
		? {
				logs:
					span === undefined ? undefined : bytes.subarray(span.from, span.to),
				rest,
			}
		: undefined;
}

/** Where the array stands that the object's member `logs` is. */
function findLogs(
	bytes: Uint8Array,
): {readonly from: number; readonly to: number} | undefined {
	let depth = 0;
	let from: number | undefined;
	/** The text that ended last, within the object itself. */
	let name = '';
	for (let index = 0; index < bytes.length; index++) {
		switch (bytes[index]) {
			case quote: {
				const end = endOfText(bytes, index);
				if (depth === 1) {
					name = Buffer.from(bytes.subarray(index + 1, end)).toString();
				}

				index = end;
				break;
			}

			case openBracket: {
				if (depth === 1 && name === 'logs') {
					from = index;
				}

				depth++;
				break;
			}

			case openBrace: {
				depth++;
				break;
			}

			case closeBrace:
			case closeBracket: {
				depth--;
				if (depth === 1 && from !== undefined) {
					return {from, to: index + 1};
				}

				break;
			}

			case undefined: {
				return undefined;
			}

			default: {
				// Any other byte is part of a value.
				break;
			}
		}
	}

	return undefined;
}

/** The index of the quote that ends a text. */
function endOfText(bytes: Uint8Array, start: number): number {
	let index = start + 1;
	while (index < bytes.length && bytes[index] !== quote) {
		index += bytes[index] === backslash ? 2 : 1;
	}

	return index;
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
