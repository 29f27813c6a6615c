import {wrapWords} from '../../text/wrap.ts';
import {type Binding, labelsOf} from '../keys/binding.ts';

/** A row of the help: the title of a group, a key with its help or the rest of that, or nothing. */
export type HelpLine = {
	readonly title?: string;
	readonly keys?: string;
	readonly help?: string;
};

/** The cells of the keys, with those before and after them. */
export const keysWidth = 16;
const leastColumnsForTwo = 120;

/** What the help shows, in one or two columns. */
export function helpLines(
	bindings: readonly Binding[],
	columns: number,
): ReadonlyArray<readonly HelpLine[]> {
	return columns < leastColumnsForTwo
		? groupsIn(bindings, columns)
				.flat()
				.map((line) => [line])
		: inTwo(groupsIn(bindings, Math.floor(columns / 2)));
}

/** Bindings by group, in the order in which groups first come; those without a key are for the palette alone. */
export function groupsOf(bindings: readonly Binding[]): Array<{
	readonly group: string;
	readonly bindings: readonly Binding[];
}> {
	const withKeys = bindings.filter(({keys}) => keys.length > 0);
	return [...new Set(withKeys.map(({group}) => group))].map((group) => ({
		group,
		bindings: withKeys.filter((binding) => binding.group === group),
	}));
}

/** In a column of `width` cells. */
function groupsIn(
	bindings: readonly Binding[],
	width: number,
): ReadonlyArray<readonly HelpLine[]> {
	return groupsOf(bindings).map((one) => [
		{title: one.group},
		...one.bindings.flatMap((binding) => linesOf(binding, width - keysWidth)),
		{},
	]);
}

/** Side by side, each about as high as the other. */
function inTwo(
	groups: ReadonlyArray<readonly HelpLine[]>,
): ReadonlyArray<readonly HelpLine[]> {
	const half = groups.flat().length / 2;
	const left: HelpLine[] = [];
	const right: HelpLine[] = [];
	for (const group of groups) {
		(left.length + group.length / 2 <= half ? left : right).push(...group);
	}

	return Array.from(
		{length: Math.max(left.length, right.length)},
		(_, index) => [left[index] ?? {}, right[index] ?? {}],
	);
}

/** What has no room in one line goes on in the next. */
function linesOf(binding: Binding, width: number): HelpLine[] {
	return wrapWords(binding.help, width).map((words, index) => ({
		keys: index === 0 ? labelsOf(binding) : '',
		help: words,
	}));
}
