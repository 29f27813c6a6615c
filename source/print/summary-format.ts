import {Buffer} from 'node:buffer';
import {type Options} from '../config/options.ts';
import {type Summary} from '../config/output-flags.ts';
import {
	type GroupName,
	GroupTally,
	measureWords,
	noName,
	ValueTally,
} from '../log/tally.ts';
import {type Entry, type Micros} from '../log/entry.ts';
import {createSpans} from '../log/spans.ts';
import {createFieldLookup} from '../log/fields/entry-field.ts';
import {plainLevel} from '../log/level.ts';
import {formatTime} from '../log/wall-time.ts';
import {cut, fit} from '../text/cut.ts';
import {sanitize, sanitizeLines} from '../text/sanitize.ts';
import {width as widthOf} from '../text/width.ts';
import {createStamps, createTimestamps} from '../text/timestamp.ts';
import {type Printed} from './line.ts';
import {type LineFormat, terminalJson} from './format-lines.ts';

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

/** Values beyond that are for programs. */
const mostInTable = 20;

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

/** A row a span of time, with a column a group; or a row a group. */
function countTable(
	tally: GroupTally,
	{
		by,
		width,
	}: {readonly by: readonly string[]; readonly width?: Micros | undefined},
	timeZone: Options['timeZone'],
): string {
	if (tally.count === 0) {
		return `${nothingCounted}\n`;
	}

	const stampOf = createStamps(timeZone);
	return (
		(width === undefined || by.length > 1
			? groupTable(tally, {by, hasTime: width !== undefined}, stampOf)
			: pivotTable(tally, by.length > 0, stampOf)) +
		(tally.lostCount === 0
			? ''
			: `${number(tally.lostCount)} more are of further groups, too many to be told apart.\n`)
	);
}

const nothingCounted = 'No entry is of it.';
const barWidth = 30;
const mostGroups = 8;
const widest = 60;

function groupTable(
	tally: GroupTally,
	{by, hasTime}: {readonly by: readonly string[]; readonly hasTime: boolean},
	stampOf: (time: Micros) => string,
): string {
	const cells = tally.cells();
	const most = largest(cells.map(({count}) => count));
	return table(
		[...(hasTime ? ['time'] : []), ...by, 'count', ''],
		cells.map(({time, names, count}) => [
			...(time === undefined ? [] : [stampOf(time)]),
			...names.map((name) => groupWords(name)),
			number(count),
			bar(count, most),
		]),
	);
}

function pivotTable(
	tally: GroupTally,
	hasGroups: boolean,
	stampOf: (time: Micros) => string,
): string {
	const totals = new Map<GroupName, number>();
	const rows = [...tally.rows()]
		.map(([time = 0, cells]) => {
			const counts = new Map<GroupName, number>();
			for (const {names, count} of cells) {
				const name = names[0] ?? noName;
				counts.set(name, count);
				totals.set(name, (totals.get(name) ?? 0) + count);
			}

			return {time, counts};
		})
		.toSorted((a, b) => a.time - b.time);
	const all = [...totals]
		.toSorted(([, a], [, b]) => b - a)
		.map(([name]) => name);
	const shown = hasGroups ? all.slice(0, mostGroups) : [];
	const hasOthers = hasGroups && all.length > shown.length;
	const line = (head: string, counts: ReadonlyMap<GroupName, number>) => {
		const values = shown.map((name) => counts.get(name) ?? 0);
		const sum = sumOf(counts.values());
		return [
			head,
			...values.map((value) => number(value)),
			...(hasOthers ? [number(sum - sumOf(values))] : []),
			number(sum),
		];
	};

	const most = largest(rows.map(({counts}) => sumOf(counts.values())));
	return table(
		[
			'time',
			...shown.map((name) => groupWords(name)),
			...(hasOthers ? ['others'] : []),
			'sum',
			'',
		],
		[
			...rows.map(({time, counts}) => [
				...line(stampOf(time), counts),
				bar(sumOf(counts.values()), most),
			]),
			[...line('sum', totals), ''],
		],
	);
}

