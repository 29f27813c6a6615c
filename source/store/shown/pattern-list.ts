import {type Micros} from '../../log/entry.ts';
import {
	createKinTest,
	createShapeTest,
	anyWords,
	saysSomething,
} from '../../log/pattern.ts';
import {isSameFilter, type Query} from '../../log/query.ts';
import {isSameRefinements} from '../../log/refinement.ts';
import {type PatternOrder, type State} from '../state.ts';
import {
	baselineTest,
	type Change,
	isNewFor,
	leastNewCount,
	mostAsked,
	shareRatio,
} from '../patterns/baseline-test.ts';
import {type Grouping, type Learned} from '../patterns/grouping.ts';
import {
	type GroupCount,
	PatternCounts,
	PatternBars,
} from '../patterns/pattern-counts.ts';
import {type View} from '../view/view.ts';
import {histogramWindow, type ShownWindow} from './histogram-window.ts';

/** The patterns of the messages that the query shows, as far as they are counted. The same object as long as nothing in it has changed: asked for several times with each key. */
export function patternList(state: State): PatternList {
	const {patterns, logs} = state;
	const {grouping} = patterns;
	const counts = patternCounts(state);
	const madeOf = [
		counts,
		counts.hasBeenDone
			? counts.version
			: Math.floor(counts.version / stepsPerList),
		counts.hasBeenDone,
		logs.matches.isDone,
		logs.query,
		logs.buffer.version,
		grouping.version,
		patterns.order,
		patterns.baseline,
		patterns.answers,
	];
	const last = lastList.get(grouping);
	if (last?.madeOf.every((part, index) => part === madeOf[index]) === true) {
		return last.list;
	}

	const list = createPatternList(state, counts);
	lastList.set(grouping, {madeOf, list});
	return list;
}

/** Messages of one shape. */
export type Pattern = {
	/** It may be more than one group by which they are counted. */
	readonly groups: ReadonlySet<number>;
	/** `upstream timeout after <n> ms`. */
	readonly text: string;
	readonly count: number;
	readonly first: Micros;
	readonly last: Micros;
	/** The number of the worst level, 0 for the worst of all. */
	readonly rank: number;
	/** Nothing that is known of the baseline is like them. */
	readonly isUnlearned: boolean;
	/** The baseline has none of them, and would have if it logged them as often. */
	readonly isNew: boolean;
	/** What has become of them since the baseline; absent where that is nothing, or cannot be told. */
	readonly change?: Change;
	/** How many times as often they come as in the baseline, of as many entries. */
	readonly ratio?: number;
};

export type PatternList = {
	readonly patterns: readonly Pattern[];
	/** Entries that are counted so far. */
	readonly counted: number;
	/** There are more than those. */
	readonly isCounting: boolean;
	/** How often a pattern has to come to be called new; `Infinity` where nothing can be. */
	readonly leastNewCount: number;
};

type Merged = Omit<Pattern, 'isNew' | 'isUnlearned' | 'change' | 'ratio'>;

type Known = {readonly list: PatternList; readonly query: Query};

const lastWhole = new WeakMap<Grouping, Known>();

/** Of so many each is held against each other. */
const mostCompared = 500;

/** While all is counted for the first time the list is made anew after so many steps, some 16,000 entries: to make it takes as long as to count a tenth of those, and keys wait for it. */
const stepsPerList = 512;

const lastList = new WeakMap<
	Grouping,
	{readonly madeOf: readonly unknown[]; readonly list: PatternList}
>();

function createPatternList(state: State, counts: PatternCounts): PatternList {
	const {patterns, logs} = state;
	const {groups, count} = counts.totals();
	const isCounting = !counts.hasBeenDone || !logs.matches.isDone;
	const all = mergePatterns(groups, state);
	return {
		patterns: sortPatterns(
			isCounting ? all : compareWithBaseline(all, count, state),
			patterns.order,
		),
		counted: count,
		isCounting,
		leastNewCount:
			patterns.baseline.kind === 'found'
				? leastNewCount({
						here: logs.buffer.count,
						there: patterns.baseline.entryCount,
					})
				: Number.POSITIVE_INFINITY,
	};
}

