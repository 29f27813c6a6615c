import {type Micros} from '../../log/entry.ts';
import {Piece} from './piece.ts';
import {type Segment} from './segment.ts';

/** Where an entry is held. */
export type Place = {
	readonly piece: Piece;
	readonly position: number;
};

/** The index of the first piece that ends at or after `time`: the one that holds or follows it. */
export function pieceIndexAt(pieces: readonly Piece[], time: Micros): number {
	let low = 0;
	let high = pieces.length;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if ((pieces[middle]?.lastTime ?? 0) < time) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

/** The index of the last piece that begins at or before `time`, else of the first. */
export function pieceIndexBefore(
	pieces: readonly Piece[],
	time: Micros,
): number {
	let index = Math.min(pieceIndexAt(pieces, time + 1), pieces.length - 1);
	while (index > 0 && (pieces[index]?.firstTime ?? 0) > time) {
		index--;
	}

	return index;
}

/** The index of a piece; the count of pieces when it is none of them. */
export function indexOfPiece(pieces: readonly Piece[], piece: Piece): number {
	if (pieces.at(-1) === piece) {
		return pieces.length - 1;
	}

	let index = pieceIndexAt(pieces, piece.firstTime);
	while (index < pieces.length && pieces[index] !== piece) {
		index++;
	}

	return index;
}

/** Makes `time` a border between pieces; returns the index of the piece behind it. */
export function splitAt(pieces: Piece[], time: Micros): number {
	const index = pieceIndexAt(pieces, time);
	const piece = pieces[index];
	const position = piece?.lowerBound(time) ?? 0;
	if (piece === undefined || position === 0) {
		return index;
	}

	pieces.splice(index + 1, 0, piece.split(position));
	return index + 1;
}

/** All that is held in [from, to), oldest first. */
export function* placesIn(
	pieces: readonly Piece[],
	from: Micros,
	to: Micros,
): Generator<Place, void> {
	for (let index = pieceIndexAt(pieces, from); ; index++) {
		const piece = pieces[index];
		if (piece === undefined || piece.firstTime >= to) {
			return;
		}

		for (
			let position = piece.lowerBound(from);
			position < piece.count && piece.timeAt(position) < to;
			position++
		) {
			yield {piece, position};
		}
	}
}

/** Puts the last `count` slots of a segment behind all pieces, none of which is longer than `limit`; returns whether that began another piece. */
export function showLast(
	pieces: Piece[],
	segment: Segment,
	count: number,
	limit: number,
): boolean {
	let hasBegun = false;
	for (let left = count; left > 0;) {
		const last = pieces.at(-1);
		const room = last?.segment === segment ? limit - last.count : 0;
		const taken = Math.min(left, room > 0 ? room : limit);
		const slot = segment.count - left;
		if (last !== undefined && room > 0) {
			last.append(slot, taken);
		} else {
			hasBegun = true;
			pieces.push(new Piece(segment, slot, taken));
		}

		left -= taken;
	}

	return hasBegun;
}
