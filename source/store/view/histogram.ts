import {unknownRank} from '../../log/level.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Piece} from '../buffer/piece.ts';
import {runThrough} from '../buffer/piece-progress.ts';
import {type Micros} from '../../log/entry.ts';
import {type View} from './view.ts';

/**
How many entries of a view there are in each cell of a window.

Counted piece by piece: what arrives extends its piece's counts, and a piece that is evicted, replaced or reordered takes its own with it.
*/
export class Histogram {
	readonly #buffer: LogBuffer;
	readonly #view: View;
	#window: HistogramWindow | undefined;
	#tallies = new WeakMap<Piece, Tally>();
	/** The buffer's versions when all was counted. */
	#done = {version: -1, shape: -1};
	/** The sums over all pieces of what was counted then. */
	#cells: Counted = {version: -1, counts: []};

	/** What was counted for the window that was shown before, and is until something comes: time alone moves no picture. */
	#before: Counted = {version: -1, counts: []};
	/** Whether what is counted now was asked for. */
	#isShown = false;

	constructor(buffer: LogBuffer, view: View) {
		this.#buffer = buffer;
		this.#view = view;
	}

	isDone(window: HistogramWindow): boolean {
		const counted = countedFor(window);
		return (
			(this.#done.version === this.#buffer.version && this.#isFor(counted)) ||
			this.#isBefore(counted)
		);
	}

	/** Counts what is not counted yet, the newest first. */
	run(shown: HistogramWindow, hasTime: () => boolean) {
		const window = countedFor(shown);
		this.#turnTo(window);
		const {version, shape} = this.#buffer;
		const step = (piece: Piece) => this.#count(piece, window);
		if (runThrough(this.#changed(), step, hasTime)) {
			this.#done = {version, shape};
		}
	}

	/** What is counted so far, cell by cell. Once all was, what has arrived since is counted at once. */
	cells(shown: HistogramWindow): readonly CellCounts[] {
		const counts = this.#counts(shown);
		const isBefore = this.#isBefore(countedFor(shown));
		this.#isShown ||= this.#isFor(countedFor(shown));
		const window = (isBefore ? this.#before.window : this.#window) ?? shown;
		// It may have been counted for a window that has moved on meanwhile.
		const offset =
			window.width === shown.width
				? Math.round((shown.from - window.from) / shown.width)
				: Number.NaN;
		return Array.from(
			{length: shown.count},
			(_, cell) => counts[cell + offset] ?? nothing,
		);
	}

	#counts(shown: HistogramWindow): readonly CellCounts[] {
		const window = countedFor(shown);
		if (this.#isFor(window) && this.#done.version !== -1) {
			this.run(shown, () => true);
			if (this.#cells.version !== this.#done.version) {
				this.#cells = {version: this.#done.version, counts: this.#sums(window)};
			}

			return this.#cells.counts;
		}

		return this.#isBefore(window)
			? this.#before.counts
			: this.#sums(this.#window ?? window);
	}

	#sums(window: HistogramWindow): readonly CellCounts[] {
		const sums = new Uint32Array(window.count * rankCount);
		if (this.#isFor(window)) {
			for (const piece of this.#buffer.pieces) {
				this.#add(piece, sums);
			}
		}

		return Array.from({length: window.count}, (_, cell) => [
			...sums.subarray(cell * rankCount, (cell + 1) * rankCount),
		]);
	}

	#changed(): readonly Piece[] {
		const {pieces, shape} = this.#buffer;
		return this.#done.shape === shape ? pieces.slice(-1) : pieces.toReversed();
	}

