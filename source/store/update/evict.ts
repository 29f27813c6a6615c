import {type Piece} from '../piece.ts';
import {cover, uncover} from '../coverage.ts';
import {type Logs} from '../state.ts';
import {anchorTime} from '../viewport.ts';

/** Lets go of what is farthest from the reader until no more is held than the limit allows. What goes is a gap like any other. */
export function evict(logs: Logs): Logs {
	let next = logs;
	while (next.buffer.count > next.limit) {
		const piece = farthest(next);
		if (piece === undefined) {
			return next;
		}

		next = without(next, piece);
	}

	return next;
}

function without(logs: Logs, piece: Piece): Logs {
	const from = piece.firstTime;
	const to = piece.lastTime + 1;
	const {connection} = logs;
	let {coverage} = logs;
	logs.buffer.evict(piece);
	if (connection.kind !== 'live' || connection.tail.kind === 'open') {
		return {...logs, coverage: uncover(coverage, from, to)};
	}

	const {tail, filter} = connection;
	coverage = uncover(
		cover(coverage, {from: tail.from, to: Math.max(from, tail.from), filter}),
		from,
		to,
	);
	return {
		...logs,
		coverage,
		connection: {...connection, tail: {...tail, from: Math.max(tail.from, to)}},
	};
}

/** The first piece, or, when the reader is nearer to it, the last one that the live stream does not extend. */
function farthest(logs: Logs): Piece | undefined {
	const {pieces, count} = logs.buffer;
	if (pieces.length < 2) {
		return undefined;
	}

	const anchor = anchorTime(logs);
	let older = 0;
	for (const piece of pieces) {
		if (piece.lastTime >= anchor) {
			break;
		}

		older += piece.count;
	}

	return older * 2 >= count ? pieces[0] : pieces.at(-2);
}
