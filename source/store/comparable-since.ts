import {type Micros} from '../log/entry.ts';
import {loadedFilter} from '../log/query.ts';
import {gaps} from '../timeline/coverage.ts';
import {knownCoverage} from '../timeline/known.ts';
import {type Logs} from './logs.ts';

/** Since when the entries of all regions are loaded alike, so that their numbers can be compared and do not grow when one region is asked for alone; nothing where that is not so. */
export function comparableSince(logs: Logs): Micros | undefined {
	const {query, buffer} = logs;
	const {lastTime} = buffer;
	if (lastTime === undefined) {
		return undefined;
	}

	const filter = {...loadedFilter(query), regions: []};
	const last = gaps(knownCoverage(logs), filter, {
		from: 0,
		to: lastTime + 1,
	}).at(-1);
	const since = last?.to ?? 0;
	return since > lastTime ? undefined : since;
}