/** Whether a pattern that is unlike all that is known of the baseline is one that it does not log. Until it was asked, nothing is said. */
function isNew(
	{text, count}: Pick<Pattern, 'text' | 'count'>,
	{patterns: {baseline, grouping, answers}, logs}: State,
): boolean {
	if (baseline.kind !== 'found') {
		return false;
	}

	const answer = baseline.isWhole ? 'absent' : answers.get(text);
	if (answer === undefined && answers.size < mostAsked) {
		return false;
	}

	const isCertain = answer === 'absent';
	const here = logs.buffer.count;
	const there = isCertain ? baseline.entryCount : grouping.learnedCount;
	return isNewFor(count, {here, there});
}

/** Groups whose patterns read the same, or are found by the wider one of the two, are one. */
function mergePatterns(
	groups: ReadonlyMap<number, GroupCount>,
	state: State,
): readonly Pattern[] {
	const {grouping} = state.patterns;
	const byText = new Map<string, Merged>();
	for (const [group, count] of groups) {
		const text = grouping.pattern(group);
		const pattern: Merged = {...count, groups: new Set([group]), text};
		const same = byText.get(text);
		byText.set(text, same === undefined ? pattern : sum(same, pattern));
	}

	for (const wide of byText.size > mostCompared ? [] : openTexts(byText)) {
		const isOfWide = createShapeTest(wide);
		let pattern = byText.get(wide);
		for (const [text, other] of byText) {
			if (pattern !== undefined && text !== wide && isOfWide(text)) {
				pattern = sum(pattern, other);
				byText.delete(text);
			}
		}

		if (pattern !== undefined) {
			byText.set(wide, pattern);
		}
	}

	const isLearned = baselineTest(grouping);
	return [...byText.values()].map((pattern) => {
		const isUnlearned = !isLearned(pattern);
		const isNewOne = isUnlearned && isNew(pattern, state);
		return {
			...pattern,
			isUnlearned,
			isNew: isNewOne,
			...(isNewOne && {change: 'new'}),
		};
	});
}

/** With what comes more or less often than in the baseline, and what comes no more. A filter may have left out some of either, so then nothing is said. */
function compareWithBaseline(
	patterns: readonly Pattern[],
	here: number,
	{patterns: {baseline, grouping}, logs: {query}}: State,
): readonly Pattern[] {
	const {filter, refinements} = query;
	const isFiltered =
		refinements.length + filter.levels.length + filter.regions.length > 0 ||
		filter.text !== '';
	const there = grouping.sampledCount;
	if (baseline.kind !== 'found' || isFiltered || there === 0) {
		return patterns;
	}

	const sampled = new Map(grouping.sampled());
	const known = patterns.map((pattern) => {
		let was = 0;
		for (const group of new Set(
			[...pattern.groups].map((one) => grouping.rootOf(one)),
		)) {
			was += sampled.get(group)?.count ?? 0;
			sampled.delete(group);
		}

		const ratio = shareRatio({count: pattern.count, here}, {was, there});
		return pattern.isNew || ratio === undefined
			? pattern
			: {
					...pattern,
					ratio,
					change: ratio > 1 ? ('more' as const) : ('less' as const),
				};
	});
	return [
		...known,
		...gonePatterns(sampled, patterns, {grouping, here, there}),
	];
}

/** Patterns of the baseline of which nothing was logged here, and would have been if they came as often. */
function gonePatterns(
	sampled: ReadonlyMap<number, Learned>,
	patterns: readonly Pattern[],
	{
		grouping,
		here,
		there,
	}: {
		readonly grouping: Grouping;
		readonly here: number;
		readonly there: number;
	},
): readonly Pattern[] {
	const gone: Pattern[] = [];
	if (patterns.length > mostCompared) {
		return gone;
	}

	const tests = patterns.map(({text}) => createKinTest(text));
	for (const [group, {count, rank}] of sampled) {
		const text = grouping.pattern(group);
		const isKin = createKinTest(text);
		if (
			isNewFor(count, {here: there, there: here}) &&
			saysSomething(text) &&
			!tests.some((isOf) => isOf(text)) &&
			!patterns.some((pattern) => isKin(pattern.text))
		) {
			gone.push({
				groups: new Set([group]),
				text,
				count: 0,
				first: Number.NaN,
				last: Number.NaN,
				rank,
				isUnlearned: false,
				isNew: false,
				change: 'gone',
				ratio: 0,
			});
		}
	}

	return gone;
}

