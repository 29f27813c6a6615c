import {type Deployment} from '../log/deployment.ts';
import {
	type BuildEntry,
	type Entry,
	type EntryBatch,
	type Micros,
} from '../log/entry.ts';
import {type EntryColumns} from '../log/entry-columns.ts';
import {type Filter, type Order} from '../log/query.ts';
import {type TimeRange} from '../log/time-range.ts';

/**
What deplog asks of a deployment API, whatever its version.

Every method takes a signal that aborts the request on the wire, and fails with one of the classes of `errors.ts`. An abort ends a generator quietly and rejects a promise with the signal's reason.
*/
export type LogClient = {
	details: (options: {signal: AbortSignal}) => Promise<Answer<Deployment>>;

	/** The newest deployments of a project, at most 100, the newest first. */
	deployments: (options: {
		projectId: string;
		signal: AbortSignal;
	}) => Promise<Answer<readonly Deployment[]>>;

	/** The build log as far as it goes: yields what has come, returns when the server closes. Asked again, it starts from the first line. */
	buildLog: (options: {
		signal: AbortSignal;
	}) => AsyncGenerator<BuildLogBatch, void>;

	/** Entries as they are logged, until the server closes (returns) or the connection breaks (throws). A batch holds until the next one is asked for: its columns are written anew. */
	liveEntries: (options: {
		filter: Filter;
		signal: AbortSignal;
		/** Called once, when the server has accepted the request, or has had it for a second without refusing it: a server may send its headers with the first entry. Then its time is not known. */
		onAccepted?: (answer: {serverTime?: Micros}) => void;
	}) => AsyncGenerator<EntryBatch<EntryColumns>, void>;

	/** One page of the past. */
	pastEntries: (request: PastRequest) => Promise<Page>;
};

/** What was asked for, and the server's clock when it answered (its `Date` header: whole seconds). */
export type Answer<Value> = {
	readonly value: Value;
	readonly serverTime?: Micros;
};

export type BuildLogBatch = {
	readonly entries: readonly BuildEntry[];
	readonly rawLine: (index: number) => Uint8Array;
	readonly malformedCount: number;
};

export type PastRequest = {
	/** Whose entries; those of the client's own deployment unless told. */
	readonly deploymentId?: string;
	readonly filter: Filter;
	readonly range: TimeRange;
	readonly order: Order;
	/** 1 to 10,000. */
	readonly limit: number;
	/** `next` of the page before, with the same filter, range, order and limit. */
	readonly cursor?: string;
	readonly signal: AbortSignal;
};

export type Page = {
	/** In the order asked for. */
	readonly batch: EntryBatch<readonly Entry[]>;
	/** Opaque; absent on the last page. */
	readonly next?: string;
	readonly serverTime?: Micros;
};