/** What has no value is not what has an empty one. */
function groupWords(name: GroupName): string {
	return typeof name === 'string' ? name || '""' : '–';
}

/** The most frequent values, with their share of the entries that have the field. */
function topTable(
	tally: ValueTally,
	{field, entryCount}: {readonly field: string; readonly entryCount: number},
): string {
	const top = tally.top(mostInTable);
	const [first] = top;
	if (first === undefined) {
		return `${without(field, entryCount)}\n`;
	}

	const further = tally.values.size - top.length;
	return (
		table(
			[field, 'count', 'share', ''],
			top.map(({value, count}) => [
				value || '""',
				number(count),
				`${((count / tally.count) * 100).toFixed(1)} %`,
				bar(count, first.count),
			]),
		) +
		(further > 0
			? `${number(further)} further values; in a pipe all are printed.\n`
			: '') +
		`${number(tally.count)} of ${number(entryCount)} entries have ${safe(field)}.\n`
	);
}

function statsTable(
	tally: ValueTally,
	{field, entryCount}: {readonly field: string; readonly entryCount: number},
): string {
	const {numbers, otherNumberCount, numberKind: measure} = tally;
	const nothing = whyNoNumbers(tally, {field, entryCount});
	if (nothing !== undefined) {
		return `${nothing}\n`;
	}

	const words = (value: number | undefined) =>
		measureWords(value ?? 0, measure);
	return (
		table(
			['', safe(field)],
			[
				['min', words(numbers.least)],
				['mean', words(numbers.mean)],
				['p50', words(numbers.at(0.5))],
				['p95', words(numbers.at(0.95))],
				['p99', words(numbers.at(0.99))],
				['max', words(numbers.most)],
			],
		) +
		`${number(numbers.count)} of ${number(entryCount)} entries have a number there.${otherNumberCount === 0 ? '' : ` ${number(otherNumberCount)} more count something else, and are left out.`}\n`
	);
}

function whyNoNumbers(
	{count, numbers}: ValueTally,
	{field, entryCount}: {readonly field: string; readonly entryCount: number},
): string | undefined {
	if (numbers.count > 0) {
		return undefined;
	}

	return count === 0
		? without(field, entryCount)
		: `${safe(field)} of ${number(count)} entries is no number. --top ${safe(field)} tells its values.`;
}

function without(field: string, entryCount: number): string {
	return `None of ${number(entryCount)} entries has ${safe(field)}.`;
}

function safe(text: string): string {
	return cut(
		sanitize(text.replaceAll(/\s+/gv, ' '), {hasColors: false}),
		widest,
		{ellipsis: '…'},
	);
}

function number(value: number): string {
	return value.toLocaleString('en');
}

function sumOf(counts: Iterable<number>): number {
	let sum = 0;
	for (const count of counts) {
		sum += count;
	}

	return sum;
}

/** There may be more of them than a call takes arguments. */
function largest(numbers: readonly number[]): number {
	let most = 0;
	for (const one of numbers) {
		most = Math.max(most, one);
	}

	return most;
}

function bar(value: number, most: number): string {
	return '█'.repeat(Math.round((value / Math.max(1, most)) * barWidth));
}

/** Numbers stand at the right. */
function table(
	heading: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
): string {
	const all = [heading, ...rows].map((row) => row.map((cell) => safe(cell)));
	const widths = heading.map((_, index) =>
		largest(all.map((row) => widthOf(row[index] ?? ''))),
	);
	const isNumber = heading.map((_, index) =>
		rows.every((row) =>
			/^[\d,.\s%–]*(?:ms|s|min|h|d|µs|[kMGT]?B)?$/v.test(row[index] ?? ''),
		),
	);
	return all
		.map(
			(row) =>
				`${row
					.map((cell, index) =>
						fit(cell, widths[index] ?? 0, {
							align: isNumber[index] === true ? 'right' : 'left',
						}),
					)
					.join('  ')
					.trimEnd()}\n`,
		)
		.join('');
}
