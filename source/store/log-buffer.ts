import {contentKey, type Entry, type Micros} from '../log/entry.ts';
import {levels} from '../log/level.ts';
import {Interner} from './interner.ts';
import {Piece} from './piece.ts';
import {Segment, segmentEntryLimit} from './segment.ts';

/** A stable handle of an entry in the buffer: it holds until the entry is evicted or replaced, whatever lands around it. */
export type EntryId = number;

/** What came with the entries of one answer. */
export type Origin = {
	/** The live connection that sent them, counted from 1; 0 for a page of the past. */
	readonly source: number;
	/** The text for which the server was asked. */
	readonly text: string;
};

export type Place = {
	readonly piece: Piece;
	readonly position: number;
};

/**
The entries that are held, in the order of their times, equal times in the order in which they came.

An ordered list of pieces, each a run of slots in a segment of columns: what streams in extends the last piece, a page is a piece of its own, a late entry is put in its place.
*/
export class LogBuffer {
	readonly pieces: Piece[] = [];
	readonly levels = new Interner(255, {first: levels});
	readonly regions = new Interner(65_535);
	readonly texts = new Interner(255, {first: [''], overflow: 0});
	/** Grows with every change. */
	version = 0;
	count = 0;
	readonly #segments = new Map<number, Segment>();
	readonly #pieceLimit: number;
	#nextSerial = 1;
	#liveSegment: Segment | undefined;
	#pageSegment: Segment | undefined;

	/** Evicting `limit` entries shall not be all or nothing: pieces are kept to a part of it. */
	constructor(limit = 1_000_000) {
		this.#pieceLimit = Math.max(64, Math.ceil(limit / 8));
	}

	/** Bytes of memory that the entries take. */
	get allocated(): number {
		let sum = 0;
		for (const segment of this.#segments.values()) {
			sum += segment.allocated;
		}

		return sum;
	}

	get lastTime(): Micros | undefined {
		return this.pieces.at(-1)?.lastTime;
	}

	/** Takes in an entry as it streams in: at the end, or, when it is late, in its place by time. */
	append(entry: Entry, origin: Origin): EntryId {
		this.version++;
		if (entry.time >= (this.lastTime ?? Number.NEGATIVE_INFINITY)) {
			return this.#appendLast(entry, origin);
		}

		const index = this.#pieceIndexAfter(entry.time);
		const piece = this.pieces[index];
		const segment = this.#write(entry, origin, 'live');
		const slot = segment.count - 1;
		this.count++;
		if (piece?.segment === segment) {
			piece.insert(upperBound(piece, entry.time), slot);
		} else {
			this.#insertPiece(entry.time, new Piece(segment, slot, 1));
		}

		return idOf(segment, slot);
	}

	/** Puts `entries`, in the order of their times, in the place of all that is held in [from, to). Returns their ids. */
	replace(
		from: Micros,
		to: Micros,
		entries: ReadonlyArray<{readonly entry: Entry; readonly origin: Origin}>,
	): EntryId[] {
		this.version++;
		const index = this.#cutOut(from, to);
		const ids: EntryId[] = [];
		const fresh: Piece[] = [];
		for (const {entry, origin} of entries) {
			const segment = this.#write(entry, origin, 'page');
			const slot = segment.count - 1;
			const piece = fresh.at(-1);
			if (piece?.segment === segment && piece.count < this.#pieceLimit) {
				piece.insert(piece.count, slot);
			} else {
				fresh.push(new Piece(segment, slot, 1));
			}

			ids.push(idOf(segment, slot));
		}

		this.pieces.splice(index, 0, ...fresh);
		this.count += entries.length;
		return ids;
	}

	/** Lets go of a piece and gives back the segment that nothing shows any more. */
	evict(piece: Piece) {
		const index = this.pieces.indexOf(piece);
		if (index !== -1) {
			this.version++;
			this.pieces.splice(index, 1);
			this.#release(piece);
		}
	}

