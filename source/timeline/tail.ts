import {type Micros} from '../log/entry.ts';
import {type Filter, isSameFilter} from '../log/query.ts';
import {
	type LiveConnection,
	type RegionTimes,
	type Tail,
} from './connection.ts';
import {gaps} from './coverage.ts';
import {delayBefore, lagging, longestLag, mostSkew} from './lag.ts';
import {type Page} from './page.ts';
import {type FailedGap, type Timeline} from './timeline.ts';

/** Finds the seam with the live stream of which a page tells: one that reaches up to the server's now. */
export function tailOf(
	{connection}: Pick<Timeline, 'connection'>,
	{filter, to}: Pick<Page, 'filter' | 'to'>,
): Tail | undefined {
	return connection.kind === 'live' &&
		isSameFilter(connection.filter, filter) &&
		to === Number.POSITIVE_INFINITY
		? connection.tail
		: undefined;
}

/** What a page of past logs up to the server's now says of the seam with the live stream. */
type SeamReport = {
	/** Where the page begins, and its newest entry of each region. */
	readonly from: Micros;
	readonly newestTimes: RegionTimes;
	/** Whether it has all that the stream has brought up to the server's now, and something of that. */
	readonly hasOwn: boolean;
	readonly margin: Micros;
	/** How far regions are seen to be apart. */
	readonly spread: Micros;
	readonly at: Micros;
};

/** Takes it that nothing since `from` is missing: what the stream brings is all there is. */
export function settleFrom<Held extends Timeline>(
	timeline: Held,
	from: Micros,
): Held {
	const {connection} = timeline;
	return connection.kind === 'live'
		? {...timeline, connection: {...connection, tail: {kind: 'settled', from}}}
		: timeline;
}

/** Joins the past to a live stream as far as a page tells. */
export function tellSeam<Held extends Timeline>(
	timeline: Held,
	connection: LiveConnection,
	report: SeamReport,
): Held {
	const tail = joinTail(connection, report);
	return {
		...timeline,
		isTailOverdue: false,
		failedGaps: hasReached(connection, report)
			? timeline.failedGaps
			: [...timeline.failedGaps, ...neverSettled(timeline, connection, tail)],
		connection: {...connection, tail},
	};
}

/** How far the past is joined to a stream after a page up to the server's now. */
function joinTail(connection: LiveConnection, report: SeamReport): Tail {
	const {from: landedFrom, newestTimes, margin, spread, at} = report;
	const newest = newestOf(newestTimes);
	const {tail, heldFrom} = connection;
	const isSettling = tail.kind === 'settling';
	// Nothing is older than the first instant: where nothing was ever logged, nothing is missing before it.
	const toVerify = Math.max(0, (newest ?? landedFrom) + 1 - margin - spread);
	const from = Math.max(
		isSettling ? tail.verifiedUntil : Math.max(landedFrom, toVerify),
		heldFrom,
	);
	if (hasReached(connection, report)) {
		return {kind: 'settled', from};
	}

	if (isSettling && haveHadTime(tail, at, aheadOf(connection))) {
		return {
			kind: 'settled',
			from: Math.max(from, certainFrom(connection, margin) ?? 0),
		};
	}

	const attempt = isSettling ? tail.attempt + 1 : 0;
	const verifiedUntil = isSettling
		? Math.max(tail.verifiedUntil, toVerify)
		: toVerify;
	return {
		kind: 'settling',
		from,
		verifiedUntil,
		reached: verifiedUntil,
		attempt,
		dueAt: at + delayBefore(attempt),
		deadline: isSettling ? tail.deadline : at + longestLag,
	};
}

/** An answer that comes so much later than it was due was asked for after a pause, or was long in coming. */
const promptness: Micros = 2_000_000;
/** So often at most are past logs asked: in half a minute it is six times. */
const mostAttempts = 8;

/**
Whether past logs have had their time, and were asked in it.

A machine that slept, or a slow server, lets it pass without a question: what the first answer after that lacks may have been logged a moment ago, and is asked for once more.
*/
function haveHadTime(
	{attempt, dueAt, deadline}: Extract<Tail, {readonly kind: 'settling'}>,
	at: Micros,
	ahead: Micros,
): boolean {
	return (
		at >= deadline + ahead &&
		(at < dueAt + promptness || attempt >= mostAttempts)
	);
}

/** From when on a connection's own entries are certain: shortly after its first one. */
export function certainFrom(
	{firstTime}: LiveConnection,
	margin: Micros,
): Micros | undefined {
	return firstTime === undefined ? undefined : firstTime + margin;
}

/** The newest of all regions. */
export function newestOf(times: RegionTimes): Micros | undefined {
	return times.size === 0 ? undefined : Math.max(...times.values());
}

/** By how much all clocks are ahead of the server's, at most: past logs do not tell of what lies ahead. */
function aheadOf({since, firstTimes}: LiveConnection): Micros {
	return since === undefined || firstTimes.size === 0
		? 0
		: Math.min(mostSkew, Math.max(0, Math.min(...firstTimes.values()) - since));
}

/** Whether past logs have caught up with the stream's first entries: with those of any region, by its own clock. */
function hasReached(
	connection: LiveConnection,
	{
		newestTimes,
		hasOwn,
		margin,
		spread,
	}: Pick<SeamReport, 'newestTimes' | 'hasOwn' | 'margin' | 'spread'>,
): boolean {
	const {firstTimes} = connection;
	const certain = certainFrom(connection, margin);
	const newest = newestOf(newestTimes);
	return (
		newest !== undefined &&
		((certain !== undefined && newest >= certain + spread) ||
			hasOwn ||
			[...firstTimes].some(
				([region, time]) => (newestTimes.get(region) ?? 0) >= time + margin,
			))
	);
}

/** What past logs did not tell in all the time that they were given. Where the stream has brought nothing yet, they cannot lag behind it. */
function neverSettled(
	{coverage}: Pick<Timeline, 'coverage'>,
	{tail, filter}: {readonly tail: Tail; readonly filter: Filter},
	next: Tail,
): readonly FailedGap[] {
	return tail.kind === 'settling' && next.kind === 'settled'
		? gaps(coverage, filter, {from: tail.verifiedUntil, to: next.from}).map(
				(gap) => ({...gap, failure: lagging}),
			)
		: [];
}
