import {Piece} from './piece.ts';
import {type Segment} from './segment.ts';

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
