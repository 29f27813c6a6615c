import {type Micros} from '../log/entry.ts';
import {isSameMatching, type Query} from '../log/query.ts';
import {type EntryId, type LogBuffer} from './log-buffer.ts';
import {type Piece} from './piece.ts';
import {Refined} from './refined.ts';
import {type Segment} from './segment.ts';
import {TextHits} from './text-hits.ts';

/** Where a matching entry stands: the piece, and which of the piece's matches it is. */
export type Spot = {
	readonly piece: Piece;
	readonly match: number;
};

export type ViewCount = {
	readonly count: number;
	/** There may be more than that. */
	readonly isCounting: boolean;
};

type Matches = {
	shape: number;
	scanned: number;
	count: number;
	/** Positions in the piece. */
	positions: Uint16Array;
};

/**
The held entries that match a query, in the order of their times.

Matches are found piece by piece, when they are asked for, and extended when a piece has grown; a far piece costs nothing until it is walked to or counted.
*/
export class View {
	readonly query: Query;
	readonly #buffer: LogBuffer;
	readonly #matches = new WeakMap<Piece, Matches>();
	readonly #hits = new WeakMap<Segment, TextHits>();
	readonly #refined: Refined;
	readonly #textNumber: number;
	#allowedLevels: Uint8Array | undefined;
	#allowedRegions: Uint8Array | undefined;
	#namesKnown = 0;
	/** The buffer's version when all matches were known. */
	#doneVersion: number;

	constructor(buffer: LogBuffer, query: Query) {
		this.#buffer = buffer;
		this.query = query;
		this.#doneVersion = buffer.count === 0 ? buffer.version : -1;
		this.#refined = new Refined(query.refinements);
		this.#textNumber = buffer.texts.index(query.filter.text);
	}

	get isDone(): boolean {
		return this.#doneVersion === this.#buffer.version;
	}

	/** Looks for matches in the pieces that were not looked at yet, the newest first. */
	run(hasTime: () => boolean) {
		for (const piece of this.#buffer.pieces.toReversed()) {
			if (!this.#isKnown(piece)) {
				if (!hasTime()) {
					return;
				}

				this.#update(piece);
			}
		}

		this.#doneVersion = this.#buffer.version;
	}

	/** How many matches there are. Once all were counted, what arrives is counted at once. */
	count(): ViewCount {
		const isCounting = this.#doneVersion === -1;
		let count = 0;
		for (const piece of this.#buffer.pieces) {
			if (!isCounting || this.#isKnown(piece)) {
				count += this.#update(piece).count;
			}
		}

		return {count, isCounting};
	}

	first(): Spot | undefined {
		return this.#forwards(0, 0);
	}

	last(): Spot | undefined {
		return this.#backwards(this.#buffer.pieces.length - 1);
	}

	next({piece, match}: Spot): Spot | undefined {
		return match + 1 < this.#update(piece).count
			? {piece, match: match + 1}
			: this.#forwards(this.#indexOf(piece) + 1, 0);
	}

	previous({piece, match}: Spot): Spot | undefined {
		return match > 0
			? {piece, match: match - 1}
			: this.#backwards(this.#indexOf(piece) - 1);
	}

	/** The oldest match at or after a time. */
	atOrAfter(time: Micros): Spot | undefined {
		const index = this.#buffer.pieceIndexAt(time);
		const piece = this.#buffer.pieces[index];
		return piece === undefined
			? undefined
			: this.#forwards(index, this.#lowerBound(piece, time));
	}

	/** The newest match before a time. */
	before(time: Micros): Spot | undefined {
		const index = Math.min(
			this.#buffer.pieceIndexAt(time),
			this.#buffer.pieces.length - 1,
		);
		const piece = this.#buffer.pieces[index];
		return piece === undefined
			? undefined
			: this.#backwards(index, this.#lowerBound(piece, time) - 1);
	}

	/** The match that is this entry, if it is held and matches. */
	spotOf(id: EntryId): Spot | undefined {
		const place = this.#buffer.locate(id);
		if (place === undefined) {
			return undefined;
		}

		const {positions, count} = this.#update(place.piece);
		const match = lowerBound(positions, count, place.position);
		return match < count && positions[match] === place.position
			? {piece: place.piece, match}
			: undefined;
	}

