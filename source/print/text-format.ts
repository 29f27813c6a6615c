import {Buffer} from 'node:buffer';
import {type Options} from '../config/options.ts';
import {type BuildEntry, type Entry, hasOwnTime} from '../log/entry.ts';
import {sanitizeLines, sanitize} from '../text/sanitize.ts';
import {createFieldLookup} from '../log/fields/entry-field.ts';
import {createStamps} from '../text/timestamp.ts';
import {BoundedCache} from '../base/cache.ts';
import {type Level, levelOf} from '../log/level.ts';
import {isMeasure} from '../log/fields/typed-value.ts';
import {cut, fit} from '../text/cut.ts';
import {width as widthOf} from '../text/width.ts';
import {type Line, type Printed} from './line.ts';

type TextOptions = Pick<Options, 'timeZone' | 'hasColors' | 'columns'> &
	Printed;

/** The same lines as of `createTextFormat`, as blocks of bytes. Hot: most messages are one plain line, which is copied, and no text is made of it. */
export function createTextLines(
	options: TextOptions,
): (lines: readonly Line[]) => Generator<Uint8Array, void> {
	const {columns = []} = options;
	const writeHead = createHeadWriter(options);
	const format = createTextFormat(options);
	/** Up to where the line is written; nothing where it is not plain, or there is no room for it. */
	const writePlain = (line: Line, block: Uint8Array, start: number) => {
		const end = writeHead(line, block, start);
		return end === undefined ? undefined : line.copyPlain(block, end);
	};

	return function* (lines) {
		const length = Math.min(blockLength, lines.length * usualLength);
		let block = Buffer.allocUnsafeSlow(length);
		let end = 0;
		for (const line of lines) {
			const plainEnd =
				columns.length === 0 ? writePlain(line, block, end) : undefined;
			if (plainEnd !== undefined) {
				block[plainEnd] = newline;
				end = plainEnd + 1;
				continue;
			}

			const text = format(line.read());
			const most = text.length * mostBytes;
			if (end + most > block.length) {
				yield block.subarray(0, end);
				block = Buffer.allocUnsafeSlow(Math.max(blockLength, most));
				end = 0;
			}

			end += block.write(text, end);
		}

		yield block.subarray(0, end);
	};
}

/** In bytes: one write for many lines, as each costs a call to the system. */
const blockLength = 64 * 1024;
/** In bytes, of a line: of few lines a block is shorter. */
const usualLength = 512;
/** Of a unit of a text. */
const mostBytes = 3;
const newline = 0x0a;

/** `2026-01-31T12:03:21.340+01:00 warning us-east4 message`, fields that were asked for as columns before the message, further lines of the message indented below. A `?` behind the time says that it is not the entry's own. */
export function createTextFormat(
	options: TextOptions,
): (entry: Entry) => string {
	const {hasColors, columns = [], deployment} = options;
	const headOf = createHead(options);
	const fieldsOf = createTextColumns(columns, deployment);
	return (entry) =>
		`${headOf(entry)}${fieldsOf(entry)}${indentLines(entry.message, hasColors)}\n`;
}

/** What stands before fields and message. */
function createHead(options: TextOptions): (entry: Head) => string {
	const stampOf = createStampFormat(options);
	const placeOf = createPlaceFormat(options);
	return (entry) => `${stampOf(entry)} ${placeOf(entry.level, entry.region)}`;
}

type Head = Pick<Entry, 'time' | 'timeText' | 'level' | 'region'>;

function createStampFormat({
	timeZone,
	hasColors,
}: TextOptions): (entry: Pick<Entry, 'time' | 'timeText'>) => string {
	const stampOf = createStamps(timeZone);
	const {on, off} = hasColors ? dim : none;
	return (entry) =>
		`${on}${stampOf(entry.time)}${hasOwnTime(entry) ? '' : '?'}${off}`;
}

function createPlaceFormat({
	hasColors,
}: TextOptions): (level: string, region: string) => string {
	const styled = (text: string, {on, off}: Style) =>
		hasColors ? `${on}${text}${off}` : text;
	const levelText = remember((level) => {
		const name = sanitize(level, {hasColors: false}).padEnd('warning'.length);
		return styled(name, styleOf(level));
	});
	const placeText = remember((region) =>
		styled(sanitize(region.replace(/^gcp-/v, ''), {hasColors: false}), dim),
	);
	return (level, region) => `${levelText(level)} ${placeText(region)} `;
}

/** Writes what stands before the message, and returns up to where; nothing where there is no room, or the time is not the entry's own. Of the entries of a second only the milliseconds are written anew. */
function createHeadWriter(
	options: TextOptions,
): (entry: Head, target: Uint8Array, start: number) => number | undefined {
	const stampOf = createStampFormat(options);
	const placeOf = createPlaceFormat(options);
	const places = remember((level) =>
		remember((region) => Buffer.from(` ${placeOf(level, region)}`)),
	);
	let second: number | undefined;
	let stamp = new Uint8Array();
	let millisStart = 0;
	return (entry, target, start) => {
		const {time, level, region} = entry;
		const place = places(level)(region);
		const own = Math.floor(time / 1_000_000);
		if (own !== second) {
			const text = stampOf({time});
			second = own;
			stamp = Buffer.from(text);
			millisStart = text.indexOf('.') + 1;
		}

		const end = start + stamp.length + place.length;
		if (end > target.length || !hasOwnTime(entry)) {
			return undefined;
		}

		target.set(stamp, start);
		target.set(place, start + stamp.length);
		const millis = Math.floor((time - own * 1_000_000) / 1000);
		const at = start + millisStart;
		target[at] = zero + Math.floor(millis / 100);
		target[at + 1] = zero + (Math.floor(millis / 10) % 10);
		target[at + 2] = zero + (millis % 10);
		return end;
	};
}

const zero = 0x30;

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
function remember<Value>(
	make: (name: string) => Value,
): (name: string) => Value {
	const known = new BoundedCache<string, Value>(100);
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

const widest = 32;

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
