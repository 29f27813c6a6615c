import {type Beside} from '../../store/screen-state.ts';
import {type State} from '../../store/state.ts';
import {
	type Binding,
	type Command,
	inMode,
	list,
	type ModeOf,
	say,
	inGroup,
} from '../keys/binding.ts';
import {stepKeys} from '../keys/shared-keys.ts';
import {shownSetting, type Setting} from '../look/setting.ts';
import {inWordsOf, queryWords, safe} from '../look/words.ts';
import {type Snapshot, type Title, type View} from '../view/view.ts';
import {filterByValue} from './counts-table.ts';
import {
	besideAsks,
	countAllKey,
	stopCountingKey,
	rangeWordsOf,
} from './count-all.ts';
import {createTopRows, step, createTopTable, topTable} from './top-rows.ts';

/** What the most frequent values of a field can be held against, in the order in which a key changes it. */
const besides: ReadonlyArray<Beside | undefined> = [
	undefined,
	'hour',
	'day',
	'previous',
];

type Top = ModeOf<'top'>;

const keys: readonly Binding[] = inGroup('Top values', [
	{
		keys: ['enter', '+'],
		help: 'show only what has the value',
		hint: {words: 'show these', keys: 'enter', rank: 0},
		run: inMode('top', (mode, state) => filterBy(mode, state, 'keep')),
	},
	{
		keys: ['-'],
		help: 'hide what has the value',
		hint: {words: 'hide', rank: 1},
		run: inMode('top', (mode, state) => filterBy(mode, state, 'hide')),
	},
	{
		keys: ['b'],
		name: 'beside',
		words: ['compare', 'before', 'yesterday', 'baseline'],
		help: 'beside the hour before, the same hour yesterday, the deployment before',
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
		hint: {words: 'back', keys: 'esc', rank: 0},
		run: inMode('top', ({under}) => [
			{kind: 'count-asked', asks: []},
			under === undefined ? list : {kind: 'mode', mode: under},
		]),
	},
]);

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
	list: {
		createRows: createTopRows,
		changesWith: 'snapshots',
		scroll: step,
	},
};

/** Opens the top values of a field. */
export function openTop(field: string): Command[] {
	return [{kind: 'mode', mode: {kind: 'top', field, index: 0}}];
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
	return {
		left: [
			theme.paint('focused', 'Top values'),
			`of ${safe(mode.field)}`,
			mode.beside === undefined
				? ''
				: inWordsOf(state.logs.traits, `beside ${besideWords[mode.beside]}`),
			queryWords(state.logs.query),
		]
			.filter(Boolean)
			.join(' · '),
		right:
			table.other !== undefined && table.range?.status === 'done'
				? rangeWordsOf({...table, range: table.other}, state, shown)
				: rangeWordsOf(table, state, shown),
	};
}
