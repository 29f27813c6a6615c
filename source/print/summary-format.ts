import {Buffer} from 'node:buffer';
import {type Options} from '../config/options.ts';
import {type Summary} from '../config/output-flags.ts';
import {type GroupName, GroupTally, noName, ValueTally} from '../log/tally.ts';
import {type Entry} from '../log/entry.ts';
import {createSpans} from '../log/spans.ts';
import {createFieldLookup} from '../log/fields/entry-field.ts';
import {plainLevel} from '../log/level.ts';
import {formatTime} from '../log/wall-time.ts';
import {sanitizeLines} from '../text/sanitize.ts';
import {createTimestamps} from '../text/timestamp.ts';
import {type Printed} from './line.ts';
import {type LineFormat, terminalJson} from './format-lines.ts';
import {
	countTable,
	nothingCounted,
	statsTable,
	topTable,
	whyNoNumbers,
	without,
} from './summary-tables.ts';

/** Counts what comes, and prints nothing but the sum. */
export function createSummaryFormat(
	options: Options & Printed & {readonly summary: Summary},
	/** Told sentences for people. */
	onNotice: (text: string) => void = () => undefined,
): LineFormat {
	const report = createReport(options);
	return {
		batch(lines) {
			for (const line of lines) {
				report.add(line.read());
			}

			return [];
		},
		end() {
			const nothing = report.nothing();
			if (nothing !== undefined && !isTable(options)) {
				onNotice(nothing);
			}

			return Buffer.from(write(report, options));
		},
	};
}

/** What is counted: a table for people, an object a line, one array, or comma-separated values. */
type Report = {
	readonly add: (entry: Entry) => void;
	readonly table: () => string;
	/** Why there is nothing to tell, which a table says itself. */
	readonly nothing: () => string | undefined;
	readonly records: () => ReadonlyArray<Readonly<Record<string, unknown>>>;
};

function isTable({format}: Pick<Options, 'format'>): boolean {
	return format === 'text' || format === 'pretty' || format === 'raw';
}

/** Values are what a server wrote: on a terminal none of them drives it. */
function write(
	report: Report,
	{format, isOnTerminal = false}: Pick<Options, 'format' | 'isOnTerminal'>,
): string {
	const json = (text: string) => (isOnTerminal ? terminalJson(text) : text);
	const cell = (text: string) =>
		isOnTerminal ? sanitizeLines(text, {hasColors: false}).join('\n') : text;
	switch (format) {
		case 'ndjson': {
			return report
				.records()
				.map((record) => json(`${JSON.stringify(record)}\n`))
				.join('');
		}

		case 'json': {
			return json(`${JSON.stringify(report.records(), undefined, 2)}\n`);
		}

		case 'csv': {
			const records = report.records();
			const [first] = records;
			if (first === undefined) {
				return '';
			}

			return [
				Object.keys(first),
				...records.map((record) => Object.values(record)),
			]
				.map(
					(values) =>
						`${values.map((value) => csvCell(value, cell)).join(',')}\n`,
				)
				.join('');
		}

		case 'text':
		case 'pretty':
		case 'raw': {
			return report.table();
		}
	}
}

function csvCell(value: unknown, cell: (text: string) => string): string {
	const text =
		typeof value === 'number' || typeof value === 'string'
			? cell(String(value))
			: '';
	return value === '' || /[",\r\n]|^\s|\s$/v.test(text)
		? `"${text.replaceAll('"', '""')}"`
		: text;
}

function createReport(
	options: Options & Printed & {readonly summary: Summary},
): Report {
	const {summary} = options;
	return summary.kind === 'count'
		? countReport(summary, options)
		: valueReport(summary, options);
}

function countReport(
	{by, width}: Extract<Summary, {readonly kind: 'count'}>,
	options: Options & Printed,
): Report {
	const tally = new GroupTally();
	const {offsetAt} = createTimestamps(options.timeZone);
	const spans = width === undefined ? undefined : createSpans(width, offsetAt);
	const finds = by.map((name) => createGroupLookup(name, options.deployment));
	return {
		add(entry) {
			tally.add(
				spans?.startOf(entry.time),
				finds.map((find) => find(entry)),
			);
		},
		table: () => countTable(tally, {by, width}, options.timeZone),
		nothing: () => (tally.count === 0 ? nothingCounted : undefined),
		records: () =>
			tally.cells().map(({time, names, count}) => ({
				...(time !== undefined && {time: formatTime(time)}),
				...Object.fromEntries(
					by.map((name, index) => [
						name,
						typeof names[index] === 'string' ? names[index] : null,
					]),
				),
				count,
			})),
	};
}

/** The group of an entry by a field. */
function createGroupLookup(
	name: string,
	deployment: string | undefined,
): (entry: Entry) => GroupName {
	const find = createFieldLookup(name, deployment);
	return (entry) => {
		const text = find(entry)?.text;
		return text === undefined
			? noName
			: name === 'level'
				? plainLevel(text)
				: text;
	};
}

function valueReport(
	{kind, field}: Extract<Summary, {readonly kind: 'top' | 'stats'}>,
	options: Options & Printed,
): Report {
	const tally = new ValueTally();
	const find = createFieldLookup(field, options.deployment);
	let entryCount = 0;
	const isTop = kind === 'top';
	return {
		add(entry) {
			entryCount++;
			const value = find(entry);
			if (value !== undefined) {
				tally.add(value.text, value.kind, value.number);
			}
		},
		nothing: () =>
			isTop
				? tally.count === 0
					? without(field, entryCount)
					: undefined
				: whyNoNumbers(tally, {field, entryCount}),
		table: () =>
			isTop
				? topTable(tally, {field, entryCount})
				: statsTable(tally, {field, entryCount}),
		records: () =>
			isTop
				? tally.top(Number.POSITIVE_INFINITY).map(({value, count}) => ({
						[field]: value,
						count,
						share: share(count, tally.count),
					}))
				: [statsRecord(tally, field, entryCount)],
	};
}

function statsRecord(
	{numbers, numberKind: measure}: ValueTally,
	field: string,
	entryCount: number,
): Readonly<Record<string, unknown>> {
	const isEmpty = numbers.count === 0;
	return {
		field,
		unit: measure === 'duration' ? 'ms' : measure === 'size' ? 'bytes' : null,
		entries: entryCount,
		count: numbers.count,
		min: isEmpty ? null : numbers.least,
		mean: isEmpty ? null : numbers.mean,
		p50: numbers.at(0.5) ?? null,
		p95: numbers.at(0.95) ?? null,
		p99: numbers.at(0.99) ?? null,
		max: isEmpty ? null : numbers.most,
	};
}

function share(count: number, total: number): number {
	return Number((count / Math.max(1, total)).toFixed(4));
}
