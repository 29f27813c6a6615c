import {BoundedCache} from '../base/cache.ts';
import {type Options} from '../config/options.ts';
import {type BuildEntry, type Entry, hasOwnTime} from '../log/entry.ts';
import {type Level, levelOf} from '../log/level.ts';
import {sanitize, sanitizeLines} from '../text/sanitize.ts';
import {createFieldLookup} from '../log/fields/entry-field.ts';
import {isMeasure} from '../log/fields/typed-value.ts';
import {cut, fit} from '../text/cut.ts';
import {width as widthOf} from '../text/width.ts';
import {createStamps} from '../text/timestamp.ts';
import {type Printed} from './line.ts';

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