/** The widest first; but one that finds everything is only for the rest. */
function openTexts(byText: ReadonlyMap<string, Merged>): readonly string[] {
	return [...byText.keys()]
		.filter((text) => text.includes(anyWords) && text !== anyWords)
		.toSorted((a, b) => a.length - b.length);
}

function sum(a: Merged, b: Merged): Merged {
	return {
		groups: new Set([...a.groups, ...b.groups]),
		text: a.text,
		count: a.count + b.count,
		first: Math.min(a.first, b.first),
		last: Math.max(a.last, b.last),
		rank: Math.min(a.rank, b.rank),
	};
}

const comparisons: Readonly<
	Record<PatternOrder, (a: Pattern, b: Pattern) => number>
> = {
	new: (a, b) =>
		placeOf(a) - placeOf(b) ||
		(a.change === undefined || b.change === undefined ? 0 : a.rank - b.rank) ||
		(a.change === 'more' ? (b.ratio ?? 0) - (a.ratio ?? 0) : 0) ||
		b.count - a.count,
	frequent: (a, b) => b.count - a.count,
	newest: (a, b) =>
		Number(a.count === 0) - Number(b.count === 0) || b.first - a.first || 0,
};

const places: readonly Change[] = ['new', 'more', 'gone', 'less'];

/** What has changed stands first. */
function placeOf({change}: Pattern): number {
	return change === undefined ? places.length : places.indexOf(change);
}

function sortPatterns(
	patterns: readonly Pattern[],
	order: PatternOrder,
): readonly Pattern[] {
	const compare = comparisons[order];
	return patterns.toSorted(
		(a, b) => compare(a, b) || b.count - a.count || (a.text < b.text ? -1 : 1),
	);
}

/** The patterns that are on the screen: while one that was hidden is still being left out, those that were there before without it. */
export function shownPatterns(state: State): PatternList {
	const {logs, patterns} = state;
	const {query} = logs;
	const list = patternList(state);
	if (!list.isCounting) {
		lastWhole.set(patterns.grouping, {list, query});
		return list;
	}

	const known = lastWhole.get(patterns.grouping);
	const hidden =
		known === undefined ? undefined : hiddenSince(known.query, query);
	return known === undefined || hidden === undefined
		? list
		: {
				patterns: known.list.patterns.filter(
					({text}) => !hidden.some((isHidden) => isHidden(text)),
				),
				counted: list.counted,
				isCounting: true,
				leastNewCount: list.leastNewCount,
			};
}

/** Tests for the patterns that one query hides and another does not; nothing where they differ in more. */
function hiddenSince(
	before: Query,
	query: Query,
): ReadonlyArray<(text: string) => boolean> | undefined {
	const {length} = before.refinements;
	const added = query.refinements.slice(length);
	const keys = added.flatMap((one) =>
		one.kind === 'pattern' && one.effect === 'hide' ? [one.key] : [],
	);
	return keys.length === added.length &&
		isSameFilter(before.filter, query.filter) &&
		before.range.since === query.range.since &&
		before.range.until === query.range.until &&
		isSameRefinements(before.refinements, query.refinements.slice(0, length))
		? keys.map((key) => createShapeTest(key))
		: undefined;
}

/** What is counted of the entries that match. It is kept as long as they are looked at. */
export function patternCounts({logs, patterns}: State): PatternCounts {
	let known = counts.get(logs.matches);
	if (known === undefined) {
		known = new PatternCounts(logs.buffer, logs.matches, patterns.grouping);
		counts.set(logs.matches, known);
	}

	return known;
}

const leastColumnsForWide = 100;

const counts = new WeakMap<View, PatternCounts>();
const bars = new WeakMap<View, PatternBars>();

export function patternBars({logs, patterns}: State): PatternBars {
	let known = bars.get(logs.matches);
	if (known === undefined) {
		known = new PatternBars(logs.buffer, logs.matches, patterns.grouping);
		bars.set(logs.matches, known);
	}

	return known;
}

/** The time over which the bars of patterns go: that of the histogram, in fewer cells. */
export function patternWindow({
	details,
	logs,
	screen,
}: State): ShownWindow | undefined {
	const deployedAt = details.deployment?.createdAt;
	return histogramWindow(logs, {
		cellCount: screen.columns >= leastColumnsForWide ? 16 : 8,
		now: 0,
		...(deployedAt !== undefined && {deployedAt}),
	});
}
