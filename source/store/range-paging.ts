import {shortPageLimit} from '../log/feed-traits.ts';
import {type Piece} from './buffer/piece.ts';
import {knownGaps} from './known.ts';
import {type Logs} from './logs.ts';
import {withoutFailed} from './without-failed.ts';

/** In bytes: memory is given out in pieces. */
const spareBytes = 16 * 1024 * 1024;

/** How far the loading of a past range, or of a file, is, which goes on to its end whatever the reader looks at: done, or there is none; under way; stopped by a key; out of room. */
export type RangePaging = 'none' | 'going' | 'stopped' | 'full';

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
