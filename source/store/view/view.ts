import {type Micros} from '../../log/entry.ts';
import {type Query} from '../../log/query.ts';
import {type EntryId, type LogBuffer} from '../buffer/log-buffer.ts';
import {nearestFirst} from '../buffer/piece-progress.ts';
import {type Piece} from '../buffer/piece.ts';
import {type Matches, Search} from './search.ts';

/**
The held entries that match a query, in the order of their times.

Matches are found piece by piece: those that are walked to at once, as far as that takes no longer than a key may wait; the rest in slices, nearest the reader first. A walk ends where it is not known how it goes on.

Once all has been looked at, what arrives is looked at when it is asked for.
*/
export class View {
	readonly query: Query;
	readonly #buffer: LogBuffer;
	readonly #search: Search;
	#stepsLeft = stepsOfWalk;
	#hasBeenDone = false;
	/** The buffer's versions when all was looked at, and how many matches there were but for those in the last piece. */
	#done = {version: -1, shape: -1, countBefore: 0};

	/** What the previous view has found is of use when this one's query is narrower. */
	constructor(buffer: LogBuffer, query: Query, previous?: View) {
		this.#buffer = buffer;
		this.query = query;
		this.#search = new Search(
			buffer,
			query,
			previous === undefined ? undefined : previous.#search,
		);
		if (buffer.count === 0) {
			this.run(() => true);
		}
	}

	/** Whether all that is held has been looked at. */
	get isDone(): boolean {
		return this.#done.version === this.#buffer.version;
	}

	/** Looks at what was not looked at yet, nearest to an instant first. */
	run(hasTime: () => boolean, time: Micros = Number.POSITIVE_INFINITY) {
		this.#stepsLeft = stepsOfWalk;
		const {pieces, shape, version} = this.#buffer;
		const last = pieces.at(-1);
		const changed =
			this.#done.shape === shape
				? [last]
				: nearestFirst(pieces, this.#buffer.pieceIndexAt(time));
		for (const piece of changed) {
			if (piece !== undefined && !this.#search.run(piece, hasTime)) {
				return;
			}
		}

		const countBefore =
			this.#done.shape === shape
				? this.#done.countBefore
				: this.#countIn(pieces.slice(0, -1));
		this.#done = {version, shape, countBefore};
		this.#hasBeenDone = true;
		this.#search.settle();
	}

	count(): ViewCount {
		if (this.#hasBeenDone) {
			this.run(() => true);
		}

		const {pieces, shape} = this.#buffer;
		return {
			count:
				this.#done.shape === shape
					? this.#done.countBefore + this.#countIn(pieces.slice(-1))
					: this.#countIn(pieces),
			isCounting: !this.#hasBeenDone,
		};
	}

	/** All matches of a piece, once all had been looked at; what arrives only adds to them while the piece keeps its shape. */
	matchesIn(piece: Piece): Matches | undefined {
		return this.#hasBeenDone ? this.#known(piece) : undefined;
	}

	first(): Spot | undefined {
		return this.#forwards(0, 0);
	}

	last(): Spot | undefined {
		return this.#backwards(this.#buffer.pieces.length - 1);
	}

	next({piece, match}: Spot): Spot | undefined {
		const matches = this.#known(piece);
		if (matches === undefined) {
			return undefined;
		}

		return match + 1 < matches.count
			? {piece, match: match + 1}
			: this.#forwards(this.#buffer.indexOf(piece) + 1, 0);
	}

	previous({piece, match}: Spot): Spot | undefined {
		return match > 0
			? {piece, match: match - 1}
			: this.#backwards(this.#buffer.indexOf(piece) - 1);
	}

	/** The oldest match at or after a time. */
	atOrAfter(time: Micros): Spot | undefined {
		const index = this.#buffer.pieceIndexAt(time);
		const matches = this.#knownAt(index);
		const position = this.#buffer.pieces[index]?.lowerBound(time) ?? 0;
		return matches === undefined
			? undefined
			: this.#forwards(index, matches.lowerBound(position));
	}

	/** The newest match before a time. */
	before(time: Micros): Spot | undefined {
		const index = Math.min(
			this.#buffer.pieceIndexAt(time),
			this.#buffer.pieces.length - 1,
		);
		const matches = this.#knownAt(index);
		const position = this.#buffer.pieces[index]?.lowerBound(time) ?? 0;
		return matches === undefined
			? undefined
			: this.#backwards(index, matches.lowerBound(position) - 1);
	}

	/** The match that is this entry, if it is held and matches. */
	spotOf(id: EntryId): Spot | undefined {
		const place = this.#buffer.locate(id);
		const matches = place === undefined ? undefined : this.#known(place.piece);
		if (place === undefined || matches === undefined) {
			return undefined;
		}

		const match = matches.lowerBound(place.position);
		return match < matches.count && matches.positionOf(match) === place.position
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

	/** How many matches are known to stand before one. */
	countBefore({piece, match}: Spot): number {
		const {pieces} = this.#buffer;
		return this.#countIn(pieces.slice(0, this.#buffer.indexOf(piece))) + match;
	}

	/** How many matches are known that are newer than an entry, or than its time when it is not held any more. */
	countAfter(id: EntryId, time: Micros): number {
		const {pieces} = this.#buffer;
		const place = this.#buffer.locate(id);
		const index =
			place === undefined
				? this.#buffer.pieceIndexAt(time + 1)
				: this.#buffer.indexOf(place.piece);
		let count = 0;
		for (const piece of pieces.slice(index)) {
			const matches = this.#known(piece);
			const from =
				piece === place?.piece
					? place.position + 1
					: piece.lowerBound(time + 1);
			count +=
				matches === undefined ? 0 : matches.count - matches.lowerBound(from);
		}

		return count;
	}

	#position({piece, match}: Spot): number {
		return this.#search.known(piece)?.positionOf(match) ?? 0;
	}

	#forwards(index: number, match: number): Spot | undefined {
		const {pieces} = this.#buffer;
		for (let at = index, from = match; at < pieces.length; at++, from = 0) {
			const piece = pieces[at];
			const matches = this.#knownAt(at);
			if (piece === undefined || matches === undefined) {
				return undefined;
			}

			if (from < matches.count) {
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
		let from = match;
		for (let at = index; at >= 0; at--) {
			const piece = this.#buffer.pieces[at];
			const matches = this.#knownAt(at);
			if (piece === undefined || matches === undefined) {
				return undefined;
			}

			const last = Math.min(from, matches.count - 1);
			if (last >= 0) {
				return {piece, match: last};
			}

			from = Number.POSITIVE_INFINITY;
		}

		return undefined;
	}

	#countIn(pieces: readonly Piece[]): number {
		let count = 0;
		for (const piece of pieces) {
			count += this.#search.known(piece)?.count ?? 0;
		}

		return count;
	}

	#knownAt(index: number): Matches | undefined {
		const piece = this.#buffer.pieces[index];
		return piece === undefined ? undefined : this.#known(piece);
	}

	/** All matches of a piece, unless it takes too long to find them now. */
	#known(piece: Piece): Matches | undefined {
		const hasTime = this.#hasBeenDone
			? () => true
			: () => this.#stepsLeft-- > 0;
		return this.#search.run(piece, hasTime)
			? this.#search.known(piece)
			: undefined;
	}
}

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

/** Steps of 0.1 to 0.2 ms that walking may take by itself between two slices, which the key's frame waits for: two full pieces are searched, in which a text that one entry in a hundred has fills a screen. */
const stepsOfWalk = 18;
