import {type Micros} from '../../log/entry.ts';
import {type HistogramWindow} from '../view/histogram.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Piece} from '../buffer/piece.ts';
import {runThrough} from '../buffer/piece-progress.ts';
import {type View} from '../view/view.ts';
import {type Grouping} from './grouping.ts';

/** A step of the work takes less than a millisecond: the groups are known. */
const matchesPerStep = 8192;

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
				for (const [cell, value] of cells.entries()) {
					if (sum !== undefined) {
						sum[cell] = (sum[cell] ?? 0) + value;
					}
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
		const end = Math.min(matches.count, bars.counted + matchesPerStep);
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
