import {type Micros} from '../../log/entry.ts';
import {pieceIndexAt} from './piece-index.ts';
import {type Piece} from './piece.ts';

/** Where an entry is held. */
export type Place = {
	readonly piece: Piece;
	readonly position: number;
};

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
