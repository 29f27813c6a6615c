import {type Micros} from '../log/entry.ts';
import {loadedFilter} from '../log/query.ts';
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
	const {query} = logs;
	const {range} = query;
	return gaps(knownCoverage(logs), loadedFilter(query), {
		from: range.since ?? 0,
		to: range.until ?? Number.POSITIVE_INFINITY,
	});
}

/** Coverage once the live stream is over: what it brought is known up to shortly before its last entry, and the newest instants, which may still get company, are not known any more. */
export function coverageAfter({coverage, connection, buffer}: Logs): Coverage {
	const certain = uncover(
		coverage,
		(buffer.lastTime ?? 0) + 1 - seamMargin,
		Number.POSITIVE_INFINITY,
	);
	if (connection.kind !== 'live' || connection.tail.kind === 'open') {
		return certain;
	}

	const {tail} = connection;
	return tail.kind === 'settling'
		? uncover(certain, tail.verifiedUntil, Number.POSITIVE_INFINITY)
		: cover(certain, {
				from: tail.from,
				to: (connection.lastTime ?? tail.from) + 1 - seamMargin,
				filter: connection.filter,
			});
}
