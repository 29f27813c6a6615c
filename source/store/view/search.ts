import {type Query, isNarrower} from '../../log/query.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {type Piece} from '../buffer/piece.ts';
import {Sieve} from './sieve.ts';

/** Finds what matches a query, piece by piece, and remembers it; a piece that has grown is looked at from there on. */
export class Search {
	readonly #query: Query;
	readonly #buffer: LogBuffer;
	readonly #sieve: Sieve;
	readonly #matches = new WeakMap<Piece, Matches>();
	/** Matches for each position of the last piece that was looked at. */
	#density = 0;
	/** One that has found all that this one will find. */
	#wider: Search | undefined;

	constructor(buffer: LogBuffer, query: Query, previous?: Search) {
		this.#buffer = buffer;
		this.#query = query;
		this.#sieve = new Sieve(buffer, query);
		this.#wider =
			previous !== undefined && isNarrower(query, previous.#query)
				? previous
				: undefined;
	}

	/** What is known of a piece, though it may not be all. */
	known(piece: Piece): Matches | undefined {
		const matches = this.#matches.get(piece);
		return matches?.shape === piece.shape ? matches : undefined;
	}

	/** All has been looked at once: no other search is of use any more. */
	settle() {
		this.#wider = undefined;
	}

	/** Hot: finds the matches of a piece; false when there was no time for all. */
	run(piece: Piece, hasTime: () => boolean): boolean {
		let matches = this.known(piece);
		if (matches === undefined) {
			matches = new Matches(
				piece.shape,
				Math.ceil(piece.count * Math.min(1, this.#density * roomBeyond)),
			);
			this.#matches.set(piece, matches);
		}

		if (matches.scanned === piece.count) {
			return true;
		}

		if (this.#sieve.isOpen) {
			matches.takeAll(piece.count);
			return true;
		}

		const wider = matches.scanned === 0 ? this.#widerMatches(piece) : undefined;
		const isDone =
			wider === undefined
				? this.#sieve.prepare(piece, hasTime) &&
					this.#lookAtAll(piece, matches, hasTime)
				: this.#lookAtFew(piece, matches, {wider, hasTime});
		this.#density = matches.count / Math.max(1, matches.scanned);
		return isDone;
	}

	#lookAtAll(piece: Piece, matches: Matches, hasTime: () => boolean): boolean {
		const test = this.#sieve.test(piece.segment);
		const {stepPositions: step, isSlow} = this.#sieve;
		while (matches.scanned < piece.count) {
			if (!hasTime()) {
				return false;
			}

			const to = Math.min(matches.scanned + step, piece.count);
			let position = matches.scanned;
			while (position < to) {
				const slot = piece.slotAt(position);
				if (test(slot)) {
					matches.add(position);
				}

				position++;
				if (isSlow && isLong(piece, slot)) {
					break;
				}
			}

			matches.scanned = position;
		}

		return true;
	}

	/** Looks only at what a wider search has found. */
	#lookAtFew(
		piece: Piece,
		matches: Matches,
		{
			wider,
			hasTime,
		}: {readonly wider: Matches; readonly hasTime: () => boolean},
	): boolean {
		if (!hasTime()) {
			return false;
		}

		const test = this.#sieve.test(piece.segment);
		const {stepPositions: step, isSlow} = this.#sieve;
		for (let match = 0; match < wider.count; match++) {
			const position = wider.positionOf(match);
			const slot = piece.slotAt(position);
			const isDue =
				(isSlow && isLong(piece, slot)) || (match > 0 && match % step === 0);
			if (isDue && !hasTime()) {
				// Up to there all is known; behind it all is looked at.
				matches.scanned = position;
				return false;
			}

			if (test(slot)) {
				matches.add(position);
			}
		}

		matches.scanned = piece.count;
		return true;
	}

	/** A wider search's matches in a piece, where they are all known and few enough. */
	#widerMatches(piece: Piece): Matches | undefined {
		const matches = this.#wider?.known(piece);
		return matches?.scanned === piece.count &&
			matches.count <= piece.count * fewMatches &&
			// What the server returned for a text need not hold it, nor a part of it.
			!this.#buffer.hasAnswersFor(this.#query.filter.text)
			? matches
			: undefined;
	}
}

/** The positions of a piece whose entries match, in order; known for its first positions, up to `scanned`. */
export class Matches {
	/** That of the piece when they were found. */
	readonly shape: number;
	scanned = 0;
	count = 0;
	/** How many matches there is room for at first. */
	readonly #firstLength: number;
	/** Absent while all positions match. */
	#positions: Uint16Array | undefined;

	/** `expected` is about how many matches there will be. */
	constructor(shape: number, expected = 0) {
		this.shape = shape;
		this.#firstLength = Math.max(16, expected);
	}

	/** All positions up to `count` match. */
	takeAll(count: number) {
		this.scanned = count;
		this.count = count;
	}

	add(position: number) {
		this.#positions ??= new Uint16Array(this.#firstLength);
		if (this.count === this.#positions.length) {
			const larger = new Uint16Array(this.count * 2);
			larger.set(this.#positions);
			this.#positions = larger;
		}

		this.#positions[this.count++] = position;
	}

	positionOf(match: number): number {
		return this.#positions === undefined
			? match
			: (this.#positions[match] ?? 0);
	}

	/** The first match at or behind a position; the count of matches when there is none. */
	lowerBound(position: number): number {
		let low = 0;
		let high = this.count;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if (this.positionOf(middle) < position) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low;
	}
}

/** In bytes. */
const longMessage = 2048;
/** Of a wider search's matches in a piece, at most this part of the piece is worth being looked at one by one. */
const fewMatches = 0.25;

/** One piece's matches get so many times the room that the last one's would take: most are alike, and room that is too small is made again. */
const roomBeyond = 1.25;

/** Whether reading a message may take long by itself. */
function isLong({segment: {offsets}}: Piece, slot: number): boolean {
	return (offsets[slot + 1] ?? 0) - (offsets[slot] ?? 0) > longMessage;
}
