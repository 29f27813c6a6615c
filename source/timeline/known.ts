import {type Micros} from '../log/entry.ts';
import {type LiveConnection} from './connection.ts';
import {type Coverage, cover, uncover} from './coverage.ts';
import {overlapMargin} from './lag.ts';
import {type Timeline} from './timeline.ts';

/** Coverage with what the live stream adds to it from moment to moment. */
export function knownCoverage({
	coverage,
	connection,
}: Pick<Timeline, 'coverage' | 'connection'>): Coverage {
	return connection.kind === 'live' && connection.tail.kind !== 'open'
		? cover(coverage, {
				from: connection.tail.from,
				to: Number.POSITIVE_INFINITY,
				filter: connection.filter,
			})
		: coverage;
}

/** Coverage once the live stream is over: what it brought is known up to shortly before its last entry. The newest instants are not known any more: there may be more entries of them. */
export function coverageAfter(
	timeline: Timeline,
	/** Of the newest entry that is held. */
	newest: Micros,
): Coverage {
	const {coverage, connection} = timeline;
	const margin = overlapMargin(timeline);
	const certain = uncover(
		coverage,
		newest + 1 - margin,
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
				to: certainUntil(connection, margin),
				filter,
			});
}

/** Up to when a stream that ends now has brought everything: what came last may have been gathered and come newest first, so it says nothing of what lies between it and what had come before. */
export function certainUntil(
	{lastTime = 0, front, since, openedAt, heardAt = openedAt}: LiveConnection,
	margin: Micros,
): Micros {
	return Math.min(
		lastTime + 1 - margin,
		front?.earlier ?? 0,
		// The clock of a region may be ahead of the server's.
		since === undefined ? Number.POSITIVE_INFINITY : since + heardAt - openedAt,
	);
}
