import {type Micros} from '../../log/entry.ts';
import {type LogBuffer} from './log-buffer.ts';
import {type Piece} from './piece.ts';

/** How far the pieces of a buffer have been worked through. While their order stays, what arrives changes the last one only. */
export class PieceProgress {
	readonly #buffer: LogBuffer;
	/** The buffer's versions when all was done. */
	#done = {version: -1, shape: -1};

	constructor(buffer: LogBuffer) {
		this.#buffer = buffer;
	}

	get isDone(): boolean {
		return this.#done.version === this.#buffer.version;
	}

	/** Takes steps at what has changed, nearest to an instant first; false when there was no time for all. */
	run(
		step: (piece: Piece) => number,
		hasTime: () => boolean,
		time: Micros,
	): boolean {
		const {version, shape, pieces} = this.#buffer;
		const changed =
			this.#done.shape === shape
				? pieces.slice(-1)
				: nearestFirst(pieces, this.#buffer.pieceIndexAt(time));
		const isDone = runThrough(changed, step, hasTime);
		if (isDone) {
			this.#done = {version, shape};
		}

		return isDone;
	}
}

/** All of a list, from one index outwards. */
export function* nearestFirst<Value>(
	values: readonly Value[],
	index: number,
): Generator<Value, void> {
	for (let distance = 0; distance <= values.length; distance++) {
		for (const at of distance === 0
			? [index]
			: [index - distance, index + distance]) {
			const value = values[at];
			if (value !== undefined) {
				yield value;
			}
		}
	}
}

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
