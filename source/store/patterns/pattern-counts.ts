import {type Micros} from '../../log/entry.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Piece} from '../buffer/piece.ts';
import {PieceProgress, runThrough} from '../buffer/piece-progress.ts';
import {type View} from '../view/view.ts';
import {type HistogramWindow} from '../view/histogram.ts';
import {type Grouping} from './grouping.ts';

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
	#version = 0;

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

	/** Grows with what is counted; which entries there are, and how they are grouped, have versions of their own. */
	get version(): number {
		return this.#version;
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
		this.#version++;
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

/** A step of the work takes less than a millisecond: the groups are known. */
const barMatchesPerStep = 8192;

type Bars = {
	readonly shape: number;
	/** Matches of the piece that are counted. */
	counted: number;
	readonly cells: Map<number, Uint32Array>;
};

/** How the entries of each group are spread over the cells of a window, counted as the histogram is. */
export class PatternBars {
	readonly #buffer: LogBuffer;
	readonly #view: View;
	readonly #grouping: Grouping;
	#window: HistogramWindow | undefined;
	#bars = new WeakMap<Piece, Bars>();
	/** The buffer's versions when all was counted. */
	#done = {version: -1, shape: -1};

	constructor(buffer: LogBuffer, view: View, grouping: Grouping) {
		this.#buffer = buffer;
		this.#view = view;
		this.#grouping = grouping;
	}

	isDone(window: HistogramWindow): boolean {
		return this.#done.version === this.#buffer.version && this.#isFor(window);
	}

	/** Counts what is not counted yet, the newest first. */
	run(window: HistogramWindow, hasTime: () => boolean) {
		if (!this.#isFor(window)) {
			this.#window = window;
			this.#bars = new WeakMap();
			this.#done = {version: -1, shape: -1};
		}

		const {version, shape, pieces} = this.#buffer;
		const changed =
			this.#done.shape === shape ? pieces.slice(-1) : pieces.toReversed();
		const step = (piece: Piece) => this.#count(piece, window);
		if (runThrough(changed, step, hasTime)) {
			this.#done = {version, shape};
		}
	}

	/** What is counted so far of some groups, which are roots, cell by cell. */
	cells(
		groups: ReadonlySet<number>,
		{count}: HistogramWindow,
	): ReadonlyMap<number, Uint32Array> {
		const sums = new Map<number, Uint32Array>();
		for (const group of groups) {
			sums.set(group, new Uint32Array(count));
		}

		for (const piece of this.#buffer.pieces) {
			for (const [group, cells] of this.#bars.get(piece)?.cells ?? []) {
				const sum = sums.get(this.#grouping.rootOf(group));
				if (sum === undefined) {
					continue;
				}

				// Hot: each piece and group, with each key.
				for (const [cell, cell_] of cells.entries()) {
					sum[cell] = (sum[cell] ?? 0) + (cell_ ?? 0);
				}
			}
		}

		return sums;
	}

	#isFor({from, width, count}: HistogramWindow): boolean {
		return (
			this.#window?.from === from &&
			this.#window.width === width &&
			this.#window.count === count
		);
	}

	/** Counts some more matches of a piece, and returns how many: none when none is left. */
	#count(piece: Piece, {from, width, count}: HistogramWindow): number {
		const to: Micros = from + width * count;
		const matches = this.#view.matchesIn(piece);
		if (
			matches === undefined ||
			piece.firstTime >= to ||
			piece.lastTime < from
		) {
			// What is left of a piece that was split may be outside.
			this.#bars.delete(piece);
			return 0;
		}

		const bars = this.#barsOf(piece);
		const end = Math.min(matches.count, bars.counted + barMatchesPerStep);
		const {segment} = piece;
		const {times} = segment;
		for (let match = bars.counted; match < end; match++) {
			const slot = piece.slotAt(matches.positionOf(match));
			const time = times[slot] ?? 0;
			if (time >= from && time < to) {
				const group = this.#grouping.groupIn(segment, slot);
				let cells = bars.cells.get(group);
				if (cells === undefined) {
					cells = new Uint32Array(count);
					bars.cells.set(group, cells);
				}

				const cell = Math.floor((time - from) / width);
				cells[cell] = (cells[cell] ?? 0) + 1;
			}
		}

		const counted = end - bars.counted;
		bars.counted = end;
		return counted;
	}

	#barsOf(piece: Piece): Bars {
		let bars = this.#bars.get(piece);
		if (bars?.shape !== piece.shape) {
			bars = {shape: piece.shape, counted: 0, cells: new Map()};
			this.#bars.set(piece, bars);
		}

		return bars;
	}
}
