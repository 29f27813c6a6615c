import {type Refinement} from '../../log/refinement.ts';
import {type Pattern, shownPatterns} from '../../store/shown/pattern-list.ts';
import {emptyChooser} from '../../store/screen-state.ts';
import {type PatternOrder, type State} from '../../store/state.ts';
import {narrowingKeys} from '../app-logs/filter-keys.ts';
import {type Binding, type Command, list, say} from '../keys/binding.ts';
import {stepKeys} from '../keys/shared-keys.ts';
import {type View} from '../view/view.ts';
import {createPatternRows, patternViewport} from './pattern-rows.ts';
import {orderWords, patternsTitle} from './patterns-title.ts';

const keys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'show only the messages of the pattern',
		group: 'Patterns',
		hint: {words: 'show these', rank: 0},
		run: (state, _setting, height) =>
			withSelected(state, height, (pattern) => [
				list,
				{kind: 'focus', focus: 'logs'},
				refine(state, {effect: 'keep', kind: 'pattern', key: pattern.text}),
				...say('Only this pattern is shown; < goes back.'),
			]),
	},
	{
		keys: ['-'],
		help: 'hide the messages of the pattern',
		group: 'Patterns',
		hint: {words: 'hide', rank: 1},
		run: (state, _setting, height) =>
			withSelected(state, height, (pattern) => [
				...step(state, 1, height),
				refine(state, {effect: 'hide', kind: 'pattern', key: pattern.text}),
				...say('This pattern is hidden; < goes back.'),
			]),
	},
	{
		keys: ['o'],
		help: 'order: new ones, the most frequent or the newest first',
		group: 'Patterns',
		hint: {words: 'order', rank: 1},
		run(state) {
			const order = orderAfter(state);
			return [
				{kind: 'pattern-order', order},
				...say(`${orderWords({...state.patterns, order})}.`),
			];
		},
	},
	{
		keys: ['escape', 'p', 'q'],
		help: 'close the patterns',
		group: 'Patterns',
		hint: {words: 'close', keys: 'esc', rank: 0},
		run: () => [list],
	},
	{
		keys: ['b'],
		name: 'baseline',
		words: ['compare', 'previous', 'diff'],
		help: 'choose the deployment that they are held against',
		group: 'Patterns',
		hint: {words: 'baseline', rank: 2},
		run: () => [{kind: 'mode', mode: {kind: 'baseline', ...emptyChooser}}],
	},
];

/** Messages grouped, with their counts. */
export const patternsView: View = {
	place: 'cover',
	where: 'in the patterns',
	keys,
	otherKeys: [
		...stepKeys(
			{step, page},
			{
				first: 'the first pattern',
				last: 'the last pattern',
				hint: {words: 'move', rank: 2},
			},
		),
		...narrowingKeys,
	],
	title: ({patterns, state}, setting) =>
		patterns === undefined
			? {left: ''}
			: patternsTitle(patterns, state, setting),
	list: {
		createRows: createPatternRows,
		changesWith: 'snapshots',
		scroll: step,
	},
};

function withSelected(
	state: State,
	height: number,
	run: (pattern: Pattern) => readonly Command[],
): readonly Command[] {
	const all = shownPatterns(state);
	const pattern = all.patterns[patternViewport(all, state, height).selected];
	if (pattern === undefined) {
		return say('There is no pattern here.');
	}

	return pattern.count === 0
		? say('Only the baseline has logged these: there is none of them here.')
		: run(pattern);
}

function refine({logs: {query}}: State, refinement: Refinement): Command {
	return {
		kind: 'query',
		query: {...query, refinements: [...query.refinements, refinement]},
	};
}

function step(state: State, by: number, height: number): readonly Command[] {
	const all = shownPatterns(state);
	const {selected, top} = patternViewport(all, state, height);
	const index = Math.max(0, Math.min(selected + by, all.patterns.length - 1));
	return selectAt(all.patterns, index, index - top);
}

/** The selected one keeps its row where it can. */
function page(state: State, pages: number, height: number): readonly Command[] {
	const all = shownPatterns(state);
	const viewport = patternViewport(all, state, height);
	const {selected, top} = viewport;
	const index = Math.max(
		0,
		Math.min(selected + pages * viewport.height, all.patterns.length - 1),
	);
	return selectAt(all.patterns, index, selected - top);
}

function selectAt(
	patterns: readonly Pattern[],
	index: number,
	row: number,
): readonly Command[] {
	const [group] = patterns[index]?.groups ?? [];
	return group === undefined ? [] : [{kind: 'pattern-select', group, row}];
}

function orderAfter({patterns: {order, baseline}}: State): PatternOrder {
	const orders: readonly PatternOrder[] =
		baseline.kind === 'found'
			? ['new', 'frequent', 'newest']
			: ['frequent', 'newest'];
	const index = Math.max(0, orders.indexOf(order));
	return orders[(index + 1) % orders.length] ?? 'frequent';
}
