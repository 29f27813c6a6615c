import {type Micros} from '../../log/entry.ts';
import {longestLag} from '../known.ts';
import {type LiveConnection, type Tail} from '../connection.ts';

const firstDelay: Micros = 1_000_000;
const mostDoublings = 4;

/** What a page up to the server's now tells of a seam. */
export type Told = {
	/** Where the page begins, and its newest entry. */
	readonly from: Micros;
	readonly newest: Micros | undefined;
	/** Whether it has all that the stream has brought up to its newest entry, and something of that. */
	readonly hasOwn: boolean;
	readonly margin: Micros;
	readonly at: Micros;
};

/** What a page of past logs up to the server's now says of the seam with the live stream. */
export function joined(connection: LiveConnection, told: Told): Tail {
	const {from: landedFrom, newest, margin, at} = told;
	const {tail, heldFrom} = connection;
	const isSettling = tail.kind === 'settling';
	// Nothing is older than the first instant: where nothing was ever logged, nothing is missing before it.
	const toVerify = Math.max(0, (newest ?? landedFrom) + 1 - margin);
	const from = Math.max(
		isSettling ? tail.verifiedUntil : Math.max(landedFrom, toVerify),
		heldFrom,
	);
	if (hasReached(connection, told)) {
		return {kind: 'settled', from};
	}

	if (isSettling && at >= tail.deadline) {
		return {
			kind: 'settled',
			from: Math.max(from, certainFrom(connection, margin) ?? 0),
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
		dueAt: at + delayBefore(attempt),
		deadline: isSettling ? tail.deadline : at + longestLag,
	};
}

/** Past logs that lag behind are asked again after 1, 2, 4 … 16 s. */
export function delayBefore(attempt: number): Micros {
	return firstDelay * 2 ** Math.min(attempt, mostDoublings);
}

/** From when on a connection's own entries are certain: shortly after its first one. */
export function certainFrom(
	{firstTime}: LiveConnection,
	margin: Micros,
): Micros | undefined {
	return firstTime === undefined ? undefined : firstTime + margin;
}

/** Whether past logs have caught up with the stream's first entries. */
export function hasReached(
	connection: LiveConnection,
	{newest, hasOwn, margin}: Pick<Told, 'newest' | 'hasOwn' | 'margin'>,
): boolean {
	const certain = certainFrom(connection, margin);
	return (
		certain !== undefined &&
		newest !== undefined &&
		(newest >= certain ||
			(hasOwn && newest >= (connection.lastTime ?? certain)))
	);
}
