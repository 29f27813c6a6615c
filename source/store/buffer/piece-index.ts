import {type Micros} from '../../log/entry.ts';
import {type Piece} from './piece.ts';

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
