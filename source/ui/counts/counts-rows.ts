import {type Micros} from '../../log/entry.ts';
import {noName, otherNames} from '../../log/tally.ts';
import {type State} from '../../store/state.ts';
import {fit} from '../../text/cut.ts';
import {width as widthOf} from '../../text/width.ts';
import {type Command, type ModeOf} from '../keys/binding.ts';
import {type Face, faceRow, topAround} from '../look/line.ts';
import {levelRole} from '../look/message-cells.ts';
import {shownSetting, type Setting} from '../look/setting.ts';
import {nothingLoadedWords} from '../app-logs/list-words.ts';
import {count, queryWords, safe, shortRegion} from '../look/words.ts';
import {type ListOfView} from '../view/view.ts';
import {
	type CountRow,
	type CountsTable,
	countsTable,
	createTable,
} from './counts-table.ts';

/** Draws the table of counts: a heading, a row for each span of time, the sums. */
export function createCountsRows({
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
				return faceRow(
					face(table, state),
					index,
					{width, height},
					setting.theme,
				);
			}

			const look = lookOf(table, mode, shownSetting(setting, state), width);
			const room = Math.max(1, height - 2);
			const selected = selectedIndex(table, mode);
			const top = topAround(selected, table.rows.length, room);
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

type Counts = ModeOf<'counts'>;

/** An empty value is written `""`. */
const symbolWords = {[noName]: '–', [otherNames]: 'others'};
const widestColumn = 16;
const leastBar = 8;

function face(table: CountsTable, {logs}: State): Face {
	return {
		role: table.range?.status === 'failed' ? 'bad' : 'text',
		lines: table.isCounting
			? ['Counting …']
			: [
					table.range?.failure?.message ??
						(table.range === undefined
							? nothingLoadedWords(logs)
							: 'Nothing was found.'),
					`c counts all of the query’s time${queryWords(logs.query) === '' ? '' : '; x clears the filter'}.`,
				],
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
		typeof name === 'symbol'
			? symbolWords[name]
			: name === ''
				? '""'
				: mode.by === 'region'
					? shortRegion(name)
					: safe(name),
	);
	const sumWidth = Math.max(3, count(table.sum).length);
	const timeWidth = time(first).length;
	let used = 2 + timeWidth + sumWidth + 2;
	// All counts are to be seen: names are cut for them, and bars left out.
	const widest = Math.floor((width - used) / names.length) - 2;
	const cells = names.map((name, index) =>
		Math.max(
			count(table.sums[index] ?? 0).length,
			Math.min(widthOf(name), widestColumn, widest),
		),
	);
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
		barWidth: width - used - 3 < leastBar ? 0 : width - used - 3,
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
	{time, counts, sum, isWhole, missingUntil}: CountRow,
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
	const gutter = isSelected ? theme.paint('selected', '▌') : ' ';
	if (missingUntil !== undefined) {
		return fit(
			`${gutter} ${theme.paint('quiet', `${look.time(time)} to ${look.time(missingUntil)}`)}  ${theme.paint('busy', 'not loaded')}`,
			look.width,
			{ellipsis: '…'},
		);
	}

	return fit(
		[
			`${gutter}${isWhole ? ' ' : theme.paint('busy', '~')}${theme.paint('quiet', look.time(time))}`,
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
							? levelRole(String(table.columns[index]))
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

/** The newest row unless the reader has chosen one. */
export function selectedIndex(
	{rows}: CountsTable,
	{at, width}: Counts,
): number {
	if (at === undefined) {
		return rows.length - 1;
	}

	const found = rows.findLastIndex(({time}) => time <= at);
	return found === -1 || width === 0 ? 0 : found;
}

/** Chooses the row that stands so many rows below. */
export function step(state: State, by: number): readonly Command[] {
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
		{
			kind: 'mode',
			mode: index === last || time === undefined ? rest : {...rest, at: time},
		},
	];
}
