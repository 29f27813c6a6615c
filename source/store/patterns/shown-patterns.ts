import {createShapeTest} from '../../log/pattern.ts';
import {isSameFilter, type Query} from '../../log/query.ts';
import {isSameRefinements} from '../../log/refinement.ts';
import {type State} from '../state.ts';
import {type Grouping} from './grouping.ts';
import {patternList, type PatternList} from './pattern-list.ts';

type Known = {readonly list: PatternList; readonly query: Query};

const lastWhole = new WeakMap<Grouping, Known>();

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
