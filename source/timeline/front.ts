import {type Micros} from '../log/entry.ts';
import {type LiveConnection} from './connection.ts';

/** Notes how far the stream had come before it brought something. */
export function noteFront(
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
