import {createKinTest} from '../../log/pattern.ts';
import {type Grouping} from './grouping.ts';
import {saysSomething} from './pattern-text.ts';

/** Whether the baseline is known to have logged something of a pattern. */
export type BaselineTest = (pattern: {
	readonly groups: ReadonlySet<number>;
	readonly text: string;
}) => boolean;

const known = new WeakMap<
	Grouping,
	{readonly version: number; readonly test: BaselineTest}
>();

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
