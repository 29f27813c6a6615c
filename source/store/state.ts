import {type Deployment} from '../log/deployment.ts';
import {type BuildEntry, type Entry, type Micros} from '../log/entry.ts';
import {type Failure} from '../log/failure.ts';
import {type Filter, type Order, type Query} from '../log/query.ts';
import {type Coverage, type Gap} from './coverage.ts';
import {type Histogram} from './histogram/histogram.ts';
import {type EntryId, type LogBuffer} from './log-buffer.ts';
import {type Mark} from './mark.ts';
import {type Page} from './page.ts';
import {type Grouping} from './patterns/grouping.ts';
import {type RegionCount} from './region-counts.ts';
import {type View} from './view.ts';

/** All that is to be seen. Only `buffer`, the views and what is counted of them inside `logs` change in place, and tell so by a version. */
export type State = {
	readonly details: Details;
	readonly build: BuildLog;
	readonly logs: Logs;
	readonly firstError: FirstError;
	readonly patterns: Patterns;
	readonly screen: ScreenState;
	/** What was typed at the text prompt, in this run and earlier ones, the newest first. */
	readonly texts: readonly string[];
	/** The server's clock less ours. */
	readonly clockOffset: Micros;
};

export type Details = {
	readonly deployment?: Deployment;
	/** Of the last request, when it failed. */
	readonly failure?: Failure;
	readonly isLoading: boolean;
	/** Grows when the details are asked for again by a key. */
	readonly reloads: number;
};

export type BuildLog = {
	readonly entries: readonly BuildEntry[];
	/** `growing`: more may come. */
	readonly status: 'loading' | 'growing' | 'ended' | 'failed';
	readonly failure?: Failure;
	readonly malformedCount: number;
	/** Grows when the log is asked for again. */
	readonly reloads: number;
	/** The selected line; absent while it is the last one. */
	readonly selected?: number;
	/** Which lines are of interest; empty for all. */
	readonly search: string;
};

/** The first error since the deployment was made, whatever is loaded or shown. */
export type FirstError =
	/** Not asked yet, or asked in vain. */
	{readonly kind: 'unknown'} | {readonly kind: 'none'} | FoundError;

export type FoundError = {
	readonly kind: 'found';
	readonly entry: Entry;
	/** How many errors since begin with the same line, this one included. */
	readonly count: number;
	/** There are more than were counted. */
	readonly isMore: boolean;
	/** Up to this time the server has counted; what comes live is newer. */
	readonly countedUntil: Micros;
	/** While the server counts: the times of those that came live meanwhile. */
	readonly arrived?: readonly Micros[];
};

/** Messages grouped by their shape, which are counted while they are shown. */
export type Patterns = {
	/** Changes in place. */
	readonly grouping: Grouping;
	readonly order: PatternOrder;
	/** A group of the selected pattern; the first one while absent. */
	readonly selected?: number;
	/** The row of the list, from 0, on which the selected pattern stands. */
	readonly selectedRow: number;
	readonly baseline: Baseline;
};

/** Those that the baseline has not before all others, the worst first; the most frequent first; or those that were first seen last. */
export type PatternOrder = 'new' | 'frequent' | 'newest';

/** What patterns are held against: a sample of the project's previous deployment. */
export type Baseline =
	| {readonly kind: 'unknown'}
	| {
			readonly kind: 'found';
			readonly deploymentId: string;
			/** The span of time in which all its entries are known, both ends included. */
			readonly from: Micros;
			readonly to: Micros;
			/** It has logged no more than that. */
			readonly isWhole: boolean;
	  }
	/** There is no previous deployment, or it cannot be read. */
	| {readonly kind: 'none'; readonly reason?: string};

