import {Buffer} from 'node:buffer';
import {ApiError} from '../errors.ts';
import {plainText} from '../plain-text.ts';
import {readProblem} from '../json/problem.ts';
import {readEvents} from './events.ts';

const newline = 0x0a;
const space = 0x20;

/**
A stream of server-sent events → blocks of lines with a JSON value on each: the data of its `message` events, all those of a chunk at once.

`done` ends it; `error` throws what the server says. Events of other names are passed over. `onComment` is called for the server's signs of life.
*/
export async function* eventLines(
	chunks: AsyncIterable<Uint8Array>,
	{
		secret,
		onComment,
	}: {readonly secret?: string; readonly onComment?: () => void} = {},
): AsyncGenerator<Uint8Array, void> {
	for await (const events of readEvents(chunks)) {
		const lines: Uint8Array[] = [];
		let end: (() => void) | undefined;
		for (const event of events) {
			if (event.kind === 'comment') {
				onComment?.();
			} else if (event.type === 'message') {
				lines.push(inOneLine(event.data), Uint8Array.of(newline));
			} else if (event.type === 'done' || event.type === 'error') {
				end = () => {
					if (event.type === 'error') {
						throw toldError(event.data, secret);
					}
				};

				break;
			}
		}

		// What came before the end is heard first.
		if (lines.length > 0) {
			yield Buffer.concat(lines);
		}

		if (end !== undefined) {
			end();
			return;
		}
	}
}

/** JSON allows line breaks between its tokens only, where a blank says the same. */
function inOneLine(data: Uint8Array): Uint8Array {
	return data.includes(newline)
		? data.map((byte) => (byte === newline ? space : byte))
		: data;
}

function toldError(data: Uint8Array, secret?: string): ApiError {
	const {code, message} = readProblem(Buffer.from(data).toString());
	const words = [message, code]
		.filter((part) => part !== undefined)
		.map((part) => `“${plainText(part, secret)}”`)
		.join(', code ');
	return new ApiError(
		'server',
		`The server ended the stream with an error${words === '' ? '' : `: ${words}`}. Try again in a moment.`,
	);
}
