import {type Deployment, type Project} from '../log/deployment.ts';
import {
	type BuildEntry,
	type Entry,
	type EntryBatch,
	type Micros,
} from '../log/entry.ts';
import {type EntryColumns} from '../log/entry-columns.ts';
import {type FeedTraits} from '../log/feed-traits.ts';
import {type Filter, type Order} from '../log/query.ts';
import {type TimeRange, type TimeSpan} from '../log/time-range.ts';
import {type ServerClock} from './server-clock.ts';

/**
Where a deployment's details, its build log and its entries come from: a version of the API, a file.

What differs between them stays inside: addresses, names of parameters, cursors, doubtful pages. Every entry that comes matches the levels and regions that were asked for; what a server finds for a text is its own affair.

Every method takes a signal that aborts the request on the wire, and fails with one of the classes of `errors.ts`. An abort ends a generator quietly and rejects a promise with the signal's reason.
*/
export type Feed = {
	readonly traits: FeedTraits;

	/** The details as they change: yields what is known, returns when the server says no more for now. While they are not settled they are asked for again. */
	readonly details: (options: {
		signal: AbortSignal;
	}) => AsyncGenerator<Answer<Deployment>, void>;

	/** The newest deployments of a project, the newest first: a page, or the one that `next` of the page before names. */
	readonly deployments: (options: {
		projectId: string;
		cursor?: string;
		/** Of the first page it is to be told which ones serve, which may take more requests. */
		withServing?: boolean;
		signal: AbortSignal;
	}) => Promise<ListPage<Deployment>>;

	/** The projects that the token may read, a page of them; absent where there are none to choose from. */
	readonly projects?: (options: {
		cursor?: string;
		signal: AbortSignal;
	}) => Promise<ListPage<Project>>;

	/** The name of the project that the feed's deployment is of; absent where it is known, or not needed to find the deployment. `onWalk` is called before projects are looked through, which takes a while; nothing comes of that where it is found in none. */
	readonly findProject?: (onWalk: () => void) => Promise<string | undefined>;

	/** The build log as far as it goes: yields what has come, returns when the server closes. Asked again, it starts from the first line. */
	readonly buildLog: (options: {
		signal: AbortSignal;
	}) => AsyncGenerator<BuildLogBatch, void>;

	/** Entries as they are logged, until the server closes (returns) or the connection breaks (throws). A batch holds until the next one is asked for: its columns are written anew. */
	readonly liveEntries: (options: {
		filter: Filter;
		/** The time of the newest entry that has come before. A feed whose streams begin at an instant begins there; what it brings again is told from what is new. */
		since?: Micros;
		signal: AbortSignal;
		/** Called once, when the server has accepted the request, or has had it for a second without refusing it: a server may send its headers with the first entry. Then its time is not known. */
		onAccepted?: (answer: {serverTime?: Micros}) => void;
		/** Called when the server says that it is there, though there is no entry. */
		onAlive?: () => void;
	}) => AsyncGenerator<EntryBatch<EntryColumns>, void>;

	/** The clock by which times are judged; absent where entries come from no server. */
	readonly serverClock?: ServerClock;

	/** Whether nothing can come any more: a live stream that has ended is not opened again then. */
	readonly isOver?: () => boolean;

	/** One page of the past. */
	readonly pastEntries: (request: PastRequest) => Promise<Page>;

	/** All of a range, oldest first, as it is read, where that is known to be its order before all was read; nothing where it is not, and pages are to be asked for. Absent where a server orders entries. */
	readonly entriesAsRead?: (
		request: ReadRequest,
	) => Promise<AsyncIterable<EntryBatch> | undefined>;
};

export type ReadRequest = Pick<PastRequest, 'filter' | 'range' | 'signal'> & {
	/** Told at the end how many entries came later than their time says. */
	readonly onLate: (count: number) => void;
	/** Told what the feed itself says is missing. */
	readonly onMissing: (gap: TimeSpan & {readonly why: string}) => void;
};

/** What was asked for, and the server's clock when it answered, as far as it is known (its `Date` header: whole seconds). */
export type Answer<Value> = {
	readonly value: Value;
	readonly serverTime?: Micros;
};

export type ListPage<Item> = Answer<readonly Item[]> & {
	/** Opaque: names the page behind this one; absent on the last one. */
	readonly next?: string;
};

export type BuildLogBatch = {
	readonly entries: readonly BuildEntry[];
	readonly rawLine: (index: number) => Uint8Array;
	readonly malformedCount: number;
};

export type PastRequest = {
	/** Whose entries; those of the feed's own deployment unless told. */
	readonly deploymentId?: string;
	readonly filter: Filter;
	readonly range: TimeRange;
	readonly order: Order;
	/** From 1 to the feed's `pageLimit`. */
	readonly limit: number;
	/** `next` of the page before, with the same filter, range, order and limit. */
	readonly cursor?: string;
	/** Called, newest first, with the time back to which there is nothing, where a page takes several requests. */
	readonly onReached?: (time: Micros) => void;
	readonly signal: AbortSignal;
};

export type Page = {
	/** In the order asked for. */
	readonly batch: EntryBatch<readonly Entry[]>;
	/**
	Of the entries in this span the page has all. It begins where the span of the page before ended, the first one at the side of the range that is read first, and ends between two instants, never inside one; an open side is infinite. Where it comes to the end of the range, reading is over.

	It is empty where not even one instant is whole yet. The batch may hold entries of the instant behind it: the page named by `next` has the rest of them, and not these again.
	*/
	readonly whole: TimeSpan;
	/** Spans within `whole` of which the server does not give all there is: an instant that holds more entries than a page. */
	readonly passedOver?: ReadonlyArray<TimeSpan & {readonly why?: string}>;
	/** Opaque: what goes on behind this page. Where it is absent, what follows `whole` is asked for by its time. */
	readonly next?: string;
	readonly serverTime?: Micros;
};
