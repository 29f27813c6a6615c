import {type Micros} from '../log/entry.ts';
import {type LiveConnection, type Tail} from './connection.ts';
import {takeClaimed} from './cut.ts';
import {longestLag, seamMargin} from './margin.ts';
import {type Timeline} from './timeline.ts';

/** What a batch of the live stream tells, once its entries have their places. */
export type Heard = Pick<LiveConnection, 'firstTime' | 'lastTime'> & {
	/** How much older than the newest entry before it an entry has been so far. */
	readonly lateness: Micros;
	/** How many of them past logs had brought before. */
	readonly claimedCount: number;
};

/** Notes how far the open stream has come. */
export function hearEntries<Held extends Timeline>(
	timeline: Held,
	{firstTime, lastTime, lateness, claimedCount}: Heard,
	/** By our clock. */
	at: Micros,
): Held {
	const {connection, cuts} = timeline;
	return connection.kind === 'live'
		? {
				...timeline,
				connection: {
					...connection,
					...noteFront(connection, at, seamMargin(timeline)),
					...(firstTime !== undefined && {firstTime}),
					...(lastTime !== undefined && {lastTime}),
					...(connection.firstTime === undefined &&
						firstTime !== undefined && {tail: prolong(connection.tail, at)}),
				},
				lateness,
				cuts: takeClaimed(cuts, connection.before, claimedCount),
			}
		: timeline;
}

/** Past logs may lag behind the first entry as long as behind any other, whenever it comes. */
function prolong(tail: Tail, at: Micros): Tail {
	return tail.kind === 'settling'
		? {...tail, deadline: Math.max(tail.deadline, at + longestLag)}
		: tail;
}

/** Notes how far the stream had come before it brought something. */
function noteFront(
	{lastTime, heardAt = Number.NEGATIVE_INFINITY, front}: LiveConnection,
	at: Micros,
	margin: Micros,
): Pick<LiveConnection, 'heardAt' | 'front'> {
	if (lastTime === undefined) {
		return {heardAt: at};
	}

	if (at - heardAt >= margin) {
		return {heardAt: at, front: {at, time: lastTime, earlier: lastTime}};
	}

	return front === undefined || at - front.at >= margin
		? {heardAt: at, front: {at, time: lastTime, earlier: front?.time ?? 0}}
		: {heardAt: at};
}