	idAt(spot: Spot): EntryId {
		return this.#buffer.idAt({
			piece: spot.piece,
			position: this.#position(spot),
		});
	}

	timeAt(spot: Spot): Micros {
		return spot.piece.timeAt(this.#position(spot));
	}

	#position({piece, match}: Spot): number {
		return this.#update(piece).positions[match] ?? 0;
	}

	#forwards(index: number, match: number): Spot | undefined {
		const {pieces} = this.#buffer;
		for (let at = index, from = match; at < pieces.length; at++, from = 0) {
			const piece = pieces[at];
			if (piece !== undefined && from < this.#update(piece).count) {
				return {piece, match: from};
			}
		}

		return undefined;
	}

	/** From `match`, or the last one before it, of the piece at `index` backwards. */
	#backwards(
		index: number,
		match = Number.POSITIVE_INFINITY,
	): Spot | undefined {
		const {pieces} = this.#buffer;
		for (let at = index, from = match; at >= 0; at--) {
			const piece = pieces[at];
			const last = Math.min(
				from,
				piece === undefined ? -1 : this.#update(piece).count - 1,
			);
			if (piece !== undefined && last >= 0) {
				return {piece, match: last};
			}

			from = Number.POSITIVE_INFINITY;
		}

		return undefined;
	}

	/** The first match of a piece at or after a time; the count of its matches when there is none. */
	#lowerBound(piece: Piece, time: Micros): number {
		const {positions, count} = this.#update(piece);
		return lowerBound(positions, count, piece.lowerBound(time));
	}

	#indexOf(piece: Piece): number {
		const {pieces} = this.#buffer;
		if (pieces.at(-1) === piece) {
			return pieces.length - 1;
		}

		let index = this.#buffer.pieceIndexAt(piece.firstTime);
		while (index < pieces.length && pieces[index] !== piece) {
			index++;
		}

		return index;
	}

	#isKnown(piece: Piece): boolean {
		const matches = this.#matches.get(piece);
		return matches?.shape === piece.shape && matches.scanned === piece.count;
	}

	#update(piece: Piece): Matches {
		let matches = this.#matches.get(piece);
		if (matches?.shape !== piece.shape) {
			matches = {
				shape: piece.shape,
				scanned: 0,
				count: 0,
				positions: new Uint16Array(64),
			};
			this.#matches.set(piece, matches);
		}

		if (matches.scanned < piece.count) {
			this.#scan(piece, matches);
		}

		return matches;
	}

	#scan(piece: Piece, matches: Matches) {
		const {levels, regions, texts, times} = piece.segment;
		const {since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY} =
			this.query.range;
		this.#learnNames();
		const allowedLevels = this.#allowedLevels;
		const allowedRegions = this.#allowedRegions;
		const hits = this.#textHits(piece.segment);
		const isLeft = this.#refined.of(piece.segment);
		matches.positions = grown(
			matches.positions,
			matches.count + piece.count - matches.scanned,
		);

		const {positions} = matches;
		let {count} = matches;
		for (let position = matches.scanned; position < piece.count; position++) {
			const slot = piece.slotAt(position);
			const time = times[slot] ?? 0;
			if (
				(allowedLevels === undefined ||
					allowedLevels[levels[slot] ?? 0] === 1) &&
				(allowedRegions === undefined ||
					allowedRegions[regions[slot] ?? 0] === 1) &&
				(hits === undefined ||
					hits[slot] === 1 ||
					(this.#textNumber > 0 && texts[slot] === this.#textNumber)) &&
				time >= since &&
				time < until &&
				(isLeft === undefined || isLeft(slot))
			) {
				positions[count++] = position;
			}
		}

		matches.count = count;
		matches.scanned = piece.count;
	}

	#textHits(segment: Segment): Uint8Array | undefined {
		const {text} = this.query.filter;
		if (text === '') {
			return undefined;
		}

		let hits = this.#hits.get(segment);
		if (hits === undefined) {
			hits = new TextHits(segment, text);
			this.#hits.set(segment, hits);
		}

		return hits.update();
	}

	/** New levels and regions turn up as entries arrive. */
	#learnNames() {
		const {levels, regions} = this.#buffer;
		const known = levels.names.length + regions.names.length;
		if (known !== this.#namesKnown) {
			this.#namesKnown = known;
			this.#allowedLevels = allowed(levels.names, this.query.filter.levels);
			this.#allowedRegions = allowed(regions.names, this.query.filter.regions);
		}
	}
}

/** Whether two queries show the same entries, so that a view of one serves the other. */
export function isSameView(a: Query, b: Query): boolean {
	return (
		isSameMatching(a, b) &&
		a.range.since === b.range.since &&
		a.range.until === b.range.until
	);
}

function allowed(
	names: readonly string[],
	wanted: readonly string[],
): Uint8Array | undefined {
	return wanted.length === 0
		? undefined
		: Uint8Array.from(names, (name) => (wanted.includes(name) ? 1 : 0));
}

function lowerBound(
	positions: Uint16Array,
	count: number,
	position: number,
): number {
	let low = 0;
	let high = count;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if ((positions[middle] ?? 0) < position) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

function grown(positions: Uint16Array, capacity: number): Uint16Array {
	if (positions.length >= capacity) {
		return positions;
	}

	const larger = new Uint16Array(Math.max(capacity, positions.length * 2));
	larger.set(positions);
	return larger;
}
