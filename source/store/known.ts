import {type Micros} from '../log/entry.ts';
import {loadedFilter} from '../log/query.ts';
import {type Coverage, cover, type Gap, gaps, uncover} from './coverage.ts';
import {type LiveConnection} from './connection.ts';
import {type Logs} from './logs.ts';

const leastMargin: Micros = 2_000_000;
export const mostMargin: Micros = 30_000_000;

/** So long past logs may lag behind live ones. */
export const longestLag: Micros = 30_000_000;

/**
How far entries are taken to stand out of order, in the stream and in past logs: twice as far as they were seen to. Where a stream begins or ends, so much of it is asked for again.

Nothing on the wire bounds it.
*/
export function seamMargin({lateness}: Pick<Logs, 'lateness'>): Micros {
	return Math.min(mostMargin, Math.max(leastMargin, 2 * lateness));
}

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
export function coverageAfter(logs: Logs): Coverage {
	const {coverage, connection, buffer} = logs;
	const certain = uncover(
		coverage,
		(buffer.lastTime ?? 0) + 1 - seamMargin(logs),
		Number.POSITIVE_INFINITY,
	);
	if (connection.kind !== 'live' || connection.tail.kind === 'open') {
		return certain;
	}

	const {tail, filter} = connection;
	return tail.kind === 'settling'
		? uncover(certain, tail.verifiedUntil, Number.POSITIVE_INFINITY)
		: cover(certain, {
				from: tail.from,
				to: certainUntil(connection, seamMargin(logs)),
				filter,
			});
}

/** Up to when a stream that ends now has brought everything: what came last may have been gathered and come newest first, so it says nothing of what lies between it and what had come before. */
export function certainUntil(
	{lastTime = 0, front}: LiveConnection,
	margin: Micros,
): Micros {
	return Math.min(lastTime + 1 - margin, front?.earlier ?? 0);
}
