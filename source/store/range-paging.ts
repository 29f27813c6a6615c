import {shortPageLimit} from '../log/feed-traits.ts';
import {levels} from '../log/level.ts';
import {type Piece} from './buffer/piece.ts';
import {knownGaps, withoutFailed} from './missing.ts';
import {type Logs} from './logs.ts';

/** Tells how far the loading of a past range has come. */
export function rangePaging(logs: Logs): RangePaging {
	const {since, until} = logs.query.range;
	const hasEnds = since !== undefined && until !== undefined;
	if (
		!(hasEnds || logs.traits.isAtHand === true) ||
		withoutFailed(knownGaps(logs), logs.failedGaps).length === 0
	) {
		return 'none';
	}

	if (logs.isPagingStopped) {
		return 'stopped';
	}

	return hasRoom(logs) ? 'going' : 'full';
}

/** In bytes: memory is given out in pieces. */
const spareBytes = 16 * 1024 * 1024;

/** How far the loading of a past range, or of a file, is, which goes on to its end whatever the reader looks at: done, or there is none; under way; stopped by a key; out of room. */
type RangePaging = 'none' | 'going' | 'stopped' | 'full';

/** Whether what the query lets through may be far between, since more is asked for than that: it is searched for. */
export function isNarrowedHere({
	query: {filter, refinements, scope},
	traits,
}: Pick<Logs, 'query' | 'traits'>): boolean {
	const isRun = filter.levels.every((name) =>
		(levels as readonly string[]).slice(0, filter.levels.length).includes(name),
	);
	return (
		scope === 'matches' &&
		(refinements.length > 0 ||
			(traits.regions === 'here' && filter.regions.length > 0) ||
			(traits.levels === 'minimum' && !isRun))
	);
}

/** Whether a key has stopped the search for what is far between. */
export function isSearchStopped(logs: Logs): boolean {
	return logs.isPagingStopped && isNarrowedHere(logs);
}

/** Whether a page more would drive out nothing of the range itself. */
export function hasRoom({
	traits,
	buffer,
	limit,
	byteLimit,
	query,
}: Logs): boolean {
	const inside = buffer.pieces.filter((piece) => !isOutside(piece, query));
	let count = 0;
	for (const piece of inside) {
		count += piece.count;
	}

	return (
		count + shortPageLimit(traits) <= limit &&
		(inside.length < buffer.pieces.length ||
			buffer.allocated + spareBytes <= byteLimit)
	);
}

/** Whether the query asks for nothing of a piece. */
export function isOutside(
	{firstTime, lastTime}: Piece,
	{range: {since = 0, until = Number.POSITIVE_INFINITY}}: Logs['query'],
): boolean {
	return lastTime < since || firstTime >= until;
}
