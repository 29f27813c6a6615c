import {type Micros} from '../log/entry.ts';
import {type LiveConnection} from './connection.ts';
import {type Coverage, cover, uncover} from './coverage.ts';
import {seamMargin} from './margin.ts';
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

/** Coverage once the live stream is over: what it brought is known up to shortly before its last entry, and the newest instants, which may still get company, are not known any more. */
export function coverageAfter(
	timeline: Timeline,
	/** Of the newest entry that is held. */
	newest: Micros,
): Coverage {
	const {coverage, connection} = timeline;
	const margin = seamMargin(timeline);
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
	{lastTime = 0, front}: LiveConnection,
	margin: Micros,
): Micros {
	return Math.min(lastTime + 1 - margin, front?.earlier ?? 0);
}
