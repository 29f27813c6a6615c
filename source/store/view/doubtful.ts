import {isWider, loadedFilter} from '../../log/query.ts';
import {type Gap} from '../../timeline/coverage.ts';
import {type TrustedPast} from '../../timeline/timeline.ts';
import {firstTime} from '../buffer/held-times.ts';
import {type Logs} from '../logs.ts';

/** What of a gap without an end there is reason to doubt. */
export function doubtful(gap: Gap, logs: Logs): Gap {
	const {trustedPast: past, buffer, query} = logs;
	return past !== undefined &&
		gap.to === Number.POSITIVE_INFINITY &&
		past.from <= gap.from &&
		past.to > gap.from &&
		isWider(past.filter, loadedFilter(query)) &&
		!isRefuted(past, buffer)
		? {...gap, from: past.to}
		: gap;
}

/** Whether a stream has brought what past logs ought to have had. */
function isRefuted({newest, to}: TrustedPast, buffer: Logs['buffer']): boolean {
	const later = firstTime(buffer, newest + 1);
	return later !== undefined && later < to;
}
