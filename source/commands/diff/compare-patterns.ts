import {createKinTest, saysSomething} from '../../log/pattern.ts';
import {shareRatio} from '../../store/patterns/baseline-test.ts';
import {type Grouping} from '../../store/patterns/grouping.ts';
import {type GroupCount, type Sample} from './read-sample.ts';

export type Change = 'new' | 'gone' | 'more frequent';

/** A pattern that tells two deployments apart. */
export type ChangedPattern = {
	readonly change: Change;
	/** The other deployment was looked at for long enough to have shown it. Else it may log the pattern as often. */
	readonly isCertain: boolean;
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

/** Where so many of a pattern were to be expected and none came, chance alone would do that once in twenty times. */
const leastExpected = 3;

/** The patterns that are new, gone, or much more frequent: those that are certain first, then the worst, then the most frequent. */
export function comparePatterns(
	a: Sample,
	b: Sample,
	grouping: Pick<Grouping, 'rootOf' | 'pattern'>,
): readonly ChangedPattern[] {
	const before = byRoot(a, grouping);
	const after = byRoot(b, grouping);
	const isKinOfBefore = createKinTests(before.keys(), grouping);
	const isKinOfAfter = createKinTests(after.keys(), grouping);
	const changed: ChangedPattern[] = [];
	for (const group of new Set([...before.keys(), ...after.keys()])) {
		const was = before.get(group);
		const is = after.get(group);
		const pattern = grouping.pattern(group);
		const found = findChange(was?.count ?? 0, is?.count ?? 0, {
			here: hoursOf(b),
			there: hoursOf(a),
		});
		const known = is ?? was;
		if (
			found !== undefined &&
			known !== undefined &&
			!(found.change === 'new' && isKinOfBefore(pattern)) &&
			!(found.change === 'gone' && isKinOfAfter(pattern))
		) {
			changed.push({
				...found,
				pattern,
				level: known.level,
				rank: known.rank,
				before: frequency(was, a),
				after: frequency(is, b),
			});
		}
	}

	return changed.toSorted(
		(one, other) =>
			Number(other.isCertain) - Number(one.isCertain) ||
			one.rank - other.rank ||
			weightOf(other) - weightOf(one) ||
			(one.pattern < other.pattern ? -1 : 1),
	);
}

/** What a pattern that came so often in so many hours has become. */
function findChange(
	was: number,
	is: number,
	{here, there}: {readonly here: number; readonly there: number},
): Pick<ChangedPattern, 'change' | 'isCertain'> | undefined {
	if (was === 0) {
		return {change: 'new', isCertain: (is / here) * there >= leastExpected};
	}

	if (is === 0) {
		return {change: 'gone', isCertain: (was / there) * here >= leastExpected};
	}

	return is / here > (was / there) * muchMore
		? {
				change: 'more frequent',
				isCertain: shareRatio({count: is, here}, {was, there}) !== undefined,
			}
		: undefined;
}

/** Whether a pattern reads as one of these, whose ids without digits are masked in some and not in others. */
function createKinTests(
	groups: Iterable<number>,
	grouping: Pick<Grouping, 'pattern'>,
): (pattern: string) => boolean {
	const patterns = [...groups]
		.map((group) => grouping.pattern(group))
		.filter((pattern) => saysSomething(pattern));
	const tests = patterns.map((pattern) => createKinTest(pattern));
	return (pattern) => {
		if (!saysSomething(pattern)) {
			return false;
		}

		const isKin = createKinTest(pattern);
		return (
			tests.some((isOf) => isOf(pattern)) || patterns.some((one) => isKin(one))
		);
	};
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

function frequency(counted: GroupCount | undefined, sample: Sample): Frequency {
	const count = counted?.count ?? 0;
	return {count, perHour: count / hoursOf(sample)};
}

function hoursOf({from, to}: Sample): number {
	return Math.max(leastHours, (to - from) / hour);
}
