import {type Options} from '../config/options.ts';
import {createWhereTest} from '../log/refinement.ts';
import {type Line} from './line.ts';
import {lastLines, pastLines, type PastContext} from './past-lines.ts';

/** How many entries are printed where nothing says how many. */
const defaultLimit = 100;

/** What is printed of the past, by the flags. */
export function startLines(
	{filter, where, range, order, limit: given, isFollowing, summary}: Options,
	context: PastContext,
): AsyncGenerator<readonly Line[], void> {
	const {since, until} = range;
	const isAll = since === undefined && until === undefined;
	// What is counted is counted whole.
	const limit =
		given ?? (isAll && summary === undefined ? defaultLimit : undefined);
	const query = {
		filter,
		range,
		limit,
		...(where !== undefined && {isWanted: createWhereTest(where)}),
	};
	// Live entries follow the last ones of the past, not the first ones.
	const isFromStart = since !== undefined && !isFollowing;
	return order === 'desc' || isFromStart || limit === undefined
		? pastLines({...query, order}, context)
		: lastLines({...query, limit}, context);
}
