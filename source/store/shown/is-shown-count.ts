import {isSameFilter} from '../../log/query.ts';
import {isSameRefinements} from '../../log/refinement.ts';
import {type State} from '../state.ts';
import {type CountAsk} from '../range-count.ts';

/** Whether what is shown is what was asked to be counted: another field, span or filter is another count. */
export function isShownCount(
	{screen: {mode}, logs: {query}}: State,
	{by, width, filter, refinements}: CountAsk,
): boolean {
	const isShown =
		mode.kind === 'counts'
			? mode.by === by && mode.width === width
			: mode.kind === 'top' && mode.field === by && width === undefined;
	return (
		isShown &&
		isSameFilter(filter, query.filter) &&
		isSameRefinements(refinements, query.refinements)
	);
}