	/** All that is held in [from, to), oldest first. */
	*places(from: Micros, to: Micros): Generator<Place> {
		for (let index = this.#pieceIndex(from); ; index++) {
			const piece = this.pieces[index];
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

	/** Where an entry stands now, or nothing when it is not held any more. */
	locate(id: EntryId): Place | undefined {
		const segment = this.#segments.get(Math.floor(id / segmentEntryLimit));
		if (segment === undefined) {
			return undefined;
		}

		const slot = id % segmentEntryLimit;
		const time = segment.time(slot);
		for (const place of this.places(time, time + 1)) {
			if (
				place.piece.segment === segment &&
				place.piece.slotAt(place.position) === slot
			) {
				return place;
			}
		}

		return undefined;
	}

	idAt({piece, position}: Place): EntryId {
		return idOf(piece.segment, piece.slotAt(position));
	}

	/** The entry behind an id that is held; ask `locate` when that is not certain. */
	entry(id: EntryId): Entry | undefined {
		const segment = this.#segments.get(Math.floor(id / segmentEntryLimit));
		const slot = id % segmentEntryLimit;
		if (segment === undefined || slot >= segment.count) {
			return undefined;
		}

		const timeText = segment.timeText(slot);
		return {
			time: segment.time(slot),
			...(timeText !== undefined && {timeText}),
			level: this.levels.name(segment.levels[slot] ?? 0),
			message: segment.message(slot),
			region: this.regions.name(segment.regions[slot] ?? 0),
		};
	}

	originAt({piece, position}: Place): Origin {
		const slot = piece.slotAt(position);
		return {
			source: piece.segment.sources[slot] ?? 0,
			text: this.texts.name(piece.segment.texts[slot] ?? 0),
		};
	}

	/**
	An entry that another stream has brought already and `source` has not: it is `source`'s from now on, too.

	So the entries of two streams are matched as often as the side has them that has them more often.
	*/
	claim(entry: Entry, source: number): boolean {
		const key = contentKey(entry);
		for (const place of this.places(entry.time, entry.time + 1)) {
			const {segment} = place.piece;
			const slot = place.piece.slotAt(place.position);
			if (segment.sources[slot] !== sourceNumber(source)) {
				const held = this.entry(idOf(segment, slot));
				if (held !== undefined && contentKey(held) === key) {
					segment.sources[slot] = sourceNumber(source);
					return true;
				}
			}
		}

		return false;
	}

	/** The index of the first piece that holds or follows `time`. */
	pieceIndexAt(time: Micros): number {
		return this.#pieceIndex(time);
	}

	#appendLast(entry: Entry, origin: Origin): EntryId {
		const segment = this.#write(entry, origin, 'live');
		const slot = segment.count - 1;
		const last = this.pieces.at(-1);
		if (last?.segment === segment && last.count < this.#pieceLimit) {
			last.insert(last.count, slot);
		} else {
			this.pieces.push(new Piece(segment, slot, 1));
		}

		this.count++;
		return idOf(segment, slot);
	}

	#write(entry: Entry, origin: Origin, kind: 'live' | 'page'): Segment {
		const columns = {
			level: this.levels.index(entry.level),
			region: this.regions.index(entry.region),
			text: this.texts.index(origin.text),
			source: sourceNumber(origin.source),
		};
		const current = kind === 'live' ? this.#liveSegment : this.#pageSegment;
		if (current?.push(entry, columns)) {
			return current;
		}

		current?.trim();
		if (current?.pieceCount === 0) {
			this.#segments.delete(current.serial);
		}

		const segment = new Segment(this.#nextSerial++);
		this.#segments.set(segment.serial, segment);
		if (kind === 'live') {
			this.#liveSegment = segment;
		} else {
			this.#pageSegment = segment;
		}

		segment.push(entry, columns);
		return segment;
	}

	/** Removes all in [from, to); returns the index of the piece that now follows it. */
	#cutOut(from: Micros, to: Micros): number {
		const fromIndex = this.#splitAt(from);
		const toIndex = this.#splitAt(to);
		for (const piece of this.pieces.splice(fromIndex, toIndex - fromIndex)) {
			this.#release(piece);
		}

		return fromIndex;
	}

	/** Makes `time` a border between pieces; returns the index of the piece behind it. */
	#splitAt(time: Micros): number {
		const index = this.#pieceIndex(time);
		const piece = this.pieces[index];
		const position = piece?.lowerBound(time) ?? 0;
		if (piece === undefined || position === 0) {
			return index;
		}

		this.pieces.splice(index + 1, 0, piece.split(position));
		return index + 1;
	}

	#insertPiece(time: Micros, piece: Piece) {
		const index = this.#splitAt(time + 1);
		this.pieces.splice(index, 0, piece);
	}

	#release(piece: Piece) {
		const {segment} = piece;
		this.count -= piece.count;
		segment.pieceCount--;
		if (
			segment.pieceCount === 0 &&
			segment !== this.#liveSegment &&
			segment !== this.#pageSegment
		) {
			this.#segments.delete(segment.serial);
		}
	}

	/** The first piece that ends at or after `time`. */
	#pieceIndex(time: Micros): number {
		let low = 0;
		let high = this.pieces.length;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if ((this.pieces[middle]?.lastTime ?? 0) < time) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low;
	}

	/** The last piece that begins at or before `time`, else the first. */
	#pieceIndexAfter(time: Micros): number {
		let index = Math.min(this.#pieceIndex(time + 1), this.pieces.length - 1);
		while (index > 0 && (this.pieces[index]?.firstTime ?? 0) > time) {
			index--;
		}

		return index;
	}
}

function idOf(segment: Segment, slot: number): EntryId {
	return segment.serial * segmentEntryLimit + slot;
}

function sourceNumber(source: number): number {
	return source === 0 ? 0 : ((source - 1) % 255) + 1;
}

function upperBound(piece: Piece, time: Micros): number {
	return piece.lowerBound(time + 1);
}
