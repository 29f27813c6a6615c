import {createKinTest, saysSomething} from '../../log/pattern.ts';
import {shareRatio} from '../../store/patterns/baseline-test.ts';
import {type Grouping} from '../../store/patterns/grouping.ts';
import {type Options} from '../../config/options.ts';
import {type Target} from '../../config/target.ts';
import {systemClock} from '../../feeds/clock.ts';
import {createFeed} from '../../feeds/create-feed.ts';
import {type Entry, type Micros} from '../../log/entry.ts';
import {levelOf, rankOf} from '../../log/level.ts';
import {pastPages} from '../../print/past-pages.ts';

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

const defaultLimit = 100_000;

/** What a deployment has logged, group by group. */
export type Sample = {
	readonly deploymentId: string;
	readonly entryCount: number;
	/** The times of its oldest and its newest entry; both 0 where there is none. */
	readonly from: Micros;
	readonly to: Micros;
	/** There is no more than that. */
	readonly isWhole: boolean;
	readonly firstError?: Entry;
	readonly groups: ReadonlyMap<number, GroupCount>;
};

type GroupCount = {
	readonly count: number;
	/** Of its worst level, 0 for the worst of all. */
	readonly rank: number;
	readonly level: string;
};

/** Reads a deployment's newest entries that match, as many as are asked for. */
export async function readSample(
	target: Target,
	{filter, range, limit = defaultLimit}: Options,
	grouping: Grouping,
): Promise<Sample> {
	const feed = createFeed(target);
	const groups = new Map<number, GroupCount>();
	let entryCount = 0;
	let from = Number.POSITIVE_INFINITY;
	let to = Number.NEGATIVE_INFINITY;
	let isWhole = true;
	let firstError: Entry | undefined;
	const take = (entry: Entry) => {
		const {time, level, message} = entry;
		const group = grouping.groupOf(message);
		const known = groups.get(group);
		const rank = rankOf(level);
		groups.set(group, {
			count: (known?.count ?? 0) + 1,
			...(known === undefined || rank < known.rank
				? {rank, level}
				: {rank: known.rank, level: known.level}),
		});
		entryCount++;
		from = Math.min(from, time);
		to = Math.max(to, time);
		if (
			levelOf(level) === 'error' &&
			(firstError === undefined || time < firstError.time)
		) {
			firstError = entry;
		}
	};

	const pages = pastPages(
		{filter, range, order: 'desc', limit: feed.traits.pageLimit},
		limit,
		{
			feed,
			clock: systemClock,
			random: Math.random,
			signal: new AbortController().signal,
			// What is no entry has no pattern.
			onMalformed: () => undefined,
			onMissing() {
				isWhole = false;
			},
		},
	);
	for await (const {lines} of pages) {
		const room = limit - entryCount;
		for (const line of lines.slice(0, room)) {
			take(line.read());
		}

		if (lines.length > room) {
			isWhole = false;
			break;
		}
	}

	return {
		deploymentId: target.deploymentId,
		entryCount,
		from: entryCount === 0 ? 0 : from,
		to: entryCount === 0 ? 0 : to,
		isWhole,
		...(firstError !== undefined && {firstError}),
		groups,
	};
}
