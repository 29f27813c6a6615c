import {type Micros} from '../log/entry.ts';
import {type Coverage, cover, type Gap, gaps, uncover} from './coverage.ts';
import {type Logs} from './state.ts';

/**
How far entries may stand out of order, in the stream and in past logs. Where a stream begins or ends, so much of it is asked for again.
*/
export const seamMargin: Micros = 2_000_000;

/** Coverage with what the live stream adds to it from moment to moment. */
export function knownCoverage({coverage, connection}: Logs): Coverage {
	return connection.kind === 'live' && connection.tail.kind !== 'open'
		? cover(coverage, {
				from: connection.tail.from,
				to: Number.POSITIVE_INFINITY,
				filter: connection.filter,
			})
		: coverage;
}

/** Where something that the query on the screen asks for may be missing, oldest first. */
export function knownGaps(logs: Logs): Gap[] {
	const {filter, range} = logs.query;
	return gaps(knownCoverage(logs), filter, {
		from: range.since ?? 0,
		to: range.until ?? Number.POSITIVE_INFINITY,
	});
}

/** Coverage once the live stream is over: what it brought is known up to shortly before its last entry. */
export function coverageAfter({coverage, connection}: Logs): Coverage {
	if (connection.kind !== 'live' || connection.tail.kind === 'open') {
		return coverage;
	}

	const {from, kind} = connection.tail;
	return kind === 'settling'
		? uncover(coverage, from, Number.POSITIVE_INFINITY)
		: cover(coverage, {
				from,
				to: (connection.lastTime ?? from) - seamMargin,
				filter: connection.filter,
			});
}
