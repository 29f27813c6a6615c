import {loadedFilter} from '../log/query.ts';
import {type Gap, gaps} from '../timeline/coverage.ts';
import {knownCoverage} from '../timeline/known.ts';
import {type Logs} from './logs.ts';

/** Where something that the query on the screen asks for may be missing, oldest first. */
export function knownGaps(logs: Logs): Gap[] {
	const {query} = logs;
	const {range} = query;
	return gaps(knownCoverage(logs), loadedFilter(query), {
		from: range.since ?? 0,
		to: range.until ?? Number.POSITIVE_INFINITY,
	});
}
