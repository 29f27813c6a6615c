import {type Micros} from '../../log/entry.ts';
import {seamMargin} from '../known.ts';
import {type LiveConnection, type Tail} from '../state.ts';

const settleTime: Micros = 30_000_000;
const firstDelay: Micros = 1_000_000;
const mostDoublings = 4;

/** What a page of past logs up to the server's now says of the seam with the live stream. */
export function joined(
	connection: LiveConnection,
	{
		from: landedFrom,
		newest,
		at,
	}: {
		/** Where the page begins, and its newest entry. */
		readonly from: Micros;
		readonly newest: Micros | undefined;
		readonly at: Micros;
	},
): Tail {
	const {tail, heldFrom} = connection;
	const isSettling = tail.kind === 'settling';
	const toVerify = (newest ?? landedFrom) + 1 - seamMargin;
	const from = Math.max(
		isSettling ? tail.verifiedUntil : Math.max(landedFrom, toVerify),
		heldFrom,
	);
	if (hasReached(connection, newest)) {
		return {kind: 'settled', from};
	}

	if (isSettling && at >= tail.deadline) {
		return {
			kind: 'settled',
			from: Math.max(from, certainFrom(connection) ?? 0),
		};
	}

	const attempt = isSettling ? tail.attempt + 1 : 0;
	const verifiedUntil = isSettling
		? Math.max(tail.verifiedUntil, toVerify)
		: toVerify;
	return {
		kind: 'settling',
		from,
		verifiedUntil,
		reached: verifiedUntil,
		attempt,
		dueAt: at + firstDelay * 2 ** Math.min(attempt, mostDoublings),
		deadline: isSettling ? tail.deadline : at + settleTime,
	};
}

/** From when on a connection's own entries are certain: shortly after its first one. */
export function certainFrom(connection: LiveConnection): Micros | undefined {
	return connection.firstTime === undefined
		? undefined
		: connection.firstTime + seamMargin;
}

/** Whether past logs have caught up with the stream's first entries. */
export function hasReached(
	connection: LiveConnection,
	newest: Micros | undefined,
): boolean {
	const certain = certainFrom(connection);
	return (
		certain !== undefined &&
		newest !== undefined &&
		newest >= Math.min(certain, connection.lastTime ?? certain)
	);
}
