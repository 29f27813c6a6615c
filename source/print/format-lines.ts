import {Buffer} from 'node:buffer';
import {type Options} from '../config/options.ts';
import {type Entry} from '../log/entry.ts';
import {type Line} from './line.ts';
import {createCsvFormat} from './csv-format.ts';
import {createRawFormat} from './raw-format.ts';
import {terminalJson, validJson} from './terminal-json.ts';
import {createTextFormat} from './text-format.ts';

/** Makes the bytes to print: of each batch, and of the end. */
export type LineFormat = {
	readonly batch: (lines: readonly Line[]) => Iterable<Uint8Array>;
	readonly end: () => Uint8Array;
};

export function createLineFormat(options: Options): LineFormat {
	const {isOnTerminal = false} = options;
	switch (options.format) {
		case 'ndjson': {
			return {
				batch: isOnTerminal
					? (lines) => lines.flatMap(({raw}) => [terminalJson(raw), newline])
					: rawLines,
				end: () => nothing,
			};
		}

		case 'json': {
			return jsonArray(isOnTerminal ? terminalJson : validJson);
		}

		case 'text':
		case 'pretty': {
			return {batch: textOf(createTextFormat(options)), end: () => nothing};
		}

		case 'csv': {
			return csv(options);
		}

		case 'raw': {
			return {batch: textOf(createRawFormat(options)), end: () => nothing};
		}
	}
}

/** Lines that are made at once: what lives for a moment only is cheap. */
const chunkLength = 500;

function textOf(format: (entry: Entry) => string) {
	return function* (lines: readonly Line[]): Generator<Uint8Array, void> {
		for (let start = 0; start < lines.length; start += chunkLength) {
			let text = '';
			for (const line of lines.slice(start, start + chunkLength)) {
				text += format(line.read());
			}

			yield Buffer.from(text);
		}
	};
}

const newline = Buffer.from('\n');
const nothing = new Uint8Array();

/** The heading comes with the first entries, or alone where there are none. */
function csv(options: Options): LineFormat {
	const {heading, row} = createCsvFormat(options);
	const batch = textOf(row);
	let pending = heading;
	return {
		*batch(lines) {
			if (lines.length > 0 && pending !== '') {
				yield Buffer.from(pending);
				pending = '';
			}

			yield* batch(lines);
		},
		end: () => Buffer.from(pending),
	};
}

/** The server's own lines. Those that follow each other on the wire are written as the blocks in which they came. */
function rawLines(lines: readonly Line[]): readonly Uint8Array[] {
	const parts: Uint8Array[] = [];
	for (let start = 0; start < lines.length;) {
		const end = endOfRun(lines, start);
		const [first, last] = [lines[start], lines[end - 1]];
		const blocks = last && first?.batch.rawLines?.(first.index, last.index + 1);
		parts.push(
			...(blocks ?? lines.slice(start, end).flatMap(({raw}) => [raw, newline])),
		);
		start = end;
	}

	return parts;
}

function endOfRun(lines: readonly Line[], start: number): number {
	let end = start + 1;
	let line = lines[start];
	for (;;) {
		const next = lines[end];
		if (
			line === undefined ||
			next?.batch !== line.batch ||
			next.index !== line.index + 1
		) {
			return end;
		}

		line = next;
		end++;
	}
}

/** One array of the server's own objects, one on each line. */
function jsonArray(bytesOf: (raw: Uint8Array) => Uint8Array): LineFormat {
	let separator = Buffer.from('[\n');
	return {
		batch: (lines) => [
			Buffer.concat(
				lines.flatMap(({raw}) => {
					const parts = [separator, bytesOf(raw)];
					separator = Buffer.from(',\n');
					return parts;
				}),
			),
		],
		end: () => Buffer.from(separator.toString() === '[\n' ? '[]\n' : '\n]\n'),
	};
}
