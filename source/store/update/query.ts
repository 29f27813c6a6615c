import {
	createQuery,
	isSameFilter,
	isSameMatching,
	loadedFilter,
	type Query,
	isSameView,
} from '../../log/query.ts';
import {type Micros} from '../../log/entry.ts';
import {byClock, clockTolerance} from '../../log/time-range.ts';
import {Histogram} from '../view/histogram.ts';
import {type Connection} from '../../timeline/connection.ts';
import {type QueryAction} from '../action.ts';
import {type Logs, type Visit} from '../logs.ts';
import {View} from '../view/view.ts';
import {selectionOf, viewport} from '../list/viewport.ts';
import {close} from './live.ts';
import {markJump, findHeld} from './select.ts';
import {withoutReached} from './past.ts';

/** Puts another query in the place of the one that is shown, and goes back and forward through them. */
export function updateQuery(logs: Logs, action: QueryAction): Logs {
	switch (action.kind) {
		case 'query': {
			return isSameQuery(action.query, logs.query)
				? logs
				: changeQuery(pinSelected(logs, action.query), action.query);
		}

		case 'query-back': {
			const visit = logs.back.at(-1);
			return visit === undefined
				? logs
				: {
						...returnTo(logs, visit),
						back: logs.back.slice(0, -1),
						forward: [visitOf(logs), ...logs.forward],
					};
		}

		case 'query-forward': {
			const [visit, ...forward] = logs.forward;
			return visit === undefined
				? logs
				: {
						...returnTo(logs, visit),
						back: [...logs.back, visitOf(logs)],
						forward,
					};
		}

		case 'ask': {
			return askShown(logs);
		}
	}
}

const mostQueries = 100;

function changeQuery(logs: Logs, query: Query): Logs {
	const next = showQuery(logs, query);
	return {
		...(isLeft(logs, next) ? markJump(logs, next) : clearReachedMark(next)),
		back: [...logs.back, visitOf(logs)].slice(-mostQueries),
		forward: [],
	};
}

/** Whether the entry that was held is not there any more: a mark leads back to it. */
function isLeft(from: Logs, to: Logs): boolean {
	const {selection} = from;
	return (
		selection.kind === 'entry' && to.view.spotOf(selection.id) === undefined
	);
}

/** An earlier query, with the reader where they were. */
function returnTo(logs: Logs, {query, selection, selectedRow}: Visit): Logs {
	const next = showQuery(logs, query);
	return clearReachedMark({
		...next,
		selection: findHeld(selection, next),
		selectedRow,
	});
}

/** A mark that a jump has set has done its work where the reader is back at it. */
function clearReachedMark(logs: Logs): Logs {
	const {marks, selection} = logs;
	return selection.kind === 'entry' &&
		marks.some(({id, isJump}) => isJump === true && id === selection.id)
		? {...logs, marks: marks.filter(({isJump}) => isJump !== true)}
		: logs;
}

function visitOf(logs: Logs): Visit {
	const {query, selection, selectedRow, buffer} = logs;
	const entry =
		selection.kind === 'entry' ? buffer.entry(selection.id) : undefined;
	return {
		query,
		// By the time that the reader comes back it may be held by another id, or not at all.
		selection: entry === undefined ? selection : {kind: 'awaited', entry},
		selectedRow: entry === undefined ? selectedRow : viewport(logs).top,
	};
}

/** With everything around the matches, the newest or the first entry would be another one: the selected match is held on its row. */
function pinSelected(logs: Logs, query: Query): Logs {
	const isTurned =
		query.scope === 'everything' && logs.query.scope === 'matches';
	const {selected, top} = isTurned ? viewport(logs) : {};
	if (selected?.kind !== 'entry' || top === undefined) {
		return logs;
	}

	const {buffer, view, selection} = logs;
	const isNewest =
		selection.kind === 'newest' &&
		buffer.lastTime === selected.time &&
		view.next(selected.spot) === undefined;
	return isNewest
		? logs
		: {...logs, selection: selectionOf(selected, logs), selectedRow: top};
}

/** The logs with another query: what is loaded and matches is seen at once. */
export function showQuery(logs: Logs, query: Query): Logs {
	const next: Logs = {
		...withoutReached(logs),
		// The server is asked again only for something else than before.
		query: isSameQuery(query, logs.asked) ? logs.asked : query,
		...viewsOf(logs, query),
		isTailOverdue: false,
		isPagingStopped: false,
	};
	if (isSameRange(query, logs.query)) {
		return next;
	}

	if (isTurnedRound(query, logs.query) && logs.selection.kind === 'entry') {
		return next;
	}

	return query.range.until === undefined
		? {...next, selection: {kind: 'newest'}}
		: {...next, selection: {kind: 'first'}, selectedRow: 0};
}

function isSameQuery(a: Query, b: Query): boolean {
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

/** What counts from now was counted by our clock until the server has told its own. */
export function countByServer(logs: Logs, offset: Micros): Logs {
	const {query, asked} = logs;
	if (query.range.counted === undefined) {
		return logs;
	}

	const isApart = Math.abs(offset) > clockTolerance;
	const next = {...query, range: byClock(query.range, isApart ? offset : 0)};
	return isApart
		? askShown({...showQuery(logs, next), failedGaps: []})
		: {...logs, query: next, asked: query === asked ? next : asked};
}

function askShown(logs: Logs): Logs {
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
				? connectAgain(connection)
				: {
						kind: 'connecting',
						after: connection.kind === 'live' ? 'query' : 'nothing',
					},
	};
}

/** Another query while a stream is on its way: what past logs have told was of the one before. If an attempt after a loss fails too, no server has been asked for it. */
function connectAgain(
	connection: Extract<Connection, {kind: 'connecting'}>,
): Connection {
	return connection.after === 'loss'
		? {...connection, isUnasked: true}
		: {kind: 'connecting', after: connection.after};
}

/** Whether only the order is another one. */
function isTurnedRound(a: Query, b: Query): boolean {
	return isSameRange({...a, order: b.order}, b);
}

function isSameRange(a: Query, b: Query): boolean {
	return (
		a.range.since === b.range.since &&
		a.range.until === b.range.until &&
		a.order === b.order
	);
}