	#add(piece: Piece, sums: Uint32Array) {
		const tally = this.#tallies.get(piece);
		if (tally?.shape === piece.shape) {
			for (let index = 0; index < sums.length; index++) {
				sums[index] = (sums[index] ?? 0) + (tally.counts[index] ?? 0);
			}
		}
	}

	#isFor(window: HistogramWindow): boolean {
		return isSameWindow(this.#window, window);
	}

	#isBefore(window: HistogramWindow): boolean {
		return (
			this.#before.version === this.#buffer.version &&
			isSameWindow(this.#before.window, window)
		);
	}

	#turnTo(window: HistogramWindow) {
		if (!this.#isFor(window)) {
			if (
				this.#isShown &&
				this.#window !== undefined &&
				this.#done.version === this.#buffer.version
			) {
				this.#before = {
					window: this.#window,
					version: this.#done.version,
					counts: this.#sums(this.#window),
				};
			}

			this.#isShown = false;
			this.#window = window;
			this.#tallies = new WeakMap();
			this.#done = {version: -1, shape: -1};
			this.#cells = {version: -1, counts: []};
		}
	}

	/** Counts some more matches of a piece, and returns how many: none when none is left. */
	#count(piece: Piece, window: HistogramWindow): number {
		const {from, width, count} = window;
		const to = from + width * count;
		if (piece.firstTime >= to || piece.lastTime < from) {
			return 0;
		}

		const matches = this.#view.matchesIn(piece);
		if (matches === undefined) {
			return 0;
		}

		const tally = this.#tallyOf(piece, count);
		const end = Math.min(matches.count, tally.counted + matchesPerStep);
		const {counts} = tally;
		const {times, levels} = piece.segment;
		for (let match = tally.counted; match < end; match++) {
			const slot = piece.slotAt(matches.positionOf(match));
			const time = times[slot] ?? 0;
			if (time >= from && time < to) {
				const rank = this.#buffer.rank(levels[slot] ?? 0);
				const index = Math.floor((time - from) / width) * rankCount + rank;
				counts[index] = (counts[index] ?? 0) + 1;
			}
		}

		const counted = end - tally.counted;
		tally.counted = end;
		return counted;
	}

	#tallyOf(piece: Piece, cellCount: number): Tally {
		let tally = this.#tallies.get(piece);
		if (tally?.shape !== piece.shape) {
			tally = {
				shape: piece.shape,
				counted: 0,
				counts: new Uint32Array(cellCount * rankCount),
			};
			this.#tallies.set(piece, tally);
		}

		return tally;
	}
}

/** Entries of a cell by level, the worst first; the last number is that of levels unknown. */
export type CellCounts = readonly number[];

/** `count` cells of `width` each, from `from` on. */
export type HistogramWindow = {
	readonly from: Micros;
	readonly width: Micros;
	readonly count: number;
};

/** What there was in each cell of a window at a version of the buffer. */
type Counted = {
	readonly window?: HistogramWindow;
	readonly version: number;
	readonly counts: readonly CellCounts[];
};

function isSameWindow(
	a: HistogramWindow | undefined,
	{from, width, count}: HistogramWindow,
): boolean {
	return a?.from === from && a.width === width && a.count === count;
}

const rankCount = unknownRank + 1;
/** A step of the work takes less than a millisecond. */
const matchesPerStep = 16_384;

const nothing: CellCounts = Array.from({length: rankCount}, () => 0);

/** The window that is counted for one that moves with time: so wide that all is counted anew only once it has moved by its own length. */
function countedFor({from, width, count}: HistogramWindow): HistogramWindow {
	const length = width * count;
	return {from: Math.floor(from / length) * length, width, count: 2 * count};
}

type Tally = {
	shape: number;
	/** Matches of the piece that are counted. */
	counted: number;
	readonly counts: Uint32Array;
};

/** The time of a cell's beginning. */
export function cellStart(
	{from, width}: HistogramWindow,
	index: number,
): Micros {
	return from + index * width;
}

/** The cell that holds a time; it may lie outside of the window. */
export function cellIndex(
	{from, width}: HistogramWindow,
	time: Micros,
): number {
	return Math.floor((time - from) / width);
}
