import {wrapWords} from '../../text/wrap-words.ts';
import {type Binding} from '../keys/binding.ts';
import {ownDetailKeys} from '../detail/detail-keys.ts';
import {keyLabel} from '../keys/key-label.ts';
import {groupsOf} from '../keys/key-table.ts';
import {ownPatternKeys} from '../patterns/pattern-list-keys.ts';
import {listKeys} from '../app-logs/list-keys.ts';
import {textKeys} from '../prompts/prompt-keys.ts';

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
export function helpLines(columns: number): ReadonlyArray<readonly HelpLine[]> {
	if (columns !== lastColumns) {
		lastColumns = columns;
		lastLines =
			columns < leastColumnsForTwo
				? groupsIn(columns)
						.flat()
						.map((line) => [line])
				: inTwo(groupsIn(Math.floor(columns / 2)));
	}

	return lastLines;
}

/** The keys are the same throughout, and each row asks for them. */
let lastColumns = 0;
let lastLines: ReadonlyArray<readonly HelpLine[]> = [];

/** In a column of `width` cells. */
function groupsIn(width: number): ReadonlyArray<readonly HelpLine[]> {
	const withKeys = [
		...listKeys,
		...ownDetailKeys,
		...ownPatternKeys,
		...textKeys,
	].filter(({keys}) => keys.length > 0);
	return groupsOf(withKeys).map(({group, bindings}) => [
		{title: group === 'Prompt' ? 'In the text prompt' : group},
		...bindings.flatMap((binding) => linesOf(binding, width - keysWidth)),
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
function linesOf({keys, help}: Binding, width: number): HelpLine[] {
	return wrapWords(help, width).map((words, index) => ({
		keys: index === 0 ? keys.map((key) => keyLabel(key)).join(' ') : '',
		help: words,
	}));
}
