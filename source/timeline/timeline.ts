import {type Entry, type Micros} from '../log/entry.ts';
import {type Failure} from '../log/failure.ts';
import {type Filter, type Order} from '../log/query.ts';
import {type Connection, type RegionTimes} from './connection.ts';
import {type Coverage, type Gap, type Span} from './coverage.ts';

/** What is known to be complete, and how pages and the live stream add to it. The entries themselves are held elsewhere. */
export type Timeline = {
	readonly coverage: Coverage;
	readonly trustedPast?: TrustedPast;
	readonly connection: Connection;
	/** Connections so far. */
	readonly connectionCount: number;
	/** Pages that go on where another ended. */
	readonly continuations: readonly Continuation[];
	/** Gaps that were asked for in vain and are not asked for again unless a key says so. */
	readonly failedGaps: readonly FailedGap[];
	/** Gaps that past logs, which lag behind, did not reach yet. */
	readonly lags: readonly Lag[];
	/** Lost connections, oldest first. */
	readonly cuts: readonly Cut[];
	/** How much older than the newest entry of its region before it an entry of a live stream has been so far. */
	readonly lateness: Micros;
	/** How much older than the newest entry of any region: clocks of regions differ. */
	readonly spread: Micros;
	/** The time of the newest entry of each region that a live stream has brought. */
	readonly regionTimes: RegionTimes;
	/** What is taken to be whole and asked for once more. */
	readonly rechecks: readonly Recheck[];
	/** Whether a gap at the newest end has been waited for too long to keep silent about it. */
	readonly isTailOverdue: boolean;
};

export type FailedGap = Gap & {readonly failure: Failure};

export type Continuation = {
	readonly filter: Filter;
	readonly order: Order;
	/** Where the page before ended: the newer end of the gap that is left when `desc`, the older one when `asc`. */
	readonly at: Micros;
	/** Absent: what is left of it is asked for by its time. */
	readonly cursor?: string;
	/** The span that the first of the pages was asked for: the cursor belongs to it. */
	readonly range: Gap;
	/** The entries of an instant that the page may have cut in two. */
	readonly carried: readonly Entry[];
	/** The cursors of the pages since one has brought an instant whole. */
	readonly stalled: readonly string[];
};

/** A gap whose newest part past logs did not have yet. */
export type Lag = {
	readonly filter: Filter;
	/** The end of the gap. */
	readonly to: Micros;
	readonly attempt: number;
	/** By our clock. */
	readonly dueAt: Micros;
	readonly deadline: Micros;
};

/** A lost connection, once there is another. */
export type Cut = {
	/** The time of the last entry before it. */
	readonly after: Micros;
	/** What it may have kept from us lies in [from, to). */
	readonly from: Micros;
	readonly to: Micros;
	/** What the connection after it was asked for. */
	readonly filter: Filter;
	/** How long there was no connection. */
	readonly duration: Micros;
	/** Entries that came from past logs since. */
	readonly filledCount: number;
};

/**
A span that is taken to be whole, and is asked for once more when all that may be missing in it must have come to past logs.

At a seam it is the clocks that tell how far past logs have come. That of a region may be wrong by half a minute, and nothing shows it before the region has spoken. To wait for so long at every seam would put a rule into each busy list; to ask once more costs a request.
*/
export type Recheck = Span & {
	/** When it was noted, by our clock. */
	readonly notedAt: Micros;
	/** By our clock. */
	readonly dueAt: Micros;
	/** How often it was asked in vain. */
	readonly failures: number;
};

/**
Of past logs up to the server's now: the span of time of which they were asked when all had come to them that was logged in it, since they lag behind by half a minute at most.

What is loaded does not rest on that, for clocks may differ: the span is asked for again. But of a stream that is lost within seconds nothing else is known, and it is no reason to say that all may be missing.
*/
export type TrustedPast = Span & {
	/** The time of the newest entry that they had by then. */
	readonly newest: Micros;
};

export const emptyTimeline: Timeline = {
	coverage: [],
	connection: {kind: 'connecting', after: 'nothing'},
	connectionCount: 0,
	continuations: [],
	failedGaps: [],
	lags: [],
	cuts: [],
	lateness: 0,
	spread: 0,
	regionTimes: new Map(),
	rechecks: [],
	isTailOverdue: false,
};