export type Logs = {
	readonly buffer: LogBuffer;
	/** The loaded entries that are shown. */
	readonly view: View;
	/** The loaded entries that match `query`: the same view, unless everything around them is shown too. */
	readonly matches: View;
	/** How `matches` are spread over time. */
	readonly histogram: Histogram;
	readonly coverage: Coverage;
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

/** The live stream. */
export type Connection =
	/** A past range needs none. */
	| {readonly kind: 'none'}
	| {
			readonly kind: 'connecting';
			/** Only the query has changed. */
			readonly isRequeried?: boolean;
			/** When it was lost, and how often it was tried since. */
			readonly lostAt?: Micros;
			readonly attempt?: number;
			readonly isUnasked?: boolean;
	  }
	| LiveConnection
	| {
			readonly kind: 'reconnecting';
			/** Counted from 1. */
			readonly attempt: number;
			/** By our clock. */
			readonly lostAt: Micros;
			readonly retryAt: Micros;
			readonly failure?: Failure;
			/** The query has changed since it was lost: the next connection asks for it. */
			readonly isUnasked?: boolean;
	  }
	| {
			readonly kind: 'offline';
			/** When it was lost, if it ever was there. */
			readonly lostAt?: Micros;
			readonly failure: Failure;
			readonly isUnasked?: boolean;
	  };

export type LiveConnection = {
	readonly kind: 'live';
	/** Which connection of this run it is, from 1. */
	readonly number: number;
	readonly filter: Filter;
	/** The time of the newest entry that was held when it began. */
	readonly before: Micros;
	/** Up to this time its entries may have come from elsewhere too. */
	readonly joinedUntil: Micros;
	/** What it brought before this time may have been evicted. */
	readonly heldFrom: Micros;
	/** Time of its first entry that is newer than `before`. */
	readonly firstTime?: Micros;
	/** Time of its newest entry. */
	readonly lastTime?: Micros;
	/** When it brought something last, by our clock. */
	readonly heardAt?: Micros;
	readonly front?: Front;
	readonly tail: Tail;
};

/** How far a stream had come, looked at now and then: what it brings may be gathered for a while and come newest first. */
export type Front = {
	/** By our clock. */
	readonly at: Micros;
	/** Time of the newest entry by then. */
	readonly time: Micros;
	/** Time of the newest entry that was there well before that. */
	readonly earlier: Micros;
};

/** How far the past has been joined to a live stream. */
export type Tail =
	/** Past logs were not asked yet. */
	| {readonly kind: 'open'}
	/** All since `from` is held as far as past logs tell. They may lag behind, so what they say of the time since `verifiedUntil` is asked for again. */
	| {
			readonly kind: 'settling';
			readonly from: Micros;
			readonly verifiedUntil: Micros;
			/** Where the next page of this attempt begins. */
			readonly reached: Micros;
			readonly attempt: number;
			/** By our clock. */
			readonly dueAt: Micros;
			readonly deadline: Micros;
	  }
	/** All since `from` is held. */
	| {readonly kind: 'settled'; readonly from: Micros};

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
	/** Absent: the page before is asked for once more. */
	readonly cursor?: string;
	/** The span that the first of the pages was asked for: the cursor belongs to it. */
	readonly range: Gap;
	/** The entries of an instant that the page may have cut in two. */
	readonly carried: Page['entries'];
	/** The cursors of the pages since one has brought an instant whole. */
	readonly stalled: readonly string[];
	/** So many entries has the page had that is asked for once more, because it was shorter than it might be. */
	readonly shortCount?: number;
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

export type Focus = 'deployment' | 'build' | 'logs';

export type ScreenState = {
	readonly columns: number;
	readonly rows: number;
	readonly focus: Focus;
	readonly isZoomed: boolean;
	readonly mode: Mode;
	/** One sentence in the footer: the answer to the last key. */
	readonly notice?: string;
	/** The detail view, while it is open. */
	readonly detail?: Detail;
	/** Cells by which long messages are shifted to the left. */
	readonly shift: number;
	/** How the times of entries are shown: in the zone of the setting, in UTC, or counted from the deployment. */
	readonly times: 'zone' | 'utc' | 'deployment';
	/** Long messages go on on the next row. */
	readonly isWrapped: boolean;
	/** Entries all lines of which are shown, by their content. */
	readonly unfolded: ReadonlySet<string>;
};

/** What is shown in full. It stays, whatever becomes of the list. */
export type Detail = {
	readonly subject: DetailSubject;
	/** The row that stands first. */
	readonly top: number;
	/** Which of its fields is chosen, from 0. */
	readonly field?: number;
};

export type DetailSubject =
	| {readonly kind: 'entry'; readonly entry: Entry}
	/** A line of the build log. */
	| {readonly kind: 'build'; readonly entry: BuildEntry};

/** What takes the keys; the topmost one takes them all. */
export type Mode =
	| {readonly kind: 'list'}
	| {readonly kind: 'help'; readonly top: number}
	| {readonly kind: 'patterns'}
	| {
			readonly kind: 'text';
			readonly value: string;
			/** Where it searches. */
			readonly target: 'build' | 'logs';
			/** What is typed narrows this. */
			readonly base: Query;
			/** Why what is typed cannot be read. */
			readonly problem?: string;
			/** What `esc` goes back to. */
			readonly before: Query;
			readonly beforeSelection: Selection;
	  }
	| {readonly kind: 'time'; readonly value: string; readonly problem?: string}
	| {
			readonly kind: 'histogram';
			/** Any time in the chosen cell. */
			readonly at: Micros;
			/** Any time in the cell in which the chosen range begins or ends. */
			readonly anchor?: Micros;
	  }
	| {readonly kind: 'palette'; readonly value: string; readonly index: number}
	| {
			readonly kind: 'deployments';
			readonly value: string;
			readonly index: number;
			/** Those of the project. */
			readonly list:
				| {readonly kind: 'loading'}
				| {
						readonly kind: 'loaded';
						readonly deployments: readonly Deployment[];
				  }
				| {readonly kind: 'failed'; readonly reason: string};
	  }
	| {
			readonly kind: 'save';
			/** The path of a file. */
			readonly value: string;
			readonly problem?: string;
			/** The path of a file that is there already, which is to be replaced if the reader says so once more. */
			readonly replaces?: string;
	  }
	| {
			readonly kind: 'regions';
			readonly value: string;
			/** What there was to choose from when the picker was opened, so that nothing moves under the reader's eyes. */
			readonly seen: readonly RegionCount[];
			readonly chosen: readonly string[];
			readonly index: number;
	  };
