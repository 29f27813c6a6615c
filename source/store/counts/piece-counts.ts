import {type Micros} from '../../log/entry.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Piece} from '../buffer/piece.ts';
import {PieceProgress} from '../buffer/piece-progress.ts';
import {type Segment} from '../buffer/segment.ts';
import {type View} from '../view/view.ts';

/** A step of the work, in which every message may have to be read, takes less than a millisecond. */
const matchesPerStep = 64;
const bytesPerStep = 65_536;

type Counted<Tally> = {
	readonly shape: number;
	count: number;
	readonly tally: Tally;
};

/**
What the entries of a view come to.

Counted piece by piece: what arrives extends its piece's tally, and a piece that is evicted, replaced or reordered takes its own with it.
*/
export class PieceCounts<Tally> {
	readonly #buffer: LogBuffer;
	readonly #view: View;
	readonly #create: () => Tally;
	readonly #add: (tally: Tally, segment: Segment, slot: number) => void;
	readonly #tallies = new WeakMap<Piece, Counted<Tally>>();
	readonly #progress: PieceProgress;

	constructor(
		buffer: LogBuffer,
		view: View,
		{
			create,
			add,
		}: {
			readonly create: () => Tally;
			readonly add: (tally: Tally, segment: Segment, slot: number) => void;
		},
	) {
		this.#buffer = buffer;
		this.#progress = new PieceProgress(buffer);
		this.#view = view;
		this.#create = create;
		this.#add = add;
	}

	get isDone(): boolean {
		return this.#progress.isDone;
	}

	/** Counts what is not counted yet, nearest to an instant first. */
	run(hasTime: () => boolean, time: Micros) {
		this.#progress.run((piece) => this.#count(piece), hasTime, time);
	}

	/** What is counted so far. */
	tallies(): readonly Tally[] {
		return this.#buffer.pieces.flatMap((piece) => {
			const counted = this.#tallies.get(piece);
			return counted?.shape === piece.shape ? [counted.tally] : [];
		});
	}

	/** Counts some more matches of a piece, and returns how many: none when none is left. */
	#count(piece: Piece): number {
		const matches = this.#view.matchesIn(piece);
		if (matches === undefined) {
			return 0;
		}

		let counted = this.#tallies.get(piece);
		if (counted?.shape !== piece.shape) {
			counted = {shape: piece.shape, count: 0, tally: this.#create()};
			this.#tallies.set(piece, counted);
		}

		const {count, tally} = counted;
		const {segment} = piece;
		const {offsets} = segment;
		const end = Math.min(matches.count, count + matchesPerStep);
		let match = count;
		for (let left = bytesPerStep; match < end && left > 0; match++) {
			const slot = piece.slotAt(matches.positionOf(match));
			this.#add(tally, segment, slot);
			left -= (offsets[slot + 1] ?? 0) - (offsets[slot] ?? 0);
		}

		counted.count = match;
		return match - count;
	}
}
