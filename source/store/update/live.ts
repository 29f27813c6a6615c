import {type Entry, type Micros} from '../../log/entry.ts';
import {type Failure} from '../../log/failure.ts';
import {type Filter} from '../../log/query.ts';
import {claim} from '../claim.ts';
import {coverageAfter} from '../known.ts';
import {type LiveAction} from '../action.ts';
import {
	type Connection,
	type Cut,
	type LiveConnection,
	type Logs,
} from '../state.ts';
import {evict} from './evict.ts';
import {counted, noRate} from './rate.ts';

const mostCuts = 100;

export function updateLive(logs: Logs, action: LiveAction): Logs {
	switch (action.kind) {
		case 'live-opened': {
			return opened(logs, action.filter, action.at);
		}

		case 'live-entries': {
			return taken(logs, action.entries, action.malformedCount, action.at);
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
				connection: {kind: 'offline', failure: action.failure},
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

/** The logs when their live stream is over, for whatever reason; what it brought stays known. */
export function closed(logs: Logs): Logs {
	return {
		...logs,
		coverage: coverageAfter(logs),
		connection: {kind: 'connecting'},
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
	const cuts: readonly Cut[] =
		lost === undefined || before === 0
			? logs.cuts
			: [
					...logs.cuts.filter(({after}) => after !== before),
					{after: before, filter, duration: at - lost, filledCount: 0},
				].slice(-mostCuts);
	return {
		...logs,
		cuts,
		// What failed while there was no connection is asked for again.
		failedGaps: lost === undefined ? logs.failedGaps : [],
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

function taken(
	logs: Logs,
	entries: readonly Entry[],
	malformedCount: number,
	at: Micros,
): Logs {
	const {buffer, connection} = logs;
	if (connection.kind !== 'live') {
		return logs;
	}

	const origin = {
		source: connection.number,
		text: connection.filter.text,
	};
	let {firstTime, lastTime} = connection;
	for (const entry of entries) {
		const {time} = entry;
		if (time > connection.before) {
			firstTime ??= time;
		}

		lastTime = Math.max(lastTime ?? time, time);
		const isHeld =
			time <= connection.joinedUntil && claim(buffer, entry, origin.source);
		if (!isHeld) {
			buffer.append(entry, origin);
		}
	}

	const next: LiveConnection = {
		...connection,
		...(firstTime !== undefined && {firstTime}),
		...(lastTime !== undefined && {lastTime}),
	};
	return evict({
		...logs,
		connection: next,
		malformedCount: logs.malformedCount + malformedCount,
		rate: counted(logs.rate, entries.length, at),
	});
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

function lostAt(connection: Connection): Micros | undefined {
	return 'lostAt' in connection ? connection.lostAt : undefined;
}
