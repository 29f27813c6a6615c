import {type Piece} from './piece.ts';

/** Takes steps at a piece until one does nothing any more, then goes on with the next; false when there was no time for all. `step` tells how much it has done. */
export function runThrough(
	pieces: Iterable<Piece>,
	step: (piece: Piece) => number,
	hasTime: () => boolean,
): boolean {
	for (const piece of pieces) {
		while (step(piece) > 0) {
			if (!hasTime()) {
				return false;
			}
		}
	}

	return true;
}
