import {type Micros} from '../../log/entry.ts';
import {type LogBuffer} from './log-buffer.ts';
import {nearestFirst} from './nearest-first.ts';
import {type Piece} from './piece.ts';
import {runThrough} from './run-through.ts';

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
