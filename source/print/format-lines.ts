import {Buffer, isUtf8} from 'node:buffer';
import {type Options} from '../config/options.ts';
import {marks} from '../feeds/json/parse-lines.ts';
import {type Entry} from '../log/entry.ts';
import {sanitizeLines} from '../text/sanitize.ts';
import {createFieldLookup} from '../log/fields/entry-field.ts';
import {createStamps} from '../text/timestamp.ts';
import {type Line, type Printed} from './line.ts';
import {createTextLines} from './text-format.ts';

/** Makes the bytes to print: of each batch, and of the end. */
export type LineFormat = {
	readonly batch: (lines: readonly Line[]) => Iterable<Uint8Array>;
	readonly end: () => Uint8Array;
};

/** Bytes that no JSON text needs as they are: controls, and all beyond ASCII. */
const doubtful = /[^\u0020-\u007E]/v;

/** What could drive a terminal, hide text or turn it round. */
const unsafe =
	/[[\p{Cc}\p{Cs}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]--[\p{Join_Control}\uFE0E-\uFE0F]]/gv;

/** No script needs so many on a letter; they run over the lines around. */
const manyMarks = /(?<=\p{M}{6})\p{M}+/gv;

/** With these bytes begin the marks that are no JSON. */
const firstOfMarks: ReadonlySet<number | undefined> = new Set([0xef, 0x1e]);

export function createLineFormat(options: Options & Printed): LineFormat {
	const {isOnTerminal = false} = options;
	switch (options.format) {
		case 'ndjson': {
			return {
				batch: isOnTerminal
					? (lines) => lines.flatMap(({raw}) => [safeLine(raw), newline])
					: rawLines,
				end: () => nothing,
			};
		}

		case 'json': {
			return jsonArray(isOnTerminal ? safeLine : validJson);
		}

		case 'text':
		case 'pretty': {
			return {batch: createTextLines(options), end: () => nothing};
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
function csv(options: Options & Printed): LineFormat {
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
		parts.push(...(blocks ?? joinLines(lines.slice(start, end))));
		start = end;
	}

	return parts;
}

/** One write for many lines: each costs a call to the system. */
function* joinLines(lines: readonly Line[]): Generator<Uint8Array, void> {
	for (let start = 0; start < lines.length; start += chunkLength) {
		yield Buffer.concat(
			lines
				.slice(start, start + chunkLength)
				.flatMap(({raw}) => [raw, newline]),
		);
	}
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

/** The message alone, with a newline at its end; byte for byte but on a terminal, where it is made safe. */
function createRawFormat({
	hasColors,
	isOnTerminal = false,
}: Pick<Options, 'hasColors' | 'isOnTerminal'>): (entry: Entry) => string {
	return ({message}) => {
		const text = message.replace(/\r?\n$/v, '');
		return isOnTerminal
			? `${sanitizeLines(text, {hasColors}).join('\n')}\n`
			: `${text}\n`;
	};
}

/** The same JSON text in valid UTF-8: bytes that are none become the sign for that. */
function validJson(raw: Uint8Array): Uint8Array {
	return isUtf8(raw) && !firstOfMarks.has(raw[0])
		? raw
		: Buffer.from(new TextDecoder().decode(raw).replace(marks, ''));
}

/** The same of a line as it was sent. */
export function safeLine(raw: Uint8Array): Uint8Array {
	const text = new TextDecoder().decode(raw);
	return doubtful.test(text) ? Buffer.from(terminalJson(text)) : raw;
}

/** The same JSON values as a terminal shows and does not obey them: in their texts what could drive one is escaped, as JSON can; between them a control is a blank. */
export function terminalJson(text: string): string {
	return text.replaceAll(/"(?:[^"\\]|\\.)*(?:"|$)|[^"]+/gsv, (part) =>
		part.startsWith('"')
			? part.replaceAll(unsafe, escape).replaceAll(manyMarks, escape)
			: part.replaceAll(unsafe, (sign) => (sign === '\n' ? sign : ' ')),
	);
}

function escape(sign: string): string {
	// Its UTF-16 units: JSON knows no other numbers.
	const units = Buffer.from(sign, 'utf16le').swap16().toString('hex');
	return units.replaceAll(/.{4}/gv, String.raw`\u$&`);
}

/** Members of an entry that are columns by themselves. */
const own = ['time', 'level', 'region', 'message'] as const;
type Own = (typeof own)[number];

/** Comma-separated values as RFC 4180 has them: a heading, and a line an entry. The fields stand between region and message; where some of time, level, region and message are among those that were asked for, just those are columns. */
function createCsvFormat({
	columns = [],
	timeZone,
	isOnTerminal = false,
	deployment,
}: Pick<Options, 'columns' | 'timeZone' | 'isOnTerminal'> & Printed): {
	readonly heading: string;
	readonly row: (entry: Entry) => string;
} {
	const stampOf = createStamps(timeZone);
	const names = columns.some((name) => isOwn(name))
		? columns
		: ['time', 'level', 'region', ...columns, 'message'];
	const cells = names.map((name): ((entry: Entry) => string) => {
		if (name === 'time') {
			return ({time}) => stampOf(time);
		}

		if (isOwn(name)) {
			return (entry) => String(entry[name]).replace(/\r?\n$/v, '');
		}

		const find = createFieldLookup(name, deployment);
		return (entry) => find(entry)?.text ?? '';
	});
	// A terminal is given nothing that drives it.
	const safe = (text: string) =>
		isOnTerminal ? sanitizeLines(text, {hasColors: false}).join('\n') : text;
	const line = (values: readonly string[]) =>
		`${values.map((value) => quote(safe(value))).join(',')}\n`;
	return {
		heading: line(names),
		row: (entry) => line(cells.map((cell) => cell(entry))),
	};
}

function isOwn(name: string): name is Own {
	return (own as readonly string[]).includes(name);
}

function quote(value: string): string {
	return /[",\r\n]|^\s|\s$/v.test(value)
		? `"${value.replaceAll('"', '""')}"`
		: value;
}
