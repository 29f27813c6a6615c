import {type Micros} from '../../log/entry.ts';
import {createShapeTest, anyWords} from '../../log/pattern.ts';
import {type PatternOrder, type State} from '../state.ts';
import {baselineTest} from './baseline-test.ts';
import {patternCounts} from './counted.ts';
import {isNewFor, leastNewCount, mostAsked} from './newness.ts';
import {type GroupCount} from './tally.ts';

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

type Merged = Omit<Pattern, 'isNew' | 'isUnlearned'>;

/** Of so many each is held against each other. */
const mostCompared = 500;

/** What the messages of the query come to, as far as they are counted. */
export function patternList(state: State): PatternList {
	const {patterns, logs} = state;
	const counts = patternCounts(state);
	const {groups, count} = counts.totals();
	return {
		patterns: sorted(merged(groups, state), patterns.order),
		counted: count,
		isCounting: !counts.hasBeenDone || !logs.matches.isDone,
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
function merged(
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
		return {
			...pattern,
			isUnlearned,
			isNew: isUnlearned && isNew(pattern, state),
		};
	});
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
		Number(b.isNew) - Number(a.isNew) ||
		(a.isNew && b.isNew ? a.rank - b.rank : 0) ||
		b.count - a.count,
	frequent: (a, b) => b.count - a.count,
	newest: (a, b) => b.first - a.first,
};

function sorted(
	patterns: readonly Pattern[],
	order: PatternOrder,
): readonly Pattern[] {
	const compare = comparisons[order];
	return patterns.toSorted(
		(a, b) => compare(a, b) || b.count - a.count || (a.text < b.text ? -1 : 1),
	);
}
