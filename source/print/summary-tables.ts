import {type Options} from '../config/options.ts';
import {type GroupTally, measureWords, type ValueTally} from '../log/tally.ts';
import {type Micros} from '../log/entry.ts';
import {cut, fit} from '../text/cut.ts';
import {sanitize} from '../text/sanitize.ts';
import {width as widthOf} from '../text/width.ts';
import {createStamps} from '../text/timestamp.ts';

/** A row a span of time, with a column a group; or a row a group. */
export function countTable(
	tally: GroupTally,
	{
		by,
		width,
	}: {readonly by: readonly string[]; readonly width?: Micros | undefined},
	{timeZone}: Pick<Options, 'timeZone'>,
): string {
	if (tally.count === 0) {
		return 'No entry is of it.\n';
	}

	const cells = tally.cells();
	const lost =
		tally.lostCount === 0
			? ''
			: `${number(tally.lostCount)} more are of further groups, too many to be told apart.\n`;
	if (width === undefined || by.length > 1) {
		const stampOf = createStamps(timeZone);
		const most = Math.max(...cells.map(({count}) => count));
		return (
			table(
				[...(width === undefined ? [] : ['time']), ...by, 'count', ''],
				cells.map(({time, names, count}) => [
					...(time === undefined ? [] : [stampOf(time)]),
					...names.map((name) => name || noValue),
					number(count),
					bar(count, most),
				]),
			) + lost
		);
	}

	return pivotTable(cells, createStamps(timeZone)) + lost;
}

const barWidth = 30;
const mostGroups = 8;
const widest = 60;
const noValue = '–';

function pivotTable(
	cells: ReturnType<GroupTally['cells']>,
	stampOf: (time: Micros) => string,
): string {
	const totals = new Map<string, number>();
	const rows = new Map<Micros, Map<string, number>>();
	for (const {time = 0, names, count} of cells) {
		const name = names[0] ?? '';
		totals.set(name, (totals.get(name) ?? 0) + count);
		const row = rows.get(time) ?? new Map<string, number>();
		row.set(name, (row.get(name) ?? 0) + count);
		rows.set(time, row);
	}

	const all = [...totals]
		.toSorted(([, a], [, b]) => b - a)
		.map(([name]) => name);
	const shown = all.slice(0, mostGroups);
	const hasGroups = all.length > 1 || all[0] !== '';
	const hasOthers = all.length > shown.length;
	const sumOf = (counts: ReadonlyMap<string, number>) => {
		let sum = 0;
		for (const count of counts.values()) {
			sum += count;
		}

		return sum;
	};

	const sums = [...rows.values()].map((row) => sumOf(row));
	const most = Math.max(...sums);
	const line = (head: string, counts: ReadonlyMap<string, number>) => {
		const sum = sumOf(counts);
		const values = shown.map((name) => counts.get(name) ?? 0);
		let others = sum;
		for (const value of values) {
			others -= value;
		}

		return [
			head,
			...(hasGroups ? values.map((value) => number(value)) : []),
			...(hasOthers ? [number(others)] : []),
			number(sum),
		];
	};

	return table(
		[
			'time',
			...(hasGroups ? shown.map((name) => name || noValue) : []),
			...(hasOthers ? ['others'] : []),
			'sum',
			'',
		],
		[
			...[...rows].map(([time, counts]) => [
				...line(stampOf(time), counts),
				bar(sumOf(counts), most),
			]),
			[...line('sum', totals), ''],
		],
	);
}

/** The most frequent values, with their share of the entries that have the field. */
export function topTable(
	tally: ValueTally,
	{
		field,
		entryCount,
		most,
	}: {
		readonly field: string;
		readonly entryCount: number;
		readonly most: number;
	},
	_options: Options,
): string {
	const top = tally.top(most);
	const [first] = top;
	if (first === undefined) {
		return without(field, entryCount);
	}

	const further = tally.values.size - top.length;
	return (
		table(
			[field, 'count', 'share', ''],
			top.map(({value, count}) => [
				value,
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
	_options: Options,
): string {
	const {numbers, measure = 'number'} = tally;
	if (numbers.count === 0) {
		return tally.count === 0
			? without(field, entryCount)
			: `${safe(field)} of ${number(tally.count)} entries is no number. --top ${safe(field)} tells its values.\n`;
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
		`${number(numbers.count)} of ${number(entryCount)} entries have a number there.\n`
	);
}

function without(field: string, entryCount: number): string {
	return `None of ${number(entryCount)} entries has ${safe(field)}.\n`;
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
		Math.max(...all.map((row) => widthOf(row[index] ?? ''))),
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
