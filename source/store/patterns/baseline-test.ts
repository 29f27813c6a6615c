import {createKinTest, saysSomething} from '../../log/pattern.ts';
import {type Grouping} from './grouping.ts';

/** A pattern is the baseline's if one of its groups is, or if the two read as kin: an id without digits is masked in neither or in one of them. */
export function baselineTest(grouping: Grouping): BaselineTest {
	const {version} = grouping;
	let remembered = known.get(grouping);
	if (remembered?.version !== version) {
		remembered = {version, test: createBaselineTest(grouping)};
		known.set(grouping, remembered);
	}

	return remembered.test;
}

/** Whether the baseline is known to have logged something of a pattern. */
type BaselineTest = (pattern: {
	readonly groups: ReadonlySet<number>;
	readonly text: string;
}) => boolean;

/** So many patterns of one baseline are asked about at most. */
export const mostAsked = 60;

/** So unlikely it has to be that a pattern came so often here and never there, if both deployments log it alike. */
const unlikely = 0.025;

/** From so many times as often on, or as seldom, a pattern is said to come more, or less. */
const muchMore = 3;
/** In deviations: what chance alone would hardly do. */
const mostByChance = 4;

/** What has become of a pattern since the baseline. */
export type Change = 'new' | 'gone' | 'more' | 'less';

const known = new WeakMap<
	Grouping,
	{readonly version: number; readonly test: BaselineTest}
>();

function createBaselineTest(grouping: Grouping): BaselineTest {
	const learned = grouping.learned();
	const texts = [...learned].map((group) => grouping.pattern(group));
	const tests = texts
		.filter((text) => saysSomething(text))
		.map((text) => createKinTest(text));
	const results = new Map<string, boolean>();
	const isKin = (text: string) => {
		let result = results.get(text);
		if (result === undefined) {
			const isKinOf = createKinTest(text);
			result =
				tests.some((isOf) => isOf(text)) ||
				(saysSomething(text) && texts.some((one) => isKinOf(one)));
			results.set(text, result);
		}

		return result;
	};

	return ({groups, text}) =>
		[...groups].some((group) => learned.has(grouping.rootOf(group))) ||
		isKin(text);
}

/**
Whether a pattern that came `count` times among `here` entries, and never among the `there` entries of the baseline, is one that the baseline does not log.

If both logged it alike, each of its entries would be one of the `here` by chance with the share that these have of all: of a baseline that is too small, or of a pattern that is too rare, nothing can be said.
*/
export function isNewFor(
	count: number,
	{here, there}: {readonly here: number; readonly there: number},
): boolean {
	return there > 0 && (here / (here + there)) ** count < unlikely;
}

/** How often a pattern has to come before it can be called new. */
export function leastNewCount(sizes: {
	readonly here: number;
	readonly there: number;
}): number {
	const {here, there} = sizes;
	return there === 0 || here === 0
		? Number.POSITIVE_INFINITY
		: Math.max(
				1,
				Math.floor(Math.log(unlikely) / Math.log(here / (here + there))) + 1,
			);
}

/**
How much more often than in the baseline a pattern comes, of as many entries; nothing where that is little, or may be chance.

It is held against its share of what was logged, not against time: twice the traffic is not twice the trouble.
*/
export function shareRatio(
	{count, here}: {readonly count: number; readonly here: number},
	{was, there}: {readonly was: number; readonly there: number},
): number | undefined {
	if (was === 0 || there === 0 || here === 0) {
		return undefined;
	}

	const expected = (was / there) * here;
	const ratio = count / expected;
	// Both are counted, so both may be off.
	const deviation = Math.sqrt(expected * (1 + here / there));
	return (ratio >= muchMore || ratio <= 1 / muchMore) &&
		Math.abs(count - expected) > mostByChance * deviation
		? ratio
		: undefined;
}
