import {type Filter, isSameFilter} from '../../log/query.ts';
import {gaps} from '../coverage.ts';
import {type Page} from '../page.ts';
import {type LiveConnection, type Tail} from '../connection.ts';
import {type FailedGap, type Logs} from '../logs.ts';
import {hasReached, joined, type Told} from './join-tail.ts';
import {lagging} from './lag.ts';

/** The seam of which a page tells: one that reaches up to the server's now. */
export function tailOf(
	{connection}: Pick<Logs, 'connection'>,
	{filter, to}: Pick<Page, 'filter' | 'to'>,
): Tail | undefined {
	return connection.kind === 'live' &&
		isSameFilter(connection.filter, filter) &&
		to === Number.POSITIVE_INFINITY
		? connection.tail
		: undefined;
}

/** What a page up to the server's now says of the seam with the live stream. */
export function tellSeam(
	logs: Logs,
	connection: LiveConnection,
	told: Told,
): Logs {
	const tail = joined(connection, told);
	return {
		...logs,
		isTailOverdue: false,
		failedGaps: hasReached(connection, told)
			? logs.failedGaps
			: [...logs.failedGaps, ...neverSettled(logs, connection, tail)],
		connection: {...connection, tail},
	};
}

/** What past logs did not tell in all the time that they were given. Where the stream has brought nothing yet, they cannot lag behind it. */
function neverSettled(
	{coverage}: Logs,
	{tail, filter}: {readonly tail: Tail; readonly filter: Filter},
	next: Tail,
): readonly FailedGap[] {
	return tail.kind === 'settling' && next.kind === 'settled'
		? gaps(coverage, filter, {from: tail.verifiedUntil, to: next.from}).map(
				(gap) => ({...gap, failure: lagging}),
			)
		: [];
}
