import {type Grouping} from '../../store/patterns/grouping.ts';
import {type GroupCount, type Sample} from './read-sample.ts';

export type Change = 'new' | 'gone' | 'more frequent';

/** A pattern that tells two deployments apart. */
export type ChangedPattern = {
	readonly change: Change;
	readonly pattern: string;
	/** The worst that its entries have. */
	readonly level: string;
	readonly rank: number;
	readonly before: Frequency;
	readonly after: Frequency;
};

type Frequency = {
	readonly count: number;
	readonly perHour: number;
};

/** Much more frequent is more than so many times as often an hour. */
const muchMore = 3;
const hour = 3_600_000_000;
/** What was looked at for a moment only says little of an hour. */
const leastHours = 1 / 60;

/** The patterns that are new, gone, or much more frequent: the worst first, then the most frequent. */
export function comparePatterns(
	a: Sample,
	b: Sample,
	grouping: Pick<Grouping, 'rootOf' | 'pattern'>,
): readonly ChangedPattern[] {
	const before = byRoot(a, grouping);
	const after = byRoot(b, grouping);
	const changed: ChangedPattern[] = [];
	for (const group of new Set([...before.keys(), ...after.keys()])) {
		const was = before.get(group);
		const is = after.get(group);
		const frequencies = {
			before: frequency(was, a),
			after: frequency(is, b),
		};
		const change = changeOf(frequencies);
		const known = is ?? was;
		if (change !== undefined && known !== undefined) {
			changed.push({
				change,
				pattern: grouping.pattern(group),
				level: known.level,
				rank: known.rank,
				...frequencies,
			});
		}
	}

	return changed.toSorted(
		(one, other) =>
			one.rank - other.rank ||
			weightOf(other) - weightOf(one) ||
			(one.pattern < other.pattern ? -1 : 1),
	);
}

function changeOf({
	before,
	after,
}: {
	readonly before: Frequency;
	readonly after: Frequency;
}): Change | undefined {
	if (before.count === 0) {
		return 'new';
	}

	if (after.count === 0) {
		return 'gone';
	}

	return after.perHour > before.perHour * muchMore
		? 'more frequent'
		: undefined;
}

function weightOf({before, after}: ChangedPattern): number {
	return Math.max(before.perHour, after.perHour);
}

/** Groups that were found to be one have one count. */
function byRoot(
	{groups}: Sample,
	grouping: Pick<Grouping, 'rootOf'>,
): ReadonlyMap<number, GroupCount> {
	const roots = new Map<number, GroupCount>();
	for (const [group, counted] of groups) {
		const root = grouping.rootOf(group);
		const known = roots.get(root);
		roots.set(
			root,
			known === undefined
				? counted
				: {
						...(known.rank <= counted.rank ? known : counted),
						count: known.count + counted.count,
					},
		);
	}

	return roots;
}

function frequency(
	counted: GroupCount | undefined,
	{from, to}: Sample,
): Frequency {
	const count = counted?.count ?? 0;
	return {count, perHour: count / Math.max(leastHours, (to - from) / hour)};
}
