import {type Entry, hasOwnTime, type Micros} from '../log/entry.ts';
import {type Failure} from '../log/failure.ts';
import {isSameFilter} from '../log/query.ts';
import {
	type LiveConnection,
	type RegionTimes,
	type Tail,
} from './connection.ts';
import {cover, type Coverage, type Gap, uncover} from './coverage.ts';
import {fillCut} from './cut.ts';
import {lagsAfter, seamMargin, longestLag, overlapMargin} from './lag.ts';
import {tellEarly} from './open-connection.ts';
import {goesOn, type Landing, type Page} from './page.ts';
import {failRecheck, recheckBegin, recheckPage} from './recheck.ts';
import {certainFrom, newestOf, tailOf, tellSeam} from './tail.ts';
import {type FailedGap, type Timeline, type TrustedPast} from './timeline.ts';

/** What became of a page's entries where they are held. */
export type Placed = {
	/** How many more entries are held than before. */
	readonly freshCount: number;
	/** Whether the page has all that the live stream has brought of its span, and something of that. */
	readonly hasOwn: boolean;
	/** Whether it lacks something that was there before the stream: past logs tell less than they did. */
	readonly lacksOther: boolean;
};

/** Notes what a page has brought, once its entries are placed, and what it says of the seam with the live stream. */
export function landPage<Held extends Timeline>(
	timeline: Held,
	page: Page,
	landed: Landing,
	{freshCount, hasOwn, lacksOther, at}: Placed & {readonly at: Micros},
): Held {
	const tail = tailOf(timeline, page);
	const newestTimes = newestTimesOf(landed, tail);
	const newest = newestOf(newestTimes) ?? lastOwnTime(landed.entries);
	const landing =
		hasOwn && isCaughtUp(timeline, page, newest)
			? {...landed, certainTo: page.to}
			: landed;
	const isSettling = tail?.kind === 'settling';
	// Whether it is one of several pages that tell of the seam together.
	const isBetween = tail !== undefined && page.order === 'asc' && goesOn(page);
	const lags = lagsAfter(timeline, page, landing, at);
	const next: Held = {
		...timeline,
		lags: lags.lags,
		failedGaps: [...lags.failedGaps, ...passedOverGaps(page)],
		cuts: fillCut(timeline, page, landing, freshCount),
		trustedPast: trustedPast(timeline, page, landing),
		coverage:
			isBetween && isSettling
				? timeline.coverage
				: coverPage(timeline, page, {
						from: isSettling ? tail.verifiedUntil : landing.from,
						to: landing.certainTo,
					}),
		...recheckPage(timeline, page, landing, {at, lacksOther}),
	};
	if (next.connection.kind !== 'live') {
		return page.to === Number.POSITIVE_INFINITY
			? {
					...next,
					isTailOverdue: false,
					connection: tellEarly(next.connection),
				}
			: next;
	}

	const connection = joinStream(next.connection, landed, newest);
	if (tail === undefined) {
		return {...next, connection};
	}

	if (isBetween) {
		const reached = landing.certainTo;
		const told = {newest: newestTimes};
		return {
			...next,
			isTailOverdue: false,
			connection: {
				...connection,
				tail: isSettling
					? {...tail, ...told, reached, dueAt: 0}
					: {...tail, ...told},
			},
		};
	}

	return tellSeam(next, connection, {
		from: landing.from,
		newestTimes,
		hasOwn:
			hasOwn &&
			(page.serverTime !== undefined ||
				(newest ?? 0) >= (connection.lastTime ?? Number.POSITIVE_INFINITY)),
		margin: seamMargin(timeline),
		spread: timeline.spread,
		at,
	});
}

/** An entry up to the end of a page may come from the stream as well. */
function joinStream(
	connection: LiveConnection,
	{entries}: Landing,
	newest: Micros | undefined,
): LiveConnection {
	return {
		...connection,
		joinedUntil: Math.max(
			connection.joinedUntil,
			newest ?? 0,
			entries.at(-1)?.time ?? 0,
		),
	};
}

/** The time of the newest entry of each region in a page, and in those that tell of the seam together with it: the last one may be empty. */
function newestTimesOf(
	{entries}: Landing,
	tail: Tail | undefined,
): RegionTimes {
	if (tail === undefined || tail.kind === 'settled') {
		return new Map();
	}

	const times = new Map(tail.newest);
	for (const entry of entries) {
		const {region, time} = entry;
		if (hasOwnTime(entry)) {
			times.set(region, Math.max(times.get(region) ?? time, time));
		}
	}

	return times;
}

/** Of the last of some entries that stands at its own time. */
function lastOwnTime(entries: readonly Entry[]): Micros | undefined {
	return entries.findLast((entry) => hasOwnTime(entry))?.time;
}

const passedOver: Failure = {
	message: 'One instant holds more entries than the server gives.',
	isRefusal: false,
};

/** What a page could not bring, and nobody is asked for again. */
function passedOverGaps(page: Page): readonly FailedGap[] {
	return (page.passedOver ?? []).map(({from, to, why}) => ({
		from,
		to,
		failure: why === undefined ? passedOver : {message: why, isRefusal: false},
	}));
}

/** Adds what a page has whole, but for what it passed over. */
function coverPage(
	{coverage}: Timeline,
	page: Page,
	{from, to}: Gap,
): Coverage {
	let covered = cover(coverage, {from, to, filter: page.filter});
	for (const gap of page.passedOver ?? []) {
		covered = uncover(covered, gap.from, gap.to);
	}

	return covered;
}

/** Notes that what was asked for cannot be had. */
export function failPage<Held extends Timeline>(
	timeline: Held,
	{
		from,
		to,
		failure,
		serverTime,
	}: Gap & {
		readonly failure: Failure;
		/** Now, by the server's clock. */
		readonly serverTime: Micros;
	},
): Held {
	const {connection, failedGaps} = timeline;
	const rechecked = failRecheck(timeline, {from, to, failure});
	if (rechecked !== undefined) {
		return rechecked;
	}

	const told = tellEarly(connection);
	if (to === Number.POSITIVE_INFINITY && told !== connection) {
		// The stream is about to tell why, and its page is asked for in any case.
		return {...timeline, connection: told, isTailOverdue: false};
	}

	if (to !== Number.POSITIVE_INFINITY || connection.kind !== 'live') {
		return {...timeline, failedGaps: [...failedGaps, {from, to, failure}]};
	}

	const margin = seamMargin(timeline);
	const certain =
		certainFrom(connection, margin) ?? Math.max(from, serverTime) + margin;
	const begun = recheckBegin(timeline, connection, {
		since: connection.since ?? serverTime,
		newest: serverTime,
	});
	return {
		...timeline,
		rechecks: begun.rechecks,
		failedGaps: [...failedGaps, {from, to: certain, failure}],
		connection: {...begun.connection, tail: {kind: 'settled', from: certain}},
		isTailOverdue: false,
	};
}

/** Whether past logs have all that the open stream has brought: what was logged before it is there then as well. */
function isCaughtUp(
	{connection}: Timeline,
	page: Page,
	newest: Micros | undefined,
): boolean {
	return (
		connection.kind === 'live' &&
		isSameFilter(connection.filter, page.filter) &&
		page.to !== Number.POSITIVE_INFINITY &&
		(page.order === 'desc' || !goesOn(page)) &&
		newest !== undefined &&
		newest >= (connection.lastTime ?? Number.POSITIVE_INFINITY)
	);
}

/** What a page up to the server's now tells, if it reaches so far. */
function trustedPast(
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
				newest: lastOwnTime(entries) ?? from,
			}
		: timeline.trustedPast;
}
