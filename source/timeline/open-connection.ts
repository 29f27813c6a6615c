import {type Micros} from '../log/entry.ts';
import {type Failure} from '../log/failure.ts';
import {type Filter} from '../log/query.ts';
import {type Connection} from './connection.ts';
import {addCut} from './cut.ts';
import {coverageAfter} from './known.ts';
import {recheckEnd} from './recheck.ts';
import {type Timeline} from './timeline.ts';

/** Notes a stream that is open; after a lost one, what lies between them is to be filled. */
export function openConnection<Held extends Timeline>(
	timeline: Held,
	{
		filter,
		at,
		newest,
		askedFrom,
	}: {
		readonly filter: Filter;
		/** By our clock. */
		readonly at: Micros;
		/** The time of the newest entry that is held. */
		readonly newest: Micros;
		/** What was logged before is of no interest. */
		readonly askedFrom: Micros;
	},
): Held {
	const {connection, connectionCount, coverage, cuts, failedGaps} = timeline;
	if (connection.kind === 'live') {
		return timeline;
	}

	const lost = lostAt(connection);
	return {
		...timeline,
		cuts:
			lost === undefined || newest === 0
				? cuts
				: addCut(cuts, {
						after: newest,
						// Up to then something is known, for whichever filter.
						from: Math.max(askedFrom, ...coverage.map(({to}) => to)),
						to: Number.POSITIVE_INFINITY,
						filter,
						duration: at - lost,
						filledCount: 0,
					}),
		// What failed while there was no connection is asked for again.
		failedGaps: lost === undefined ? failedGaps : [],
		lags: [],
		connectionCount: connectionCount + 1,
		connection: {
			kind: 'live',
			number: connectionCount + 1,
			filter,
			openedAt: at,
			firstTimes: new Map(),
			before: newest,
			joinedUntil: newest,
			heldFrom: 0,
			tail: {kind: 'open'},
			...(isToldEarly(connection) && {isPastTold: true}),
		},
	};
}

/** Whether past logs are to be asked up to the server's now: by an open stream for its seam, and by one that is on its way for what there is until then. A stream that was lost waits for the next one. */
export function mayAskToNow(connection: Connection): boolean {
	return (
		connection.kind === 'live' ||
		(connection.kind === 'connecting' &&
			connection.after !== 'loss' &&
			!isToldEarly(connection))
	);
}

/** Notes that past logs have answered, or failed to, while the stream is on its way: they are not asked again before it is open. */
export function tellEarly(connection: Connection): Connection {
	return connection.kind === 'connecting' && connection.after !== 'loss'
		? {...connection, isPastTold: true}
		: connection;
}

/** Whether past logs have answered before the stream was open. */
export function isToldEarly(connection: Connection): boolean {
	return 'isPastTold' in connection;
}

/** Notes that the stream is over, for whatever reason; what it brought stays known, and since when there is none. */
export function closeConnection<Held extends Timeline>(
	timeline: Held,
	/** The time of the newest entry that is held. */
	newest: Micros,
): Held {
	return {
		...timeline,
		coverage: coverageAfter(timeline, newest),
		rechecks: recheckEnd(timeline, newest),
		connection: connectAfter(timeline.connection),
		isTailOverdue: false,
	};
}

/** Notes when another stream will be asked for. */
export function cutConnection<Held extends Timeline>(
	closed: Held,
	/** That which was lost. */
	connection: Connection,
	{
		at,
		attempt,
		retryAt,
		failure,
	}: {
		readonly at: Micros;
		readonly attempt: number;
		readonly retryAt: Micros;
		readonly failure?: Failure;
	},
): Held {
	return {
		...closed,
		connection: {
			kind: 'reconnecting',
			attempt,
			retryAt,
			lostAt: lostAt(connection) ?? at,
			...(failure !== undefined && {failure}),
			isUnasked: isUnasked(connection),
		},
	};
}

/** Notes that another stream is asked for. */
export function retryConnection<Held extends Timeline>(timeline: Held): Held {
	const {connection} = timeline;
	return connection.kind === 'reconnecting'
		? {
				...timeline,
				connection: {
					kind: 'connecting',
					after: 'loss',
					lostAt: connection.lostAt,
					attempt: connection.attempt,
					isUnasked: connection.isUnasked,
				},
			}
		: timeline;
}

/** Notes that the server has refused to stream. */
export function refuseConnection<Held extends Timeline>(
	closed: Held,
	connection: Connection,
	failure: Failure,
): Held {
	const at = lostAt(connection);
	return {
		...closed,
		connection: {
			kind: 'offline',
			failure,
			isUnasked: false,
			...(at !== undefined && {lostAt: at}),
		},
	};
}

/** Once it is closed, another one is asked for: what was lost before is still missing. */
function connectAfter(connection: Connection): Connection {
	const at = lostAt(connection);
	return at === undefined
		? {kind: 'connecting', after: 'nothing'}
		: {
				kind: 'connecting',
				after: 'loss',
				lostAt: at,
				attempt: 0,
				isUnasked: false,
			};
}

function isUnasked(connection: Connection): boolean {
	return 'isUnasked' in connection && connection.isUnasked;
}

function lostAt(connection: Connection): Micros | undefined {
	return 'lostAt' in connection ? connection.lostAt : undefined;
}
