import {type Options} from '../config/options.ts';
import {type Entry} from '../log/entry.ts';
import {createFieldLookup} from '../log/fields/entry-field.ts';
import {sanitizeLines} from '../text/sanitize.ts';
import {createStamps} from '../text/timestamp.ts';

/** What of a feed the printed lines tell. */
export type Printed = {
	/** Of which the entries are that do not tell it. */
	readonly deployment?: string | undefined;
};

/** Members of an entry that are columns by themselves. */
const own = ['time', 'level', 'region', 'message'] as const;
type Own = (typeof own)[number];

/** Comma-separated values as RFC 4180 has them: a heading, and a line an entry. The fields stand between region and message; where some of time, level, region and message are among those that were asked for, just those are columns. */
export function createCsvFormat({
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
