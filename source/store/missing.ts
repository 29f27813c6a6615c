import {type Micros} from '../log/entry.ts';
import {loadedFilter, type Query, isWider} from '../log/query.ts';
import {toSpan} from '../log/time-range.ts';
import {type Gap, gaps} from '../timeline/coverage.ts';
import {knownCoverage} from '../timeline/known.ts';
import {type FailedGap, type TrustedPast} from '../timeline/timeline.ts';
import {shortPageLimit} from '../log/feed-traits.ts';
import {levels} from '../log/level.ts';
import {type Logs} from './logs.ts';
import {countBetween, firstTime} from './buffer/look-up.ts';
import {type Piece} from './buffer/piece.ts';

/** Where something that the query on the screen asks for may be missing, oldest first. */
export function knownGaps(logs: Logs): Gap[] {
	const {query} = logs;
	const {range} = query;
	return gaps(knownCoverage(logs), loadedFilter(query), {
		from: range.since ?? 0,
		to: endOfAsked(logs, query),
	});
}

/** How many entries are held of the time that the query asks for, whether they match or not. */
export function heldCount({buffer, query: {range}}: Logs): number {
	const {from, to} = toSpan(range);
	return from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY
		? buffer.count
		: countBetween(buffer, from, to);
}

/** Up to where a query asks. What follows the newest entry of a stream may still be on its way; of a file that does not grow all is there. */
export function endOfAsked(
	{traits}: Pick<Logs, 'traits'>,
	{range}: Pick<Query, 'range'>,
): Micros {
	return (
		range.until ??
		(traits.isLive ? Number.POSITIVE_INFINITY : Number.MAX_SAFE_INTEGER)
	);
}

/** Since when the entries of all regions are loaded alike, so that their numbers can be compared and do not grow when one region is asked for alone; nothing where that is not so. */
export function comparableSince(logs: Logs): Micros | undefined {
	const {query, buffer} = logs;
	const {lastTime} = buffer;
	if (lastTime === undefined) {
		return undefined;
	}

	const filter = {...loadedFilter(query), regions: []};
	const last = gaps(knownCoverage(logs), filter, {
		from: 0,
		to: lastTime + 1,
	}).at(-1);
	const since = last?.to ?? 0;
	return since > lastTime ? undefined : since;
}

/** What is left of gaps without those that cannot be had. */
export function withoutFailed(
	open: readonly Gap[],
	failed: readonly FailedGap[],
): readonly Gap[] {
	let left = open;
	for (const {from, to} of failed) {
		left = left.flatMap((gap) =>
			[
				{from: gap.from, to: Math.min(gap.to, from)},
				{from: Math.max(gap.from, to), to: gap.to},
			].filter((part) => part.from < part.to),
		);
	}

	return left;
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

/** How far the loading of a past range or of a file has come; it goes on to the end whatever the reader looks at. `none`: it is done, or there is nothing to load; `going`: it is under way; `stopped`: by a key; `full`: there is no more room. */
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
