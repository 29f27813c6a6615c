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

/** Where an entry is held. */
export type Place = {
	readonly piece: Piece;
	readonly position: number;
};

/** The index of the first piece that ends at or after `time`: the one that holds or follows it. */
export function pieceIndexAt(pieces: readonly Piece[], time: Micros): number {
	let low = 0;
	let high = pieces.length;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if ((pieces[middle]?.lastTime ?? 0) < time) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

/** The index of the last piece that begins at or before `time`, else of the first. */
export function pieceIndexBefore(
	pieces: readonly Piece[],
	time: Micros,
): number {
	let index = Math.min(pieceIndexAt(pieces, time + 1), pieces.length - 1);
	while (index > 0 && (pieces[index]?.firstTime ?? 0) > time) {
		index--;
	}

	return index;
}

/** The index of a piece; the count of pieces when it is none of them. */
export function indexOfPiece(pieces: readonly Piece[], piece: Piece): number {
	if (pieces.at(-1) === piece) {
		return pieces.length - 1;
	}

	let index = pieceIndexAt(pieces, piece.firstTime);
	while (index < pieces.length && pieces[index] !== piece) {
		index++;
	}

	return index;
}

/** Makes `time` a border between pieces; returns the index of the piece behind it. */
export function splitAt(pieces: Piece[], time: Micros): number {
	const index = pieceIndexAt(pieces, time);
	const piece = pieces[index];
	const position = piece?.lowerBound(time) ?? 0;
	if (piece === undefined || position === 0) {
		return index;
	}

	pieces.splice(index + 1, 0, piece.split(position));
	return index + 1;
}

/** All that is held in [from, to), oldest first. */
export function* placesIn(
	pieces: readonly Piece[],
	from: Micros,
	to: Micros,
): Generator<Place, void> {
	for (let index = pieceIndexAt(pieces, from); ; index++) {
		const piece = pieces[index];
		if (piece === undefined || piece.firstTime >= to) {
			return;
		}

		for (
			let position = piece.lowerBound(from);
			position < piece.count && piece.timeAt(position) < to;
			position++
		) {
			yield {piece, position};
		}
	}
}

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
