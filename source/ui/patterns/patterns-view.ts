import {type Refinement} from '../../log/refinement.ts';
import {
	type Pattern,
	shownPatterns,
	type PatternList,
} from '../../store/shown/pattern-list.ts';
import {emptyChooser} from '../../store/screen-state.ts';
import {
	type PatternOrder,
	type State,
	type Baseline,
	type NoBaseline,
	type Patterns,
} from '../../store/state.ts';
import {type Micros} from '../../log/entry.ts';
import {type Query} from '../../log/query.ts';
import {narrowingKeys} from '../app-logs/filter-keys.ts';
import {
	type Binding,
	type Command,
	list,
	say,
	inGroup,
} from '../keys/binding.ts';
import {stepKeys} from '../keys/shared-keys.ts';
import {type View} from '../view/view.ts';
import {extentWords} from '../app-logs/list-words.ts';
import {isWide} from '../look/surface.ts';
import {type Setting} from '../look/setting.ts';
import {
	count,
	counted,
	filterWords,
	refinementsWords,
	rangeWords,
	safe,
} from '../look/words.ts';
import {createPatternRows, patternViewport} from './pattern-rows.ts';

/** Keys of the view that groups messages into patterns. */
const keys: readonly Binding[] = inGroup('Patterns', [
	{
		keys: ['enter'],
		help: 'show only the messages of the pattern',
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
		hint: {words: 'close', keys: 'esc', rank: 0},
		run: () => [list],
	},
	{
		keys: ['b'],
		name: 'baseline',
		words: ['compare', 'previous', 'diff'],
		help: 'choose the deployment that they are held against',
		hint: {words: 'baseline', rank: 2},
		run: () => [{kind: 'mode', mode: {kind: 'baseline', ...emptyChooser}}],
	},
]);

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

const mostLocalCells = {wide: 40, narrow: 0} as const;
const mostIdCells = {wide: 20, narrow: 12} as const;

/** What the rule above the patterns says: of what they are and what they are held against; at the right how many. */
function patternsTitle(
	{patterns, counted: entries, isCounting, leastNewCount}: PatternList,
	state: State,
	{theme, timestamps, now}: Setting,
): {readonly left: string; readonly right: string} {
	const {logs, screen} = state;
	const {query} = logs;
	const isRoomy = isWide(screen.columns);
	const shown = logs.matches.count().count;
	// Those that are gone are of the baseline.
	const hereCount = patterns.filter((pattern) => pattern.count > 0).length;
	return {
		left: [
			theme.paint('focused', 'Patterns'),
			...baselineWords(state.patterns, leastNewCount, isRoomy),
			filterWords(query.filter),
			shortFilterWords(query, mostLocalCells[isRoomy ? 'wide' : 'narrow']),
			rangeWords(query.range, timestamps),
			isRoomy ? orderWords(state.patterns).toLowerCase() : '',
		]
			.filter(Boolean)
			.join(' · '),
		right: isCounting
			? theme.paint(
					'busy',
					isRoomy
						? `still counting: ${count(entries)} of ${count(shown)} entries`
						: 'still counting',
				)
			: isRoomy
				? `${counted(hereCount, 'pattern', 'patterns')} in ${counted(shown, 'entry', 'entries')}${extentWords(state, timestamps, now())}`
				: counted(hereCount, 'pattern', 'patterns'),
	};
}

/** `new against 6ab1…, all of it`. */
function baselineWords(
	patterns: Patterns,
	leastNewCount: number,
	isRoomy: boolean,
): readonly string[] {
	const {baseline, doubts} = patterns;
	switch (baseline.kind) {
		case 'unknown': {
			return ['loading the baseline'];
		}

		case 'none': {
			const {short, long} = noBaselineWords[baseline.why];
			return [`no baseline: ${isRoomy ? long : short}`];
		}

		case 'found': {
			const mostCells = mostIdCells[isRoomy ? 'wide' : 'narrow'];
			const id = idWords(baseline.deploymentId, mostCells);
			const extent =
				leastNewCount < leastToldOf
					? `${baselineExtent(baseline, patterns)} of it`
					: fromWords(leastNewCount, baseline.entryCount, isRoomy);
			return [
				`new against ${id}, ${extent}`,
				...(doubts.length === 0 ? [] : [`asking about ${doubts.length} more`]),
			];
		}
	}
}

/** How much of the baseline is known: where its sample lacks something, all of it is asked. */
function baselineExtent(
	{from, to, isWhole}: Extract<Baseline, {readonly kind: 'found'}>,
	{answers}: Patterns,
): string {
	return isWhole || ![...answers.values()].includes('unclear')
		? 'all'
		: spanWords(to - from);
}

/** It goes without saying that nothing can be told of what came a few times. */
const leastToldOf = 5;

/** Of a small baseline nothing can be told about what is rare. */
function fromWords(
	leastCount: number,
	entryCount: number,
	isRoomy: boolean,
): string {
	return isRoomy
		? `whose ${counted(entryCount, 'entry', 'entries')} cannot tell what came fewer than ${count(leastCount)} times`
		: `only ${count(leastCount)} times and more`;
}

const noBaselineWords: Record<
	NoBaseline,
	{readonly short: string; readonly long: string}
> = {
	first: {short: 'none before', long: 'there is none before this one'},
	silent: {short: 'it was silent', long: 'the one before logged nothing'},
	refused: {short: 'refused', long: 'refused by the server'},
	failed: {short: 'failed', long: 'it could not be loaded'},
};

/** Ids of one project are told apart by their ends. */
function idWords(id: string, mostCells: number): string {
	const shown = safe(id);
	return shown.length <= mostCells ? shown : `…${shown.slice(1 - mostCells)}`;
}

/** `!pattern "hello"`, or `2 filters` where that is too long. */
function shortFilterWords(query: Query, mostCells: number): string {
	const words = refinementsWords(query);
	return words.length <= mostCells
		? words
		: counted(query.refinements.length, 'filter', 'filters');
}

const second: Micros = 1_000_000;
const units: ReadonlyArray<
	readonly [from: Micros, unit: Micros, name: string]
> = [
	[48 * 3600 * second, 24 * 3600 * second, 'days'],
	[90 * 60 * second, 3600 * second, 'h'],
	[90 * second, 60 * second, 'min'],
	[0, second, 's'],
];

/** `2 h`: about how long. */
function spanWords(span: Micros): string {
	const [, unit = second, name = 's'] =
		units.find(([from]) => span >= from) ?? [];
	return `${count(Math.max(1, Math.round(span / unit)))} ${name}`;
}

/** Which patterns stand first; without a baseline none is new. */
function orderWords({
	order,
	baseline,
}: Pick<Patterns, 'order' | 'baseline'>): string {
	switch (order) {
		case 'new': {
			return baseline.kind === 'found' ? 'New first' : 'Most frequent first';
		}

		case 'frequent': {
			return 'Most frequent first';
		}

		case 'newest': {
			return 'Newest first';
		}
	}
}
