import {longestLag, overlapMargin} from './margin.ts';
import {type Landing, type Page} from './page.ts';
import {type Timeline, type TrustedPast} from './timeline.ts';

/** What a page up to the server's now tells, if it reaches so far. */
export function trustedPast(
	timeline: Pick<Timeline, 'lateness' | 'spread' | 'trustedPast'>,
	{filter, order, to, serverTime}: Page,
	{from, entries}: Landing,
): TrustedPast | undefined {
	return to === Number.POSITIVE_INFINITY &&
		order === 'desc' &&
		serverTime !== undefined
		? {
				from,
				to: serverTime - longestLag - overlapMargin(timeline),
				filter,
				newest: entries.at(-1)?.time ?? from,
			}
		: timeline.trustedPast;
}
