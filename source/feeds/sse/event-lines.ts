import {Buffer} from 'node:buffer';
import {ApiError, plainText} from '../errors.ts';
import {readProblem} from '../json/problem.ts';
import {lineBytesLimit, wholeLines, jsonLines} from '../json/ndjson.ts';
import {type OpenAnswer} from '../http/request.ts';

/**
A stream of server-sent events → blocks of lines with a JSON value on each: the data of its `message` events, all those of a chunk at once.

`done` ends it; `error` throws what the server says. Events of other names are passed over, unless they hold a message, as entries do. `onComment` is called for the server's signs of life.
*/
export async function* eventLines(
	chunks: AsyncIterable<Uint8Array>,
	{
		secret,
		onComment,
	}: {
		readonly secret?: string | undefined;
		readonly onComment?: (() => void) | undefined;
	} = {},
): AsyncGenerator<Uint8Array, void> {
	for await (const events of readEvents(chunks)) {
		const lines: Uint8Array[] = [];
		let end: (() => void) | undefined;
		for (const event of events) {
			if (event.kind === 'comment') {
				onComment?.();
			} else if (event.type === 'done' || event.type === 'error') {
				end = () => {
					if (event.type === 'error') {
						throw toldError(event.data, secret);
					}
				};

				break;
			} else if (event.type === 'message' || hasMessage(event.data)) {
				lines.push(inOneLine(event.data), Uint8Array.of(newline));
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

/** A comment is a server's sign of life. */
type ServerEvent =
	| {readonly kind: 'comment'}
	| {
			readonly kind: 'event';
			/** `message` where the server names none. */
			readonly type: string;
			/** Its lines, with a newline between them. */
			readonly data: Uint8Array;
	  };

const carriageReturn = 0x0d;

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const colon = 0x3a;

const newline = 0x0a;
const space = 0x20;

/** Servers name events as they like: `log`, `entry`. */
function hasMessage(data: Uint8Array): boolean {
	return Buffer.from(data.buffer, data.byteOffset, data.length).includes(
		'"message"',
	);
}

/** JSON allows line breaks between its tokens only, where a blank says the same. */
function inOneLine(data: Uint8Array): Uint8Array {
	return data.includes(newline)
		? data.map((byte) => (byte === newline ? space : byte))
		: data;
}

function toldError(data: Uint8Array, secret: string | undefined): ApiError {
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

/**
The bytes of a stream of server-sent events, cut anywhere → its events, all those of a chunk at once, as the HTML standard reads them: lines end in LF, CRLF or CR, a blank line ends an event, and an event that the stream does not end is none.

`id` and `retry` are passed over: a stream is resumed by the time of its last entry.
*/
export async function* readEvents(
	chunks: AsyncIterable<Uint8Array>,
	{maxEventBytes = lineBytesLimit}: {readonly maxEventBytes?: number} = {},
): AsyncGenerator<readonly ServerEvent[], void> {
	const event = createEvent(maxEventBytes);
	const lines = wholeLines(unifyLineEnds(chunks), {
		maxLineBytes: maxEventBytes,
	});
	let isFirst = true;
	for await (const block of lines) {
		if (block.at(-1) !== newline) {
			return;
		}

		const isMarked = isFirst && byteOrderMark.equals(block.subarray(0, 3));
		isFirst = false;
		const events: ServerEvent[] = [];
		for (let from = isMarked ? 3 : 0; from < block.length;) {
			const to = block.indexOf(newline, from);
			const told = event.read(block.subarray(from, to));
			if (told !== undefined) {
				events.push(told);
			}

			from = to + 1;
		}

		if (events.length > 0) {
			yield events;
		}
	}
}

/** The event whose lines are being read. */
function createEvent(maxBytes: number) {
	let type = '';
	let data: Uint8Array[] = [];
	let length = 0;

	const end = (): ServerEvent | undefined => {
		const told =
			data.length === 0
				? undefined
				: ({
						kind: 'event',
						type: type === '' ? 'message' : type,
						data: joinLines(data),
					} as const);
		type = '';
		data = [];
		length = 0;
		return told;
	};

	return {
		/** What a line completes, if it does. */
		read(line: Uint8Array): ServerEvent | undefined {
			if (line.length === 0) {
				return end();
			}

			const index = line.indexOf(colon);
			if (index === 0) {
				return {kind: 'comment'};
			}

			const name = textOf(line.subarray(0, index === -1 ? undefined : index));
			const start = line[index + 1] === space ? index + 2 : index + 1;
			const value = line.subarray(index === -1 ? line.length : start);
			if (name === 'event') {
				type = textOf(value);
			} else if (name === 'data') {
				data.push(value);
				length += value.length + 1;
				if (length > maxBytes) {
					throw new ApiError(
						'unexpected-answer',
						`An event of the answer is longer than ${maxBytes.toLocaleString('en')} bytes, which no log entry is. Check --api-url.`,
					);
				}
			}

			return undefined;
		},
	};
}

function joinLines(lines: readonly Uint8Array[]): Uint8Array {
	const [first = new Uint8Array(), ...others] = lines;
	return others.length === 0
		? first
		: Buffer.concat([
				first,
				...others.flatMap((line) => [Uint8Array.of(newline), line]),
			]);
}

function textOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString();
}

/** The same bytes with each CRLF and each CR as one newline, as the standard of server-sent events has it. A CR at the end of a chunk is one at once: what follows may be long in coming. */
async function* unifyLineEnds(
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

/** The values of an answer as blocks of lines, as server-sent events or as JSON, by its content type: servers answer with either, whatever was asked for. */
export function contentLines(
	{header, body}: Pick<OpenAnswer, 'header' | 'body'>,
	options: {
		readonly secret?: string | undefined;
		readonly onComment?: (() => void) | undefined;
	},
): AsyncGenerator<Uint8Array, void> {
	const [contentType = ''] = header('content-type');
	return /^\s*text\/event-stream/iv.test(contentType)
		? eventLines(body, options)
		: jsonLines(body);
}
