import {type Options} from '../config/options.ts';
import {type BuildEntry, type Entry, hasOwnTime} from '../log/entry.ts';
import {type Level, levelOf} from '../log/level.ts';
import {sanitize} from '../text/sanitize.ts';
import {createStamps} from './stamps.ts';
import {createTextColumns} from './text-columns.ts';

/** `2026-01-31T12:03:21.340+01:00 warning us-east4 message`, fields that were asked for as columns before the message, further lines of the message indented below. A `?` behind the time says that it is not the entry's own. */
export function createTextFormat({
	timeZone,
	hasColors,
	columns = [],
}: Pick<Options, 'timeZone' | 'hasColors' | 'columns'>): (
	entry: Entry,
) => string {
	const stampOf = createStamps(timeZone);
	const fieldsOf = createTextColumns(columns);
	const styled = (text: string, {on, off}: Style) =>
		hasColors ? `${on}${text}${off}` : text;
	return (entry) => {
		const {time, level, region, message} = entry;
		const stamp = `${stampOf(time)}${hasOwnTime(entry) ? '' : '?'}`;
		const name = sanitize(level, {hasColors: false}).padEnd('warning'.length);
		const place = sanitize(region.replace(/^gcp-/v, ''), {hasColors: false});
		const text = indented(message, hasColors);
		return `${styled(stamp, dim)} ${styled(name, styleOf(level))} ${styled(place, dim)} ${fieldsOf(entry)}${text}\n`;
	};
}

/** `warning message` of a build log, further lines of the message indented below; the same for a stage that has a name. */
export function createBuildLineFormat({
	hasColors,
}: Pick<Options, 'hasColors'>): (entry: BuildEntry) => string {
	return ({level, message, step}) => {
		const {on, off} = hasColors ? styleOf(level) : none;
		const name = sanitize(level, {hasColors: false}).padEnd('warning'.length);
		const place =
			step === undefined ? '' : `${sanitize(step, {hasColors: false})} `;
		return `${on}${name}${off} ${place}${indented(message, hasColors)}\n`;
	};
}

function indented(message: string, hasColors: boolean): string {
	return message
		.replace(/\r?\n$/v, '')
		.split(/\r?\n/v)
		.map((line) => sanitize(line, {hasColors}))
		.join('\n    ');
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
