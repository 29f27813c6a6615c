import {type Micros} from '../../log/entry.ts';
import {type State} from '../../store/state.ts';
import {fit} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {filterKeys} from '../app-logs/filter-keys.ts';
import {
	type Binding,
	type Command,
	inMode,
	list,
	type ModeOf,
	say,
} from '../keys/binding.ts';
import {stepKeys} from '../keys/step-keys.ts';
import {type Face, faceRow} from '../look/line.ts';
import {levelRole} from '../look/level-letter.ts';
import {shownSetting, type Setting} from '../look/setting.ts';
import {
	count,
	filterWords,
	refinementsWords,
	safe,
	shortRegion,
} from '../look/words.ts';
import {
	type Snapshot,
	type ListOfView,
	type Title,
	type View,
} from '../view/view.ts';
import {hasTooManyRows, widthBeside} from '../keys/open-counts.ts';
import {
	type CountRow,
	type CountsTable,
	countsTable,
	createTable,
} from './counts-table.ts';
import {filterByValue} from './filter-by-value.ts';
import {countAllKey, stopCountingKey} from './range-keys.ts';
import {rangeWordsOf, spanWords} from './range-words.ts';

type Counts = ModeOf<'counts'>;

const noValue = '–';
const others = 'others';
const widestColumn = 16;
const leastBar = 8;
const filteringKeys = new Set('e w i a E W I D x < >'.split(' '));

const keys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'go to the first entry of the row',
		group: 'Counts',
		hint: {words: 'go there', rank: 0},
		run: inMode('counts', (mode, state) => {
			const row = selectedRow(createTable(state), mode);
			return row === undefined
				? say('There is no row here.')
				: [list, ...goTo(state, row.time)];
		}),
	},
	{
		keys: ['tab', 'shift+tab'],
		help: 'by level, by region, by the fields in columns',
		group: 'Counts',
		hint: {words: 'by', rank: 0},
		run: inMode('counts', (mode, {screen}) => {
			const choices = ['level', 'region', ...screen.fields];
			const by = choices[(choices.indexOf(mode.by) + 1) % choices.length];
			return by === undefined ? [] : [turn({...mode, by, column: 0})];
		}),
	},
	{
		keys: ['.'],
		help: 'by another field',
		group: 'Counts',
		hint: {words: 'field', rank: 1},
		run: () => [
			{
				kind: 'mode',
				mode: {
					kind: 'fields',
					purpose: 'count',
					value: '',
					chosen: [],
					index: 0,
				},
			},
		],
	},
	{
		keys: ['['],
		help: 'shorter spans of time',
		group: 'Counts',
		hint: {words: 'span', keys: '[ ]', rank: 1},
		run: inMode('counts', (mode, state) => {
			const width = widthBeside(mode.width, -1);
			return hasTooManyRows(state, width)
				? say('Shorter spans would be too many rows: t chooses less time.')
				: [turn({...mode, width})];
		}),
	},
	{
		keys: [']'],
		help: 'longer spans of time',
		group: 'Counts',
		run: inMode('counts', (mode) => [
			turn({...mode, width: widthBeside(mode.width, 1)}),
		]),
	},
	{
		keys: ['left', 'h'],
		help: 'the column before',
		group: 'Counts',
		run: inMode('counts', (mode, state) => stepColumn(mode, state, -1)),
	},
	{
		keys: ['right', 'l'],
		help: 'the next column',
		group: 'Counts',
		hint: {words: 'column', keys: '← →', rank: 3},
		run: inMode('counts', (mode, state) => stepColumn(mode, state, 1)),
	},
	{
		keys: ['+'],
		help: 'show only what is of the selected column',
		group: 'Counts',
		hint: {words: 'filter by it, hide it', keys: '+ -', rank: 2},
		run: inMode('counts', (mode, state) => filterByColumn(mode, state, 'keep')),
	},
	{
		keys: ['-'],
		help: 'hide what is of the selected column',
		group: 'Counts',
		run: inMode('counts', (mode, state) => filterByColumn(mode, state, 'hide')),
	},
	{
		keys: ['#'],
		help: 'the most frequent values, with share and percentiles',
		group: 'Counts',
		hint: {words: 'top values', rank: 1},
		run: inMode('counts', (mode) => [
			{
				kind: 'mode',
				mode: {kind: 'top', field: mode.by, index: 0, under: mode},
			},
		]),
	},
	countAllKey,
	stopCountingKey,
	{
		keys: ['escape', 'q'],
		help: 'close the counts',
		group: 'Counts',
		hint: {words: 'close', keys: 'esc', rank: 0},
		run: () => [list],
	},
];

