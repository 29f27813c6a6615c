import {Buffer} from 'node:buffer';
import {type Options} from '../config/options.ts';
import {type Summary} from '../config/output-flags.ts';
import {GroupTally, ValueTally} from '../log/tally.ts';
import {type Entry, type Micros} from '../log/entry.ts';
import {createFieldLookup} from '../log/fields/entry-field.ts';
import {plainLevel} from '../log/level.ts';
import {formatTime} from '../log/wall-time.ts';
import {type Printed} from './line.ts';
import {type LineFormat} from './format-lines.ts';
import {countTable, statsTable, topTable} from './summary-tables.ts';

/** Counts what comes, and prints nothing but the sum. */
export function createSummaryFormat(
	options: Options & Printed & {readonly summary: Summary},
): LineFormat {
	const report = createReport(options);
	return {
		batch(lines) {
			for (const line of lines) {
				report.add(line.read());
			}

			return [];
		},
		end: () => Buffer.from(write(report, options.format)),
	};
}

/** Values beyond that are for programs. */
const mostInTable = 20;

/** What is counted: a table for people, an object a line, one array, or comma-separated values. */
type Report = {
	readonly add: (entry: Entry) => void;
	readonly table: () => string;
	readonly records: () => ReadonlyArray<Readonly<Record<string, unknown>>>;
};

function write(report: Report, format: Options['format']): string {
	switch (format) {
		case 'ndjson': {
			return report
				.records()
				.map((record) => `${JSON.stringify(record)}\n`)
				.join('');
		}

		case 'json': {
			return `${JSON.stringify(report.records(), undefined, 2)}\n`;
		}

		case 'csv': {
			const records = report.records();
			const names = Object.keys(records[0] ?? {});
			return [names, ...records.map((record) => Object.values(record))]
				.map((values) => `${values.map((value) => csvCell(value)).join(',')}\n`)
				.join('');
		}

		case 'text':
		case 'pretty':
		case 'raw': {
			return report.table();
		}
	}
}

function csvCell(value: unknown): string {
	const text =
		typeof value === 'number' || typeof value === 'string' ? String(value) : '';
	return /[",\r\n]|^\s|\s$/v.test(text)
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
	const finds = by.map((name) => createGroupLookup(name, options.deployment));
	return {
		add(entry) {
			tally.add(
				width === undefined ? undefined : spanStart(entry.time, width),
				finds.map((find) => find(entry)),
			);
		},
		table: () => countTable(tally, {by, width}, options),
		records: () =>
			tally.cells().map(({time, names, count}) => ({
				...(time !== undefined && {time: formatTime(time)}),
				...Object.fromEntries(by.map((name, index) => [name, names[index]])),
				count,
			})),
	};
}

/** Spans begin at round times in UTC. */
function spanStart(time: Micros, width: Micros): Micros {
	return Math.floor(time / width) * width;
}

/** The group of an entry by a field; what does not have it is in one of its own, without a name. */
function createGroupLookup(
	name: string,
	deployment: string | undefined,
): (entry: Entry) => string {
	const find = createFieldLookup(name, deployment);
	return (entry) => {
		const text = find(entry)?.text ?? '';
		return name === 'level' ? plainLevel(text) : text;
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
		table: () =>
			isTop
				? topTable(tally, {field, entryCount, most: mostInTable}, options)
				: statsTable(tally, {field, entryCount}, options),
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
	{numbers, measure = 'number'}: ValueTally,
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
