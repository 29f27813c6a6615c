import {type Micros} from '../../log/entry.ts';
import {type Segment} from './segment.ts';

/**
A run of entries in the order of their times, all in one segment.

While entries come in order, a piece is a range of slots; the first late one gives it an explicit order.
*/
export class Piece {
	readonly segment: Segment;
	count: number;
	/** Changes whenever a position may show another slot than before; appending does not change it. */
	shape = 0;
	/** Its first slot, while its entries came in order. */
	readonly from: number;
	#order: Uint16Array | undefined;

	constructor(segment: Segment, from: number, count: number) {
		this.segment = segment;
		this.from = from;
		this.count = count;
		segment.pieceCount++;
	}

	get firstTime(): Micros {
		return this.timeAt(0);
	}

	get lastTime(): Micros {
		return this.timeAt(this.count - 1);
	}

	slotAt(position: number): number {
		return this.#order === undefined
			? this.from + position
			: (this.#order[position] ?? 0);
	}

	/** Where a slot of its segment stands, if it shows it. */
	positionOf(slot: number): number | undefined {
		if (this.#order === undefined) {
			const position = slot - this.from;
			return position >= 0 && position < this.count ? position : undefined;
		}

		const time = this.segment.time(slot);
		for (
			let position = this.lowerBound(time);
			position < this.count && this.timeAt(position) === time;
			position++
		) {
			if (this.#order[position] === slot) {
				return position;
			}
		}

		return undefined;
	}

	timeAt(position: number): Micros {
		return this.segment.time(this.slotAt(position));
	}

	/** Shows `slot` at `position`; the caller keeps the order of times. */
	insert(position: number, slot: number) {
		if (
			this.#order === undefined &&
			position === this.count &&
			slot === this.from + this.count
		) {
			this.count++;
			return;
		}

		const order = this.#explicitOrder(this.count + 1);
		order.copyWithin(position + 1, position, this.count);
		order[position] = slot;
		if (position < this.count) {
			this.shape++;
		}

		this.count++;
	}

	/** Shows `count` slots from `slot` on behind all others. */
	append(slot: number, count: number) {
		if (this.#order === undefined && slot === this.from + this.count) {
			this.count += count;
			return;
		}

		for (let index = 0; index < count; index++) {
			this.insert(this.count, slot + index);
		}
	}

	/** Keeps the positions before `position` and returns a new piece with the rest. */
	split(position: number): Piece {
		const rest = new Piece(
			this.segment,
			this.from + position,
			this.count - position,
		);
		if (this.#order !== undefined) {
			rest.#order = this.#order.slice(position, this.count);
		}

		this.count = position;
		this.shape++;
		return rest;
	}

	/** The first position whose time is `time` or later. */
	lowerBound(time: Micros): number {
		let low = 0;
		let high = this.count;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if (this.timeAt(middle) < time) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low;
	}

	#explicitOrder(capacity: number): Uint16Array {
		if (this.#order === undefined) {
			this.#order = new Uint16Array(Math.max(capacity * 2, 64));
			for (let index = 0; index < this.count; index++) {
				this.#order[index] = this.from + index;
			}
		} else if (this.#order.length < capacity) {
			const order = new Uint16Array(capacity * 2);
			order.set(this.#order);
			this.#order = order;
		}

		return this.#order;
	}
}