/** Entries over time, by the values of a field. */
export const countsView: View = {
	place: 'cover',
	isDeep: true,
	where: 'in the counts',
	keys,
	otherKeys: [
		...stepKeys(
			{
				step: (state, by) => step(state, by),
				page: (state, pages, height) => step(state, pages * (height - 2)),
			},
			{
				first: 'the first row',
				last: 'the newest row',
				hint: {words: 'move', rank: 3},
			},
		),
		...filterKeys.filter((binding) =>
			binding.keys.every((key) => filteringKeys.has(key)),
		),
	],
	title: countsTitle,
	list: {
		createRows: createCountsRows,
		changesWith: 'snapshots',
		scroll: step,
	},
};

function turn(mode: Counts): Command {
	return {kind: 'mode', mode};
}

/** The range of the query stays, if it has one with that time. */
function goTo({logs: {query}}: State, time: Micros): readonly Command[] {
	const {since = Number.NEGATIVE_INFINITY} = query.range;
	return [
		{kind: 'focus', focus: 'logs'},
		{kind: 'go', selection: {kind: 'instant', time: Math.max(time, since)}},
	];
}

function selectedIndex({rows}: CountsTable, {at, width}: Counts): number {
	if (at === undefined) {
		return rows.length - 1;
	}

	const found = rows.findLastIndex(({time}) => time <= at);
	return found === -1 || width === 0 ? 0 : found;
}

function selectedRow(table: CountsTable, mode: Counts): CountRow | undefined {
	return table.rows[selectedIndex(table, mode)];
}

function step(state: State, by: number): readonly Command[] {
	const {mode} = state.screen;
	if (mode.kind !== 'counts') {
		return [];
	}

	const table = createTable(state);
	const last = table.rows.length - 1;
	const index = Math.max(0, Math.min(selectedIndex(table, mode) + by, last));
	const {at: _, ...rest} = mode;
	const time = table.rows[index]?.time;
	return [
		turn(index === last || time === undefined ? rest : {...rest, at: time}),
	];
}

function stepColumn(mode: Counts, state: State, by: number): Command[] {
	const {columns} = createTable(state);
	const column = Math.max(0, Math.min(mode.column + by, columns.length - 1));
	return [turn({...mode, column})];
}

function filterByColumn(
	mode: Counts,
	state: State,
	effect: 'keep' | 'hide',
): readonly Command[] {
	const {columns} = createTable(state);
	const value = columns[mode.column];
	return value === undefined
		? say('These are several values: . or # tells them apart.')
		: filterByValue(state, {name: mode.by, value}, effect);
}

function countsTitle(snapshot: Snapshot, setting: Setting): Title {
	const {state} = snapshot;
	const {mode} = state.screen;
	if (mode.kind !== 'counts') {
		return {left: ''};
	}

	const table = countsTable(snapshot);
	const {theme} = setting;
	const {query} = state.logs;
	return {
		left: [
			theme.paint('focused', 'Counts'),
			`by ${safe(mode.by)}`,
			`a row ${spanWords(mode.width)}`,
			filterWords(query.filter),
			refinementsWords(query),
		]
			.filter(Boolean)
			.join(' · '),
		right: rangeWordsOf(table, state, shownSetting(setting, state)),
	};
}

function face(table: CountsTable): Face {
	return {
		role: table.range?.status === 'failed' ? 'bad' : 'text',
		lines: table.isCounting
			? ['Counting …']
			: [
					table.range?.failure?.message ?? 'No entry that is loaded matches.',
					'c counts all of the query’s time; x clears the filter.',
				],
	};
}

/** Heading, rows, sums. */
function createCountsRows({
	snapshot: getSnapshot,
	setting,
}: Parameters<ListOfView['createRows']>[0]): ReturnType<
	ListOfView['createRows']
