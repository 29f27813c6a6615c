import {type Micros} from '../../log/entry.ts';

/** What a piece's matches of one group come to. */
export type GroupCount = {
	count: number;
	first: Micros;
	last: Micros;
	/** The number of the worst level, 0 for the worst of all. */
	rank: number;
};

/** What is counted of a piece, group by group. */
export class Tally {
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
