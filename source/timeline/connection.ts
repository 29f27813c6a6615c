import {type Micros} from '../log/entry.ts';
import {type Failure} from '../log/failure.ts';
import {type Filter} from '../log/query.ts';

/** How the live stream stands: not needed, being opened, open, lost or given up. */
export type Connection =
	/** A past range needs none. */
	| {readonly kind: 'none'}
	| ({readonly kind: 'connecting'} & (
			| ({readonly after: 'nothing'} & Early)
			/** Only the query has changed: the stream before was live. */
			| ({readonly after: 'query'} & Early)
			/** Another one was lost. */
			| ({
					readonly after: 'loss';
					/** How often it was tried since. */
					readonly attempt: number;
			  } & Loss)
	  ))
	| LiveConnection
	| ({
			readonly kind: 'reconnecting';
			/** Counted from 1. */
			readonly attempt: number;
			/** By our clock. */
			readonly retryAt: Micros;
			readonly failure?: Failure;
	  } & Loss)
	| ({
			readonly kind: 'offline';
			readonly failure: Failure;
	  } & Partial<Pick<Loss, 'lostAt'>> &
			Pick<Loss, 'isUnasked'>);

/** By the name of the region. */
export type RegionTimes = ReadonlyMap<string, Micros>;

/** Past logs are asked for while a stream is on its way, once: what was logged between their answer and its beginning is asked for when it is open. */
type Early = {
	/** They have answered, or failed to. */
	readonly isPastTold?: true;
};

type Loss = {
	/** When the stream was lost, by our clock. */
	readonly lostAt: Micros;
	/** The query has changed since: the next connection asks for it. */
	readonly isUnasked: boolean;
};

export type LiveConnection = Early & {
	readonly kind: 'live';
	/** Which connection of this run it is, from 1. */
	readonly number: number;
	readonly filter: Filter;
	/** When it began, by our clock. */
	readonly openedAt: Micros;
	/** The same by the server's clock, once a page has told that. */
	readonly since?: Micros;
	/** The time of the newest entry that was held when it began. */
	readonly before: Micros;
	/** Up to this time its entries may have come from elsewhere too. */
	readonly joinedUntil: Micros;
	/** What it brought before this time may have been evicted. */
	readonly heldFrom: Micros;
	/** Time of its first entry that is newer than `before`. */
	readonly firstTime?: Micros;
	/** Time of its first new entry of each region. */
	readonly firstTimes: RegionTimes;
	/** Time of its newest entry. */
	readonly lastTime?: Micros;
	/** When it brought something last, by our clock. */
	readonly heardAt?: Micros;
	readonly front?: Front;
	readonly tail: Tail;
};

/** How far a stream had come, looked at now and then: what it brings may be gathered for a while and come newest first. */
type Front = {
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
	| {readonly kind: 'open'; readonly newest?: RegionTimes}
	/** All since `from` is held as far as past logs tell. They may lag behind, so what they say of the time since `verifiedUntil` is asked for again. */
	| {
			readonly kind: 'settling';
			readonly from: Micros;
			readonly verifiedUntil: Micros;
			/** Where the next page of this attempt begins. */
			readonly reached: Micros;
			/** Time of the newest entry of each region in the pages of this attempt. */
			readonly newest?: RegionTimes;
			readonly attempt: number;
			/** By our clock. */
			readonly dueAt: Micros;
			readonly deadline: Micros;
	  }
	/** All since `from` is held. */
	| {readonly kind: 'settled'; readonly from: Micros};