> {
	let first = 0;
	let times: readonly Micros[] = [];
	return {
		row(index, width, height) {
			const snapshot = getSnapshot();
			const {state} = snapshot;
			const {mode} = state.screen;
			if (mode.kind !== 'counts') {
				return '';
			}

			const table = countsTable(snapshot);
			if (table.rows.length === 0) {
				return faceRow(face(table), index, {width, height}, setting.theme);
			}

			const look = lookOf(table, mode, shownSetting(setting, state), width);
			const room = Math.max(1, height - 2);
			const selected = selectedIndex(table, mode);
			const top = Math.max(
				0,
				Math.min(selected - Math.floor(room / 2), table.rows.length - room),
			);
			if (index === 0) {
				first = top;
				times = table.rows.slice(top, top + room).map(({time}) => time);
				return headingRow(mode, look);
			}

			const row = table.rows[top + index - 1];
			if (index === height - 1 || row === undefined) {
				return index === Math.min(height - 1, table.rows.length + 1)
					? sumRow(table, look)
					: '';
			}

			return index <= room
				? countRow(row, top + index - 1 === selected, {table, mode, look})
				: '';
		},
		click(index) {
			const {state} = getSnapshot();
			const {mode} = state.screen;
			return mode.kind === 'counts' && times[index - 1] !== undefined
				? step(
						state,
						first + index - 1 - selectedIndex(createTable(state), mode),
					)
				: [];
		},
	};
}

type Look = {
	readonly setting: Setting;
	readonly width: number;
	readonly time: (time: Micros) => string;
	readonly timeWidth: number;
	readonly names: readonly string[];
	readonly cells: readonly number[];
	readonly sumWidth: number;
	readonly barWidth: number;
};

function lookOf(
	table: CountsTable,
	mode: Counts,
	setting: Setting,
	width: number,
): Look {
	const {timestamps} = setting;
	const first = table.rows[0]?.time ?? 0;
	const last = table.rows.at(-1)?.time ?? 0;
	const hasDate =
		timestamps.date(first) !== timestamps.date(last) ||
		mode.width >= 86_400_000_000;
	const time = (at: Micros) =>
		hasDate ? timestamps.dateTime(at) : timestamps.time(at);
	const names = table.columns.map((name) =>
		name === undefined
			? others
			: name === ''
				? noValue
				: mode.by === 'region'
					? shortRegion(name)
					: safe(name),
	);
	const cells = names.map((name, index) =>
		Math.min(
			widestColumn,
			Math.max(widthOf(name), count(table.sums[index] ?? 0).length),
		),
	);
	const sumWidth = Math.max(3, count(table.sum).length);
	const timeWidth = time(first).length;
	let used = 2 + timeWidth + sumWidth + 2;
	for (const cell of cells) {
		used += cell + 2;
	}

	return {
		setting,
		width,
		time,
		timeWidth,
		names,
		cells,
		sumWidth,
		barWidth: Math.max(leastBar, width - used - 3),
	};
}

function headingRow(mode: Counts, look: Look): string {
	const {theme} = look.setting;
	return fit(
		[
			theme.paint('quiet', `  ${fit('from', look.timeWidth)}`),
			...look.names.map((name, index) =>
				theme.paint(
					index === mode.column ? 'focused' : 'quiet',
					fit(name, look.cells[index] ?? 0, {align: 'right', ellipsis: '…'}),
				),
			),
			theme.paint('quiet', fit('sum', look.sumWidth, {align: 'right'})),
		].join('  '),
		look.width,
		{ellipsis: '…'},
	);
}

function countRow(
	{time, counts, sum, isWhole}: CountRow,
	isSelected: boolean,
	{
		table,
		mode,
		look,
	}: {
		readonly table: CountsTable;
		readonly mode: Counts;
		readonly look: Look;
	},
): string {
	const {theme} = look.setting;
	return fit(
		[
			`${isSelected ? theme.paint('selected', '▌') : ' '}${isWhole ? ' ' : theme.paint('busy', '~')}${theme.paint('quiet', look.time(time))}`,
			...counts.map((value, index) => {
				const words = fit(
					value === 0 ? '·' : count(value),
					look.cells[index] ?? 0,
					{align: 'right'},
				);
				const role =
					value === 0
						? 'quiet'
						: mode.by === 'level'
							? levelRole(table.columns[index] ?? '')
							: 'text';
				return theme.paint(role, words);
			}),
			fit(count(sum), look.sumWidth, {align: 'right'}),
			bar(sum, table.most, look.barWidth),
		].join('  '),
		look.width,
		{ellipsis: '…'},
	);
}

function sumRow(table: CountsTable, look: Look): string {
	const {theme} = look.setting;
	return theme.paint(
		'strong',
		fit(
			[
				`  ${fit('sum', look.timeWidth)}`,
				...table.sums.map((sum, index) =>
					fit(count(sum), look.cells[index] ?? 0, {align: 'right'}),
				),
				fit(count(table.sum), look.sumWidth, {align: 'right'}),
			].join('  '),
			look.width,
			{ellipsis: '…'},
		),
	);
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** In eighths of a cell. */
export function bar(value: number, most: number, width: number): string {
	const parts = Math.round((value / Math.max(1, most)) * width * 8);
	return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '');
}
