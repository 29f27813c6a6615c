import {type Micros} from '../../log/entry.ts';
import {type Failure} from '../../log/failure.ts';
import {type Filter} from '../../log/query.ts';
import {coverageAfter} from '../known.ts';
import {type LiveAction} from '../action.ts';
import {type Connection} from '../connection.ts';
import {type Cut, type Logs} from '../logs.ts';
import {withEntries} from './live-entries.ts';
import {noRate} from './rate.ts';

const mostCuts = 100;

export function updateLive(logs: Logs, action: LiveAction): Logs {
	switch (action.kind) {
		case 'live-opened': {
			return opened(logs, action.filter, action.at);
		}

		case 'live-entries': {
			return withEntries(logs, action);
		}

		case 'live-cut': {
			return cut(logs, action);
		}

		case 'live-retrying': {
			return logs.connection.kind === 'reconnecting'
				? {
						...logs,
						connection: {
							kind: 'connecting',
							lostAt: logs.connection.lostAt,
							attempt: logs.connection.attempt,
							...unasked(logs.connection),
						},
					}
				: logs;
		}

		case 'live-refused': {
			return {
				...closed(logs),
				connection: {
					kind: 'offline',
					failure: action.failure,
					...lost(logs.connection),
				},
			};
		}

		case 'live-dropped': {
			return closed(logs);
		}

		case 'live-quiet': {
			return {...logs, rate: {...noRate, quietSince: action.since}};
		}

		case 'tail-overdue': {
			return {...logs, isTailOverdue: true};
		}
	}
}

/** The logs when their live stream is over, for whatever reason; what it brought stays known, and since when there is none. */
export function closed(logs: Logs): Logs {
	return {
		...logs,
		coverage: coverageAfter(logs),
		connection: {kind: 'connecting', ...lost(logs.connection)},
		isTailOverdue: false,
	};
}

function opened(logs: Logs, filter: Filter, at: Micros): Logs {
	const {connection, buffer} = logs;
	if (connection.kind === 'live') {
		return logs;
	}

	const before = buffer.lastTime ?? 0;
	const lost = lostAt(connection);
	return {
		...logs,
		cuts:
			lost === undefined || before === 0
				? logs.cuts
				: withCut(logs, {
						after: before,
						from: knownUntil(logs),
						to: Number.POSITIVE_INFINITY,
						filter,
						duration: at - lost,
						filledCount: 0,
					}),
		// What failed while there was no connection is asked for again.
		failedGaps: lost === undefined ? logs.failedGaps : [],
		lags: [],
		connectionCount: logs.connectionCount + 1,
		connection: {
			kind: 'live',
			number: logs.connectionCount + 1,
			filter,
			before,
			joinedUntil: before,
			heldFrom: 0,
			tail: {kind: 'open'},
		},
	};
}

/** One more lost connection; where nothing came between two of them, they are one. */
function withCut({cuts}: Logs, cut: Cut): readonly Cut[] {
	const others = cuts.filter(({after}) => after !== cut.after);
	const same = cuts.find(({after}) => after === cut.after);
	const from = Math.min(cut.from, same?.from ?? cut.from);
	return [...others, {...cut, from}].slice(-mostCuts);
}

/** Up to when something is known, for whichever filter. */
function knownUntil({coverage, asked}: Logs): Micros {
	return Math.max(asked.range.since ?? 0, ...coverage.map(({to}) => to));
}

function cut(
	logs: Logs,
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
): Logs {
	const {connection} = logs;
	return {
		...closed(logs),
		connection: {
			kind: 'reconnecting',
			attempt,
			retryAt,
			lostAt: lostAt(connection) ?? at,
			...(failure !== undefined && {failure}),
			...unasked(connection),
		},
	};
}

function unasked(connection: Connection): {readonly isUnasked?: true} {
	return 'isUnasked' in connection && connection.isUnasked === true
		? {isUnasked: true}
		: {};
}

function lost(connection: Connection): {readonly lostAt?: Micros} {
	const at = lostAt(connection);
	return at === undefined ? {} : {lostAt: at};
}

function lostAt(connection: Connection): Micros | undefined {
	return 'lostAt' in connection ? connection.lostAt : undefined;
}
