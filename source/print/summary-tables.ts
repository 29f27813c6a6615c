import {type Options} from '../config/options.ts';
import {type Micros} from '../log/entry.ts';
import {
	type GroupName,
	type GroupTally,
	measureWords,
	noName,
	type ValueTally,
} from '../log/tally.ts';
import {cut, fit} from '../text/cut.ts';
import {sanitize} from '../text/sanitize.ts';
import {createStamps} from '../text/timestamp.ts';
import {width as widthOf} from '../text/width.ts';

/** A row a span of time, with a column a group; or a row a group. */
export function countTable(
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

export const nothingCounted = 'No entry is of it.';
const barWidth = 30;
/** Values beyond that are for programs. */
const mostInTable = 20;
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
export function topTable(
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

export function statsTable(
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

export function whyNoNumbers(
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

export function without(field: string, entryCount: number): string {
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
