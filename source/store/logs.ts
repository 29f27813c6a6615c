import {type Entry, type Micros} from '../log/entry.ts';
import {type FeedTraits} from '../log/feed-traits.ts';
import {type Failure} from '../log/failure.ts';
import {type Filter, type Order, type Query} from '../log/query.ts';
import {type Connection} from './connection.ts';
import {type Coverage, type Gap, type TrustedPast} from './coverage.ts';
import {type Histogram} from './histogram/histogram.ts';
import {type EntryId, type LogBuffer} from './buffer/log-buffer.ts';
import {type Mark} from './mark.ts';
import {type Page} from './page.ts';
import {type View} from './view/view.ts';

export type Logs = {
	/** What the feed is and can do. */
	readonly traits: FeedTraits;
	readonly buffer: LogBuffer;
	/** The loaded entries that are shown. */
	readonly view: View;
	/** The loaded entries that match `query`: the same view, unless everything around them is shown too. */
	readonly matches: View;
	/** How `matches` are spread over time. */
	readonly histogram: Histogram;
	readonly coverage: Coverage;
	readonly trustedPast?: TrustedPast;
	readonly connection: Connection;
	/** What is shown. */
	readonly query: Query;
	/** What the server was asked: follows `query` as soon as the keys rest. */
	readonly asked: Query;
	readonly back: readonly Query[];
	readonly forward: readonly Query[];
	readonly selection: Selection;
	readonly marks: readonly Mark[];
	/** Where a range of entries was begun that goes to the selected one. */
	readonly rangeFrom?: Mark;
	/** The newest entry that the reader has seen since the end was left; absent while it is followed. */
	readonly seen?: {readonly id: EntryId; readonly time: Micros};
	/** The row of the list, from 0, on which the selected entry begins; negative when that is above the list. */
	readonly selectedRow: number;
	/** How many rows an entry takes: handed in by who draws them. */
	readonly rowsOf: (id: EntryId) => number;
	/** When the reader's day began that an instant is in; absent while times are told without days. */
	readonly startOfDay?: (time: Micros) => Micros;
	/** Rows of the list. */
	readonly height: number;
	/** Pages that go on where another ended. */
	readonly continuations: readonly Continuation[];
	/** Gaps that were asked for in vain and are not asked for again unless a key says so. */
	readonly failedGaps: readonly FailedGap[];
	/** Gaps that past logs, which lag behind, did not reach yet. */
	readonly lags: readonly Lag[];
	/** A key has stopped the loading of a past range to its end. */
	readonly isPagingStopped: boolean;
	/** Oldest first. */
	readonly cuts: readonly Cut[];
	/** How much older than the newest entry before it an entry of a live stream has been so far. */
	readonly lateness: Micros;
	/** Since when a gap at the newest end has been waited for too long to keep silent about it. */
	readonly isTailOverdue: boolean;
	readonly malformedCount: number;
	/** Connections so far. */
	readonly connectionCount: number;
	readonly rate: Rate;
	/** Grows when everything is asked for again by a key. */
	readonly reloads: number;
	/** At most so many entries are held. */
	readonly limit: number;
	/** At most so many bytes of memory are held for them, but for the last segments. */
	readonly byteLimit: number;
};

/** Which entry the keys act on, in a way that survives what lands, is evicted or is filtered out. */
export type Selection =
	/** The newest one, whichever that is: following. */
	| {readonly kind: 'newest'}
	/** The first one of the list, whichever that is. */
	| {readonly kind: 'first'}
	| {readonly kind: 'entry'; readonly id: EntryId; readonly time: Micros}
	/** One that may not be loaded yet; once it is, it is known by its id. */
	| {readonly kind: 'awaited'; readonly entry: Entry}
	/** The rule before the entries at `time`. */
	| {readonly kind: 'rule'; readonly time: Micros}
	/** Whatever stands at an instant. */
	| {readonly kind: 'instant'; readonly time: Micros};

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
	readonly carried: Page['entries'];
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

export type FailedGap = Gap & {readonly failure: Failure};

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

/** How fast entries arrive, counted in whole seconds of our clock. */
export type Rate = {
	readonly second: number;
	readonly counts: readonly number[];
	/** Time of the last arrival, by our clock, once nothing has come for a while. */
	readonly quietSince?: Micros;
};
