import {type Micros} from '../log/entry.ts';
import {loadedFilter, type Query} from '../log/query.ts';
import {type Gap, gaps} from '../timeline/coverage.ts';
import {knownCoverage} from '../timeline/known.ts';
import {type Logs} from './logs.ts';

/** Where something that the query on the screen asks for may be missing, oldest first. */
export function knownGaps(logs: Logs): Gap[] {
	const {query} = logs;
	const {range} = query;
	return gaps(knownCoverage(logs), loadedFilter(query), {
		from: range.since ?? 0,
		to: endOfAsked(logs, query),
	});
}

/** Up to where a query asks. What follows the newest entry of a stream may still be on its way; of a file that does not grow all is there. */
export function endOfAsked(
	{traits}: Pick<Logs, 'traits'>,
	{range}: Pick<Query, 'range'>,
): Micros {
	return (
		range.until ??
		(traits.isLive ? Number.POSITIVE_INFINITY : Number.MAX_SAFE_INTEGER)
	);
}
