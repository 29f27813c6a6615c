import {type Micros} from '../../log/entry.ts';
import {noName, otherNames} from '../../log/tally.ts';
import {type State} from '../../store/state.ts';
import {narrowingKeys} from '../app-logs/filter-keys.ts';
import {
	type Binding,
	type Command,
	inMode,
	list,
	type ModeOf,
	say,
	inGroup,
} from '../keys/binding.ts';
import {stepKeys, hasTooManyRows, widthBeside} from '../keys/shared-keys.ts';
import {shownSetting, type Setting} from '../look/setting.ts';
import {queryWords, safe} from '../look/words.ts';
import {type Snapshot, type Title, type View} from '../view/view.ts';
import {
	type CountRow,
	type CountsTable,
	countsTable,
	createTable,
	filterByValue,
} from './counts-table.ts';
import {createCountsRows, selectedIndex, step} from './counts-rows.ts';
import {
	countAllKey,
	stopCountingKey,
	rangeWordsOf,
	spanWords,
} from './count-all.ts';

/** Keys of the table that counts entries over time, by the values of a field. */
const keys: readonly Binding[] = inGroup('Counts', [
	{
		keys: ['enter'],
		help: 'go to the first entry of the row',
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
		run: inMode('counts', (mode) => [
			turn({...mode, width: widthBeside(mode.width, 1)}),
		]),
	},
	{
		keys: ['left', 'h'],
		help: 'the column before',
		run: inMode('counts', (mode, state) => stepColumn(mode, state, -1)),
	},
	{
		keys: ['right', 'l'],
		help: 'the next column',
		hint: {words: 'column', keys: '← →', rank: 3},
		run: inMode('counts', (mode, state) => stepColumn(mode, state, 1)),
	},
	{
		keys: ['+'],
		help: 'show only what is of the selected column',
		hint: {words: 'filter by it, hide it', keys: '+ -', rank: 2},
		run: inMode('counts', (mode, state) => filterByColumn(mode, state, 'keep')),
	},
	{
		keys: ['-'],
		help: 'hide what is of the selected column',
		run: inMode('counts', (mode, state) => filterByColumn(mode, state, 'hide')),
	},
	{
		keys: ['#'],
		help: 'the most frequent values, with share and percentiles',
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
		hint: {words: 'close', keys: 'esc', rank: 0},
		run: () => [list],
	},
]);

type Counts = ModeOf<'counts'>;

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
		...narrowingKeys,
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

function selectedRow(table: CountsTable, mode: Counts): CountRow | undefined {
	return table.rows[selectedIndex(table, mode)];
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
	return value === undefined || value === otherNames
		? say('These are several values: . or # tells them apart.')
		: filterByValue(
				state,
				{name: mode.by, value: value === noName ? undefined : value},
				effect,
			);
}

function countsTitle(snapshot: Snapshot, setting: Setting): Title {
	const {state} = snapshot;
	const {mode} = state.screen;
	if (mode.kind !== 'counts') {
		return {left: ''};
	}

	const table = countsTable(snapshot);
	const {theme} = setting;
	return {
		left: [
			theme.paint('focused', 'Counts'),
			`by ${safe(mode.by)}`,
			`a row ${spanWords(mode.width)}`,
			queryWords(state.logs.query),
		]
			.filter(Boolean)
			.join(' · '),
		right: rangeWordsOf(table, state, shownSetting(setting, state)),
	};
}
