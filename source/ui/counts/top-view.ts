import {measureWords} from '../../log/counts/measure-words.ts';
import {type ValueTally} from '../../log/counts/value-tally.ts';
import {type Beside} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {fit} from '../../text/cut.ts';
import {
	type Binding,
	type Command,
	inMode,
	list,
	type ModeOf,
	say,
} from '../keys/binding.ts';
import {stepKeys} from '../keys/step-keys.ts';
import {faceRow} from '../look/line.ts';
import {shownSetting, type Setting} from '../look/setting.ts';
import {
	count,
	filterWords,
	inWordsOf,
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
import {largest} from './counts-table.ts';
import {bar} from './counts-rows.ts';
import {filterByValue} from './filter-by-value.ts';
import {besideAsks, countAllKey, stopCountingKey} from './range-keys.ts';
import {rangeWordsOf} from './range-words.ts';
import {
	createTopTable,
	type TopRow,
	type TopTable,
	topTable,
} from './top-table.ts';

type Top = ModeOf<'top'>;

const besides: ReadonlyArray<Beside | undefined> = [
	undefined,
	'hour',
	'day',
	'previous',
];

const keys: readonly Binding[] = [
	{
		keys: ['enter', '+'],
		help: 'show only what has the value',
		group: 'Top values',
		hint: {words: 'show these', keys: 'enter', rank: 0},
		run: inMode('top', (mode, state) => filterBy(mode, state, 'keep')),
	},
	{
		keys: ['-'],
		help: 'hide what has the value',
		group: 'Top values',
		hint: {words: 'hide', rank: 1},
		run: inMode('top', (mode, state) => filterBy(mode, state, 'hide')),
	},
	{
		keys: ['b'],
		name: 'beside',
		words: ['compare', 'before', 'yesterday', 'baseline'],
		help: 'beside the hour before, the same hour yesterday, the deployment before',
		group: 'Top values',
		hint: {words: 'beside', rank: 1},
		run: inMode('top', turnBeside),
	},
	stopCountingKey,
	{
		...countAllKey,
		group: 'Top values',
		isBound: ({screen: {mode}}) =>
			mode.kind === 'top' && mode.beside === undefined,
	},
	{
		keys: ['escape', 'q', '#'],
		help: 'back',
		group: 'Top values',
		hint: {words: 'back', keys: 'esc', rank: 0},
		run: inMode('top', ({under}) => [
			{kind: 'count-asked', asks: []},
			under === undefined ? list : {kind: 'mode', mode: under},
		]),
	},
];

/** The most frequent values of a field. */
export const topView: View = {
	place: 'cover',
	isDeep: true,
	where: 'in the top values',
	keys,
	otherKeys: stepKeys(
		{
			step,
			page: (state, pages, height) => step(state, pages * (height - 3)),
		},
		{
			first: 'the most frequent value',
			last: 'the rarest value that is told',
			hint: {words: 'move', rank: 3},
		},
	),
	title,
	list: {createRows, changesWith: 'snapshots', scroll: step},
};

/** Opens the top values of a field. */
export function openTop(field: string): Command[] {
	return [{kind: 'mode', mode: {kind: 'top', field, index: 0}}];
}

function step(state: State, by: number): readonly Command[] {
	const {mode} = state.screen;
	if (mode.kind !== 'top') {
		return [];
	}

	const last = createTopTable(state).rows.length - 1;
	return [
		{
			kind: 'mode',
			mode: {...mode, index: Math.max(0, Math.min(mode.index + by, last))},
		},
	];
}

function filterBy(
	mode: Top,
	state: State,
	effect: 'keep' | 'hide',
): readonly Command[] {
	const row = createTopTable(state).rows[mode.index];
	return row === undefined
		? say('There is no value here.')
		: [
				...(effect === 'keep' ? [list] : []),
				...filterByValue(state, {name: mode.field, value: row.value}, effect),
			];
}

function turnBeside(mode: Top, state: State): readonly Command[] {
	const next = besides[(besides.indexOf(mode.beside) + 1) % besides.length];
	const {beside: _, ...rest} = mode;
	return next === undefined
		? [
				{kind: 'mode', mode: rest},
				{kind: 'count-asked', asks: []},
			]
		: [
				{kind: 'mode', mode: {...rest, index: 0, beside: next}},
				{kind: 'count-asked', asks: besideAsks(state, mode.field, next)},
			];
}

const besideWords: Readonly<Record<Beside, string>> = {
	hour: 'the hour before',
	day: 'the same time yesterday',
	previous: 'the deployment before',
};

function title(snapshot: Snapshot, setting: Setting): Title {
	const {state} = snapshot;
	const {mode} = state.screen;
	if (mode.kind !== 'top') {
		return {left: ''};
	}

	const table = topTable(snapshot);
	const shown = shownSetting(setting, state);
	const {theme} = setting;
	const {query} = state.logs;
	return {
		left: [
			theme.paint('focused', 'Top values'),
			`of ${safe(mode.field)}`,
			mode.beside === undefined
				? ''
				: inWordsOf(state.logs.traits, `beside ${besideWords[mode.beside]}`),
			filterWords(query.filter),
			refinementsWords(query),
		]
			.filter(Boolean)
			.join(' · '),
		right:
			table.other !== undefined && table.range?.status === 'done'
				? rangeWordsOf({...table, range: table.other}, state, shown)
				: rangeWordsOf(table, state, shown),
	};
}

function createRows({
	snapshot: getSnapshot,
	setting,
}: Parameters<ListOfView['createRows']>[0]): ReturnType<
	ListOfView['createRows']
> {
	let first = 0;
	return {
		row(index, width, height) {
			const snapshot = getSnapshot();
			const {mode} = snapshot.state.screen;
			if (mode.kind !== 'top') {
				return '';
			}

			const table = topTable(snapshot);
			const {theme} = setting;
			if (table.rows.length === 0) {
				return faceRow(
					{
						role: 'text',
						lines: table.isCounting
							? ['Counting …']
							: [
									table.range?.failure?.message ??
										table.other?.failure?.message ??
										`No entry that was counted has ${safe(mode.field)}.`,
									'c counts all of the query’s time; esc goes back.',
								],
					},
					index,
					{width, height},
					theme,
				);
			}

			const lines = [
				...measureLines(table, width),
				headingLine(table, mode, width),
			].map((line) => theme.paint('quiet', line));
			const room = Math.max(1, height - lines.length);
			const selected = Math.min(mode.index, table.rows.length - 1);
			const top = Math.max(
				0,
				Math.min(selected - Math.floor(room / 2), table.rows.length - room),
			);
			first = top - lines.length;
			const line = lines[index];
			if (line !== undefined) {
				return line;
			}

			const at = top + index - lines.length;
			const row = table.rows[at];
			return row === undefined
				? ''
				: valueRow(row, at === selected, {table, mode, setting, width});
		},
		click(index) {
			const {state} = getSnapshot();
			const {mode} = state.screen;
			return mode.kind === 'top' && first + index >= 0
				? step(state, first + index - mode.index)
				: [];
		},
	};
}

const countWidth = 11;
const ratioWidth = 8;

function headingLine({before}: TopTable, {field}: Top, width: number): string {
	const right = (words: string, cells: number) =>
		fit(words, cells, {align: 'right'});
	return fit(
		[
			` ${right('count', countWidth)}`,
			...(before === undefined
				? [right('share', ratioWidth)]
				: [right('beside', countWidth), right('ratio', ratioWidth)]),
			safe(field),
		].join('  '),
		width,
		{ellipsis: '…'},
	);
}

/** `p50 12 ms  p95 340 ms  p99 1.2 s  max 4.8 s`, of both spans. */
function measureLines(
	{tally, before}: TopTable,
	width: number,
): readonly string[] {
	const words = measureLine(tally);
	if (words === '') {
		return [];
	}

	return (
		before === undefined
			? [words]
			: [`now     ${words}`, `beside  ${measureLine(before) || 'no numbers'}`]
	).map((line) => fit(`  ${line}`, width, {ellipsis: '…'}));
}

function measureLine(tally: ValueTally): string {
	const {measure, numbers} = tally;
	if (measure === undefined) {
		return '';
	}

	const sign = numbers.isExact ? '' : '≈';
	const at = (share: number) => measureWords(numbers.at(share) ?? 0, measure);
	return [
		`${count(numbers.count)} numbers`,
		`min ${measureWords(numbers.least, measure)}`,
		`p50 ${sign}${at(0.5)}`,
		`p95 ${sign}${at(0.95)}`,
		`p99 ${sign}${at(0.99)}`,
		`max ${measureWords(numbers.most, measure)}`,
	].join('  ');
}

function valueRow(
	{value, count: times, before}: TopRow,
	isSelected: boolean,
	{
		table,
		mode,
		setting: {theme},
		width,
	}: {
		readonly table: TopTable;
		readonly mode: Top;
		readonly setting: Setting;
		readonly width: number;
	},
): string {
	const most = largest(table.rows.map((row) => row.count));
	const right = (words: string, cells: number) =>
		fit(words, cells, {align: 'right'});
	const words = mode.field === 'region' ? shortRegion(value) : safe(value);
	const nameWidth = Math.max(12, Math.min(48, Math.floor(width / 3)));
	return fit(
		[
			`${isSelected ? theme.paint('selected', '▌') : ' '}${right(count(times), countWidth)}`,
			...(before === undefined
				? [
						theme.paint(
							'quiet',
							right(
								`${((times / Math.max(1, table.tally.count)) * 100).toFixed(1)} %`,
								ratioWidth,
							),
						),
					]
				: [
						theme.paint('quiet', right(count(before), countWidth)),
						theme.paint(
							times > before ? 'busy' : 'quiet',
							right(ratioWords(times, before), ratioWidth),
						),
					]),
			fit(words, nameWidth, {ellipsis: '…'}),
			theme.paint(
				'name',
				bar(times, most, Math.max(4, width - nameWidth - 44)),
			),
		].join('  '),
		width,
		{ellipsis: '…'},
	);
}

function ratioWords(times: number, before: number): string {
	if (before === 0) {
		return 'new';
	}

	if (times === 0) {
		return 'gone';
	}

	const ratio = times / before;
	return `×${ratio >= 100 ? Math.round(ratio) : Number(ratio.toPrecision(2))}`;
}
