import {type Refinement} from '../../log/refinement.ts';
import {type Pattern} from '../../store/patterns/pattern-list.ts';
import {shownPatterns} from '../../store/patterns/shown-patterns.ts';
import {type PatternOrder, type State} from '../../store/state.ts';
import {patternViewport} from './pattern-viewport.ts';
import {orderWords} from './order-words.ts';
import {type Binding, type Command, list, say} from '../keys/binding.ts';
import {filterKeys} from '../app-logs/filter-keys.ts';
import {stepKeys} from '../keys/step-keys.ts';
import {interruptKey, terminalKeys} from '../keys/terminal-keys.ts';

/** Keys that mean something while the patterns are shown, and nothing else then. */
export const ownPatternKeys: readonly Binding[] = [
	{
		keys: ['enter'],
		help: 'show only the messages of the pattern',
		group: 'Patterns',
		hint: {words: 'show these', rank: 0},
		run: (state) =>
			withSelected(state, (pattern) => [
				list,
				{kind: 'focus', focus: 'logs'},
				refined(state, {effect: 'keep', kind: 'pattern', key: pattern.text}),
				...say('Only what is of this pattern is shown; < goes back.'),
			]),
	},
	{
		keys: ['-'],
		help: 'hide the messages of the pattern',
		group: 'Patterns',
		hint: {words: 'hide', rank: 1},
		run: (state) =>
			withSelected(state, (pattern) => [
				...stepped(state, 1),
				refined(state, {effect: 'hide', kind: 'pattern', key: pattern.text}),
				...say('What is of this pattern is hidden; < goes back.'),
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
];

/** Filter keys that open nothing go on to work. */
const otherKeys = new Set('e w i a E W I D x < >'.split(' '));

/** Keys while the patterns are shown. */
export const patternListKeys: readonly Binding[] = [
	...ownPatternKeys,
	...stepKeys(
		{step: stepped, page: paged},
		{
			first: 'the first pattern',
			last: 'the last pattern',
			hint: {words: 'move', rank: 2},
		},
	),
	...filterKeys.filter(({keys}) => keys.every((key) => otherKeys.has(key))),
	{
		keys: ['?'],
		help: 'the keys',
		group: 'deplog',
		run: () => [{kind: 'mode', mode: {kind: 'help', top: 0}}],
	},
	...terminalKeys,
	interruptKey,
];

function withSelected(
	state: State,
	run: (pattern: Pattern) => readonly Command[],
): readonly Command[] {
	const all = shownPatterns(state);
	const pattern = all.patterns[patternViewport(all, state).selected];
	return pattern === undefined
		? say('There is no pattern here.')
		: run(pattern);
}

function refined({logs: {query}}: State, refinement: Refinement): Command {
	return {
		kind: 'query',
		query: {...query, refinements: [...query.refinements, refinement]},
	};
}

function stepped(state: State, by: number): readonly Command[] {
	const all = shownPatterns(state);
	const {selected, top} = patternViewport(all, state);
	const index = Math.max(0, Math.min(selected + by, all.patterns.length - 1));
	return selectedAt(all.patterns, index, index - top);
}

/** The selected one keeps its row where it can. */
function paged(state: State, pages: number): readonly Command[] {
	const all = shownPatterns(state);
	const {selected, top, height} = patternViewport(all, state);
	const index = Math.max(
		0,
		Math.min(selected + pages * height, all.patterns.length - 1),
	);
	return selectedAt(all.patterns, index, selected - top);
}

function selectedAt(
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
