import {
	type Pattern,
	type PatternList,
} from '../../store/shown/pattern-list.ts';
import {type State} from '../../store/state.ts';

/** Which patterns are on the screen. */
export type PatternViewport = {
	readonly shown: readonly Pattern[];
	/** The index of the first of them in the list. */
	readonly top: number;
	/** That of the selected one; it keeps its row while counts grow. */
	readonly selected: number;
	/** Rows below the heading. */
	readonly height: number;
};

/** On `rowCount` rows, the heading's among them. */
export function patternViewport(
	{patterns}: PatternList,
	state: State,
	rowCount: number,
): PatternViewport {
	const {grouping, selected, selectedRow} = state.patterns;
	const height = Math.max(1, rowCount - 1);
	const root = selected === undefined ? -1 : grouping.rootOf(selected);
	const found = patterns.findIndex(({groups}) => groups.has(root));
	const index =
		found === -1
			? Math.max(0, Math.min(selectedRow, patterns.length - 1))
			: found;
	const row = Math.max(0, Math.min(selectedRow, height - 1));
	const top = Math.max(0, Math.min(index - row, patterns.length - height));
	return {
		shown: patterns.slice(top, top + height),
		top,
		selected: index,
		height,
	};
}
