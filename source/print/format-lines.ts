import {Buffer} from 'node:buffer';
import {type Options} from '../config/options.ts';
import {type Line} from './line.ts';
import {createCsvFormat} from './csv-format.ts';
import {createRawFormat} from './raw-format.ts';
import {terminalJson, validJson} from './terminal-json.ts';
import {createTextFormat} from './text-format.ts';

/** Makes the bytes to print: of each batch, and of the end. */
export type LineFormat = {
	readonly batch: (lines: readonly Line[]) => Uint8Array;
	readonly end: () => Uint8Array;
};

export function createLineFormat(options: Options): LineFormat {
	const {isOnTerminal = false} = options;
	switch (options.format) {
		case 'ndjson': {
			const bytesOf = isOnTerminal
				? terminalJson
				: (raw: Uint8Array): Uint8Array => raw;
			return {
				batch: (lines) =>
					Buffer.concat(lines.flatMap(({raw}) => [bytesOf(raw), newline])),
				end: () => nothing,
			};
		}

		case 'json': {
			return jsonArray(isOnTerminal ? terminalJson : validJson);
		}

		case 'text':
		case 'pretty': {
			const format = createTextFormat(options);
			return {
				batch: (lines) =>
					Buffer.from(lines.map(({entry}) => format(entry)).join('')),
				end: () => nothing,
			};
		}

		case 'csv': {
			return csv(options);
		}

		case 'raw': {
			const format = createRawFormat(options);
			return {
				batch: (lines) =>
					Buffer.from(lines.map(({entry}) => format(entry)).join('')),
				end: () => nothing,
			};
		}
	}
}

const newline = Buffer.from('\n');
const nothing = new Uint8Array();

/** The heading comes with the first entries, or alone where there are none. */
function csv(options: Options): LineFormat {
	const {heading, row} = createCsvFormat(options);
	let pending = heading;
	return {
		batch(lines) {
			const text = lines.map(({entry}) => row(entry)).join('');
			const before = lines.length === 0 ? '' : pending;
			pending = lines.length === 0 ? pending : '';
			return Buffer.from(before + text);
		},
		end: () => Buffer.from(pending),
	};
}

/** One array of the server's own objects, one on each line. */
function jsonArray(bytesOf: (raw: Uint8Array) => Uint8Array): LineFormat {
	let separator = Buffer.from('[\n');
	return {
		batch: (lines) =>
			Buffer.concat(
				lines.flatMap(({raw}) => {
					const parts = [separator, bytesOf(raw)];
					separator = Buffer.from(',\n');
					return parts;
				}),
			),
		end: () => Buffer.from(separator.toString() === '[\n' ? '[]\n' : '\n]\n'),
	};
}
