import {Buffer, isUtf8} from 'node:buffer';
import {type Options} from '../config/options.ts';
import {marks} from '../feeds/json/parse-lines.ts';
import {type Entry, type BuildEntry, hasOwnTime} from '../log/entry.ts';
import {sanitizeLines, sanitize} from '../text/sanitize.ts';
import {createFieldLookup} from '../log/fields/entry-field.ts';
import {createStamps} from '../text/timestamp.ts';
import {BoundedCache} from '../base/cache.ts';
import {type Level, levelOf} from '../log/level.ts';
import {isMeasure} from '../log/fields/typed-value.ts';
import {cut, fit} from '../text/cut.ts';
import {width as widthOf} from '../text/width.ts';
import {type Line, type Printed} from './line.ts';

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

/** `2026-01-31T12:03:21.340+01:00 warning us-east4 message`, fields that were asked for as columns before the message, further lines of the message indented below. A `?` behind the time says that it is not the entry's own. */
export function createTextFormat({
	timeZone,
	hasColors,
	columns = [],
	deployment,
}: Pick<Options, 'timeZone' | 'hasColors' | 'columns'> & Printed): (
	entry: Entry,
) => string {
	const stampOf = createStamps(timeZone);
	const fieldsOf = createTextColumns(columns, deployment);
	const styled = (text: string, {on, off}: Style) =>
		hasColors ? `${on}${text}${off}` : text;
	const levelText = remember((level) => {
		const name = sanitize(level, {hasColors: false}).padEnd('warning'.length);
		return styled(name, styleOf(level));
	});
	const placeText = remember((region) =>
		styled(sanitize(region.replace(/^gcp-/v, ''), {hasColors: false}), dim),
	);
	return (entry) => {
		const {time, level, region, message} = entry;
		const stamp = `${stampOf(time)}${hasOwnTime(entry) ? '' : '?'}`;
		return `${styled(stamp, dim)} ${levelText(level)} ${placeText(region)} ${fieldsOf(entry)}${indentLines(message, hasColors)}\n`;
	};
}

const widest = 32;

/** `warning message` of a build log, further lines of the message indented below; the same for a stage that has a name. */
export function createBuildLineFormat({
	hasColors,
}: Pick<Options, 'hasColors'>): (entry: BuildEntry) => string {
	return ({level, message, step}) => {
		const {on, off} = hasColors ? styleOf(level) : none;
		const name = sanitize(level, {hasColors: false}).padEnd('warning'.length);
		const place =
			step === undefined ? '' : `${sanitize(step, {hasColors: false})} `;
		return `${on}${name}${off} ${place}${indentLines(message, hasColors)}\n`;
	};
}

/** Hot. Most messages are one line. */
function indentLines(message: string, hasColors: boolean): string {
	const end = message.indexOf('\n');
	if (end === -1 || end === message.length - 1) {
		const line = message.slice(0, end === -1 ? undefined : end);
		return sanitize(
			end !== -1 && line.endsWith('\r') ? line.slice(0, -1) : line,
			{hasColors},
		);
	}

	return sanitizeLines(message.replace(/\r?\n$/v, ''), {hasColors}).join(
		'\n    ',
	);
}

/** Levels and regions are few. */
function remember(make: (name: string) => string): (name: string) => string {
	const known = new BoundedCache<string, string>(100);
	return (name) => known.take(name, make);
}

type Style = {readonly on: string; readonly off: string};

const none: Style = {on: '', off: ''};
const dim: Style = {on: '\u001B[2m', off: '\u001B[22m'};
const foreground = (code: number): Style => ({
	on: `\u001B[${code}m`,
	off: '\u001B[39m',
});
const levelStyles: Readonly<Record<Level, Style>> = {
	error: foreground(31),
	warning: foreground(33),
	info: foreground(36),
	debug: dim,
};

function styleOf(name: string): Style {
	const level = levelOf(name);
	return level === undefined ? none : levelStyles[level];
}

/** The values of fields in columns, each as wide as the widest value so far and its name; numbers stand at the right, and what an entry does not have is `-`. */
function createTextColumns(
	names: readonly string[],
	deployment?: string,
): (entry: Entry) => string {
	const columns = names.map((name) => ({
		lookUp: createFieldLookup(name, deployment),
		width: Math.min(widest, widthOf(sanitize(name, {hasColors: false}))),
	}));
	return (entry) =>
		columns
			.map((column) => {
				const value = column.lookUp(entry);
				const words = cut(
					sanitize(value?.text ?? '-', {hasColors: false}).replaceAll(
						/\s+/gv,
						' ',
					),
					widest,
					{ellipsis: '…'},
				);
				column.width = Math.max(column.width, widthOf(words));
				const align =
					value !== undefined && isMeasure(value.kind) ? 'right' : 'left';
				return `${fit(words, column.width, {align})} `;
			})
			.join('');
}
