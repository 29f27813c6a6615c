import {type Logs} from '../logs.ts';
import {isFollowing, viewport} from '../list/viewport.ts';

/** The logs with what the reader has seen of the newest entries, after the selection has moved. */
export function seen(before: Logs, logs: Logs): Logs {
	if (isFollowing(logs)) {
		const {seen: _, ...rest} = logs;
		return rest;
	}

	const {buffer, view} = logs;
	const last = buffer.pieces.at(-1);
	if (isFollowing(before) && last !== undefined) {
		const id = buffer.idAt({piece: last, position: last.count - 1});
		return {...logs, seen: {id, time: last.lastTime}};
	}

	const bottom = viewport(logs).rows.at(-1)?.item;
	return logs.seen !== undefined &&
		bottom?.kind === 'entry' &&
		bottom.time > logs.seen.time
		? {...logs, seen: {id: view.idAt(bottom.spot), time: bottom.time}}
		: logs;
}
