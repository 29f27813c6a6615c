import {type Micros} from '../../log/entry.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Piece} from '../buffer/piece.ts';
import {PieceProgress} from '../buffer/piece-progress.ts';
import {type View} from '../view/view.ts';
import {type Grouping} from './grouping.ts';

/** What a piece's matches of one group come to. */
export type GroupCount = {
	count: number;
	first: Micros;
	last: Micros;
	/** The number of the worst level, 0 for the worst of all. */
	rank: number;
};

/** What is counted of a piece, group by group. */
class Tally {
	/** That of the piece when it was counted. */
	readonly shape: number;
	/** Matches that are counted. */
	counted = 0;
	readonly groups = new Map<number, GroupCount>();

	constructor(shape: number) {
		this.shape = shape;
	}

	/** Hot. */
	add(group: number, time: Micros, rank: number) {
		const known = this.groups.get(group);
		if (known === undefined) {
			this.groups.set(group, {count: 1, first: time, last: time, rank});
			return;
		}

		known.count++;
		if (time < known.first) {
			known.first = time;
		}

		if (time > known.last) {
			known.last = time;
		}

		if (rank < known.rank) {
			known.rank = rank;
		}
	}
}

/** A step of the work, in which every message may have to be read, takes less than a millisecond, also by code that has not run yet. */
const matchesPerStep = 32;

/**
How many entries of a view there are in each group.

Counted piece by piece: what arrives extends its piece's counts, and a piece that is evicted, replaced or reordered takes its own with it. The groups themselves are kept slot by slot, so another view over the same entries is counted without reading them again.
*/
export class PatternCounts {
	readonly #buffer: LogBuffer;
	readonly #view: View;
	readonly #grouping: Grouping;
	readonly #tallies = new WeakMap<Piece, Tally>();
	/** Of pieces that have been reordered: what was counted before is shown until all is counted anew. */
	readonly #anew = new WeakMap<Piece, Tally>();
	readonly #progress: PieceProgress;
	#hasBeenDone = false;

	constructor(buffer: LogBuffer, view: View, grouping: Grouping) {
		this.#buffer = buffer;
		this.#progress = new PieceProgress(buffer);
		this.#view = view;
		this.#grouping = grouping;
	}

	get isDone(): boolean {
		return this.#progress.isDone;
	}

	/** Whether what was there when the counting began has been counted. */
	get hasBeenDone(): boolean {
		return this.#hasBeenDone;
	}

	/** Counts what is not counted yet, nearest to an instant first. */
	run(hasTime: () => boolean, time: Micros) {
		if (this.#progress.run((piece) => this.#count(piece), hasTime, time)) {
			this.#hasBeenDone = true;
		}
	}

	/** What is counted so far, by group; how many entries that is. */
	totals(): {
		readonly groups: ReadonlyMap<number, GroupCount>;
		readonly count: number;
	} {
		const groups = new Map<number, GroupCount>();
		let count = 0;
		for (const piece of this.#buffer.pieces) {
			const tally = this.#tallies.get(piece);
			if (tally !== undefined) {
				count += tally.counted;
				for (const [group, one] of tally.groups) {
					addTo(groups, this.#grouping.rootOf(group), one);
				}
			}
		}

		return {groups, count};
	}

	/** Counts some more matches of a piece, and returns how many: none when none is left. */
	#count(piece: Piece): number {
		const matches = this.#view.matchesIn(piece);
		if (matches === undefined) {
			return 0;
		}

		const tally = this.#tallyOf(piece);
		const end = Math.min(matches.count, tally.counted + matchesPerStep);
		const {segment} = piece;
		const {times, levels} = segment;
		for (let match = tally.counted; match < end; match++) {
			const slot = piece.slotAt(matches.positionOf(match));
			tally.add(
				this.#grouping.groupIn(segment, slot),
				times[slot] ?? 0,
				this.#buffer.rank(levels[slot] ?? 0),
			);
		}

		const counted = end - tally.counted;
		tally.counted = end;
		if (end === matches.count) {
			this.#tallies.set(piece, tally);
			this.#anew.delete(piece);
		}

		return counted;
	}

	#tallyOf(piece: Piece): Tally {
		const {shape} = piece;
		const known = this.#tallies.get(piece);
		if (known?.shape === shape) {
			return known;
		}

		const begun = this.#anew.get(piece);
		if (begun?.shape === shape) {
			return begun;
		}

		const tally = new Tally(shape);
		(known === undefined ? this.#tallies : this.#anew).set(piece, tally);
		return tally;
	}
}

function addTo(
	groups: Map<number, GroupCount>,
	group: number,
	{count, first, last, rank}: GroupCount,
) {
	const sum = groups.get(group);
	if (sum === undefined) {
		groups.set(group, {count, first, last, rank});
	} else {
		sum.count += count;
		sum.first = Math.min(sum.first, first);
		sum.last = Math.max(sum.last, last);
		sum.rank = Math.min(sum.rank, rank);
	}
}
