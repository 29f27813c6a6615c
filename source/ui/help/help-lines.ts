import {fit} from '../../text/fit.ts';
import {type Binding} from '../keys/binding.ts';
import {ownDetailKeys} from '../keys/detail-keys.ts';
import {keyLabel} from '../keys/key-label.ts';
import {groupsOf} from '../keys/key-table.ts';
import {ownPatternKeys} from '../keys/pattern-list-keys.ts';
import {listKeys} from '../keys/list-keys.ts';
import {textKeys} from '../keys/prompt-keys.ts';

/** A row of the help: the title of a group, a key with its help, or nothing. */
export type HelpLine = {
	readonly title?: string;
	readonly keys?: string;
	readonly help?: string;
};

const leastColumnsForTwo = 120;

/** What the help shows, in one or two columns. */
export function helpLines(columns: number): ReadonlyArray<readonly HelpLine[]> {
	const hasTwo = columns >= leastColumnsForTwo;
	let lines = remembered.get(hasTwo);
	if (lines === undefined) {
		lines = inColumns(hasTwo);
		remembered.set(hasTwo, lines);
	}

	return lines;
}

/** The keys are the same throughout, and each row asks for them. */
const remembered = new Map<boolean, ReadonlyArray<readonly HelpLine[]>>();

function inColumns(hasTwo: boolean): ReadonlyArray<readonly HelpLine[]> {
	const withKeys = [
		...listKeys,
		...ownDetailKeys,
		...ownPatternKeys,
		...textKeys,
	].filter(({keys}) => keys.length > 0);
	const groups = groupsOf(withKeys).map(({group, bindings}) => [
		{title: group === 'Prompt' ? 'In the text prompt' : group},
		...bindings.map((binding) => lineOf(binding)),
		{},
	]);
	if (!hasTwo) {
		return groups.flat().map((line) => [line]);
	}

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

function lineOf({keys, help}: Binding): HelpLine {
	return {keys: fit(keys.map((key) => keyLabel(key)).join(' '), 12), help};
}
