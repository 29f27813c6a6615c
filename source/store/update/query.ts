import {
	createQuery,
	isSameFilter,
	isSameMatching,
	loadedFilter,
	type Query,
} from '../../log/query.ts';
import {Histogram} from '../histogram/histogram.ts';
import {type QueryAction} from '../action.ts';
import {type Logs} from '../logs.ts';
import {isSameView} from '../view/narrower.ts';
import {View} from '../view/view.ts';
import {close} from './close.ts';

const mostQueries = 100;

export function updateQuery(logs: Logs, action: QueryAction): Logs {
	switch (action.kind) {
		case 'query': {
			return isSameQuery(action.query, logs.query)
				? logs
				: {
						...shown(logs, action.query),
						back: [...logs.back, logs.query].slice(-mostQueries),
						forward: [],
					};
		}

		case 'query-back': {
			const query = logs.back.at(-1);
			return query === undefined
				? logs
				: {
						...shown(logs, query),
						back: logs.back.slice(0, -1),
						forward: [logs.query, ...logs.forward],
					};
		}

		case 'query-forward': {
			const [query, ...forward] = logs.forward;
			return query === undefined
				? logs
				: {
						...shown(logs, query),
						back: [...logs.back, logs.query],
						forward,
					};
		}

		case 'ask': {
			return asked(logs);
		}
	}
}

/** The logs with another query: what is loaded and matches is seen at once. */
export function shown(logs: Logs, query: Query): Logs {
	const next: Logs = {
		...logs,
		// The server is asked again only for something else than before.
		query: isSameQuery(query, logs.asked) ? logs.asked : query,
		...viewsOf(logs, query),
		isTailOverdue: false,
		isPagingStopped: false,
	};
	if (isSameRange(query, logs.query)) {
		return next;
	}

	return query.range.until === undefined
		? {...next, selection: {kind: 'newest'}}
		: {...next, selection: {kind: 'first'}, selectedRow: 0};
}

export function isSameQuery(a: Query, b: Query): boolean {
	return (
		a === b ||
		(a.scope === b.scope && isSameMatching(a, b) && isSameRange(a, b))
	);
}

function viewsOf(
	logs: Logs,
	query: Query,
): Pick<Logs, 'view' | 'matches' | 'histogram'> {
	const isSame = isSameView(query, logs.query);
	const matches = isSame
		? logs.matches
		: new View(logs.buffer, query, logs.matches);
	const histogram = isSame
		? logs.histogram
		: new Histogram(logs.buffer, matches);
	if (query.scope === 'matches') {
		return {view: matches, matches, histogram};
	}

	const around = createQuery({range: query.range});
	return {
		view: isSameView(around, logs.view.query)
			? logs.view
			: new View(logs.buffer, around),
		matches,
		histogram,
	};
}

function asked(logs: Logs): Logs {
	const {query, connection} = logs;
	const isLive = logs.traits.isLive && query.range.until === undefined;
	const wasLive = logs.traits.isLive && logs.asked.range.until === undefined;
	if (
		isLive &&
		(connection.kind === 'reconnecting' || connection.kind === 'offline')
	) {
		return {
			...logs,
			asked: query,
			connection: {...connection, isUnasked: true},
		};
	}

	if (
		isLive === wasLive &&
		(!isLive || isSameFilter(loadedFilter(query), loadedFilter(logs.asked)))
	) {
		return {...logs, asked: query};
	}

	const next = {...close(logs), asked: query};
	if (!isLive) {
		return {...next, connection: {kind: 'none'}};
	}

	return {
		...next,
		connection:
			connection.kind === 'connecting'
				? connection
				: {
						kind: 'connecting',
						...(connection.kind === 'live' && {isRequeried: true}),
					},
	};
}

function isSameRange(a: Query, b: Query): boolean {
	return (
		a.range.since === b.range.since &&
		a.range.until === b.range.until &&
		a.order === b.order
	);
}
