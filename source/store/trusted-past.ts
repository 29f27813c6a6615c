import {isWider, loadedFilter} from '../log/query.ts';
import {type Gap, type TrustedPast} from './coverage.ts';
import {firstTime} from './buffer/held-times.ts';
import {longestLag, seamMargin} from './known.ts';
import {type Logs} from './logs.ts';
import {type Landing, type Page} from './page.ts';

/** What a page up to the server's now tells, if it reaches so far. */
export function trustedPast(
	logs: Pick<Logs, 'lateness' | 'trustedPast'>,
	{filter, order, to, serverTime}: Page,
	{from, entries}: Landing,
): TrustedPast | undefined {
	return to === Number.POSITIVE_INFINITY &&
		order === 'desc' &&
		serverTime !== undefined
		? {
				from,
				to: serverTime - longestLag - seamMargin(logs),
				filter,
				newest: entries.at(-1)?.time ?? from,
			}
		: logs.trustedPast;
}

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
