import {type Micros} from '../../log/entry.ts';
import {type Piece} from '../buffer/piece.ts';
import {loadedFilter} from '../../log/query.ts';
import {cover, type Gap, gaps, uncover} from '../../timeline/coverage.ts';
import {certainUntil, knownCoverage} from '../../timeline/known.ts';
import {overlapMargin} from '../../timeline/lag.ts';
import {isOutside} from '../missing.ts';
import {type Tail} from '../../timeline/connection.ts';
import {type Logs} from '../logs.ts';
import {type Cut} from '../../timeline/timeline.ts';
import {anchorTime} from '../list/viewport.ts';

/** Lets go of what is farthest from the reader until no more is held than the limits allow. What goes is a gap like any other. */
export function evict(logs: Logs): Logs {
	let next = logs;
	while (
		next.buffer.count > next.limit ||
		next.buffer.allocated > next.byteLimit
	) {
		const piece = farthest(next);
		if (piece === undefined) {
			return next;
		}

		next = without(next, piece);
	}

	return next;
}

function without(all: Logs, piece: Piece): Logs {
	const from = piece.firstTime;
	const [first, second] = all.buffer.pieces;
	const to = Math.max(
		piece.lastTime + 1,
		// That there is nothing between the oldest ones is not worth a rule.
		piece === first ? (second?.firstTime ?? 0) : 0,
	);
	const empty = gapLeftBy(all, piece, {from, to});
	for (const entry of all.buffer.untimedOf(piece)) {
		all.untimed.forget(entry);
	}

	all.buffer.evict(piece);
	const logs = {
		...all,
		// What a lost connection had missed there is filled no more unless somebody looks.
		cuts: all.cuts.flatMap((cut) => apartFrom(cut, from, to)),
	};
	const {connection} = logs;
	let {coverage} = logs;
	if (connection.kind !== 'live') {
		return {...logs, coverage: uncover(coverage, empty.from, empty.to)};
	}

	const heldFrom = Math.max(connection.heldFrom, to);
	if (connection.tail.kind === 'open') {
		return {
			...logs,
			coverage: uncover(coverage, empty.from, empty.to),
			connection: {...connection, heldFrom},
		};
	}

	const {tail, filter} = connection;
	coverage = uncover(
		cover(coverage, {
			from: tail.from,
			// Of the newest instants nobody would know any more that they are not certain.
			to: Math.min(from, certainUntil(connection, overlapMargin(logs))),
			filter,
		}),
		empty.from,
		empty.to,
	);
	return {
		...logs,
		coverage,
		connection: {
			...connection,
			heldFrom,
			tail: withoutBefore(tail, to),
		},
	};
}

/** The gap that is left where a piece that spans [from, to) is evicted. It reaches up to the gap beside it, even where nothing was logged between them, so that there is one gap and not two. */
function gapLeftBy(logs: Logs, piece: Piece, {from, to}: Gap): Gap {
	const {pieces} = logs.buffer;
	const index = pieces.indexOf(piece);
	const known = knownCoverage(logs);
	const open = (span: Gap) => gaps(known, loadedFilter(logs.asked), span);
	const start = (pieces[index - 1]?.lastTime ?? -1) + 1;
	const end = pieces[index + 1]?.firstTime ?? Number.POSITIVE_INFINITY;
	return {
		from: open({from: start, to: from}).at(-1)?.to ?? from,
		to: open({from: to, to: end})[0]?.from ?? to,
	};
}

/** What is left of the span of a lost connection beside [from, to). */
function apartFrom(cut: Cut, from: Micros, to: Micros): readonly Cut[] {
	if (to <= cut.after) {
		return [{...cut, from: Math.max(cut.from, to)}];
	}

	return from > cut.after ? [{...cut, to: Math.min(cut.to, from)}] : [];
}

function withoutBefore<Joined extends Exclude<Tail, {readonly kind: 'open'}>>(
	tail: Joined,
	time: Micros,
): Joined {
	return {
		...tail,
		from: Math.max(tail.from, time),
		...(tail.kind === 'settling' && {
			verifiedUntil: Math.max(tail.verifiedUntil, time),
			reached: Math.max(tail.reached, time),
		}),
	};
}

/** What the query asks nothing of; else the first piece, or, when the reader is nearer to it, the last one that the live stream does not extend. */
function farthest(logs: Logs): Piece | undefined {
	const {pieces, count} = logs.buffer;
	if (pieces.length < 2) {
		return undefined;
	}

	const outside = pieces.find((piece) => isOutside(piece, logs.query));
	if (outside !== undefined) {
		return outside;
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
