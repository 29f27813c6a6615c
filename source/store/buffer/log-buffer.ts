import {
	type Entry,
	hasOwnTime,
	isSameContent,
	type Micros,
} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {levelOf, levels, rankOf} from '../../log/level.ts';
import {
	Interner,
	otherName,
	numberNames,
	numberNamesOfRun,
	type Origin,
} from './names.ts';
import {
	indexOfPiece,
	pieceIndexAt,
	pieceIndexBefore,
	splitAt,
	type Place,
	placesIn,
	showLast,
	Piece,
} from './piece.ts';
import {type MessageHead, mostBytesPerCharacter} from './message-head.ts';
import {
	type Segment,
	segmentEntryLimit,
	sourceNumber,
	Segments,
	type Writing,
} from './segment.ts';

/** A stable handle of an entry in the buffer: it holds until the entry is evicted or replaced, whatever lands around it. */
export type EntryId = number;

/** An entry of whose message the beginning was read; one of which all was read is one, too, and need not be held. */
export type EntryHead = Entry & MessageHead & {readonly id?: EntryId};

/** In characters. */
const longMessage = 65_536;

/** What is looked through before any of it is shown: less than a millisecond's work. */
const mostInPiece = 8192;

/**
The entries that are held, in the order of their times, equal times in the order in which they came.

An ordered list of pieces, each a run of slots in a segment of columns: what streams in extends the last piece, a page is a piece of its own, a late entry is put in its place.
*/
export class LogBuffer {
	readonly pieces: Piece[] = [];
	readonly levels = new Interner(255, {
		first: levels,
		// So that no filter hides what is one of the four by another name.
		standIn: (name) => levelOf(name) ?? otherName,
	});

	readonly regions = new Interner(65_535);
	readonly texts = new Interner(255, {first: [''], overflow: 0});
	/** Of which the entries are that do not tell it; empty where that is not known. */
	readonly deployment: string;
	/** Grows with every change. */
	version = 0;
	/** Grows with every change but one: that the last piece has grown at its end. */
	shape = 0;
	count = 0;
	/** How many entries that are held stand at their place of arrival, not at the time that they came with. */
	untimedCount = 0;
	/** How many entries of each region are held. */
	readonly regionCounts: number[] = [];
	/** By the number of a level: its rank, as far as it was asked for. */
	readonly #ranks: number[] = [];
	readonly #segments = new Segments();
	/** The entry with a long message that was read last; an id stands for the same one for ever. */
	#lastLong: {readonly id: EntryId; readonly entry: WeakRef<Entry>} | undefined;
	readonly #pieceLimit: number;

	/** Evicting `limit` entries shall not be all or nothing: pieces are kept to a part of it, too. */
	constructor(limit = 1_000_000, deployment = '') {
		this.deployment = deployment;
		this.#pieceLimit = Math.min(
			mostInPiece,
			Math.max(64, Math.ceil(limit / 8)),
		);
	}

	/** Bytes of memory that the entries take. */
	get allocated(): number {
		return this.#segments.allocated;
	}

	get lastTime(): Micros | undefined {
		return this.pieces.at(-1)?.lastTime;
	}

	/** Takes in an entry as it streams in: at the end, or, when it is late, in its place by time. */
	append(entry: Entry, origin: Origin): EntryId {
		this.version++;
		const isLast = entry.time >= (this.lastTime ?? Number.NEGATIVE_INFINITY);
		const segment = this.#write(entry, origin, 'live');
		const slot = segment.count - 1;
		if (isLast) {
			this.#showLast(segment, 1);
			return idOf(segment, slot);
		}

		this.shape++;
		const piece = this.pieces[pieceIndexBefore(this.pieces, entry.time)];
		if (piece?.segment === segment) {
			piece.insert(upperBound(piece, entry.time), slot);
		} else {
			this.pieces.splice(
				splitAt(this.pieces, entry.time + 1),
				0,
				new Piece(segment, slot, 1),
			);
		}

		return idOf(segment, slot);
	}

	/** Takes in the entries [from, to) of those that streamed in; they are in the order of their times, and none is older than what is held. */
	appendRun(
		entries: EntryColumns,
		[from, to]: readonly [from: number, to: number],
		origin: Origin,
	) {
		this.version++;
		this.count += to - from;
		if (entries.hasTimeTexts) {
			for (let index = from; index < to; index++) {
				const timeText = entries.timeText(index);
				const time = entries.time(index);
				this.untimedCount +=
					timeText === undefined || hasOwnTime({time, timeText}) ? 0 : 1;
			}
		}

		const numbers = numberNamesOfRun(entries, [from, to], origin, this);
		for (let at = from; at < to;) {
			const {segment, count} = this.#segments.writeRun(
				entries,
				[at, to],
				numbers,
			);
			this.#showLast(segment, count);
			at += count;
		}
	}

	/** Puts `entries`, in the order of their times, in the place of all that is held in [from, to). Returns their ids. */
	replace(
		from: Micros,
		to: Micros,
		entries: ReadonlyArray<{readonly entry: Entry; readonly origin: Origin}>,
	): EntryId[] {
		this.version++;
		this.shape++;
		const index = this.#cutOut(from, to);
		const ids: EntryId[] = [];
		const fresh: Piece[] = [];
		for (const {entry, origin} of entries) {
			const segment = this.#write(entry, origin, 'page');
			showLast(fresh, segment, 1, this.#pieceLimit);
			ids.push(idOf(segment, segment.count - 1));
		}

		this.pieces.splice(index, 0, ...fresh);
		this.#dropUnshown();
		return ids;
	}

	/** Lets go of a piece and gives back the segment that nothing shows any more. */
	evict(piece: Piece) {
		const index = this.pieces.indexOf(piece);
		if (index !== -1) {
			this.version++;
			this.shape++;
			this.pieces.splice(index, 1);
			this.#release(piece);
		}
	}

	/** The entries of a piece that have no time of their own. */
	*untimedOf(piece: Piece): Generator<Entry, void> {
		const {segment, count} = piece;
		for (
			let position = 0;
			segment.hasTimeTexts && position < count;
			position++
		) {
			const slot = piece.slotAt(position);
			const entry = segment.isUntimed(slot)
				? this.entry(idOf(segment, slot))
				: undefined;
			if (entry !== undefined) {
				yield entry;
			}
		}
	}

	/** All that is held in [from, to), oldest first. */
	places(from: Micros, to: Micros): Generator<Place, void> {
		return placesIn(this.pieces, from, to);
	}

	/** Where an entry stands now, or nothing when it is not held any more. */
	locate(id: EntryId): Place | undefined {
		const segment = this.#segments.get(Math.floor(id / segmentEntryLimit));
		const slot = id % segmentEntryLimit;
		if (segment === undefined || slot >= segment.count) {
			return undefined;
		}

		const time = segment.time(slot);
		for (let index = this.pieceIndexAt(time); ; index++) {
			const piece = this.pieces[index];
			if (piece === undefined || piece.firstTime > time) {
				return undefined;
			}

			const position =
				piece.segment === segment ? piece.positionOf(slot) : undefined;
			if (position !== undefined) {
				return {piece, position};
			}
		}
	}

	idAt({piece, position}: Place): EntryId {
		return idOf(piece.segment, piece.slotAt(position));
	}

	/** The entry behind an id that is held; ask `locate` when that is not certain. */
	entry(id: EntryId): Entry | undefined {
		// A key may ask several times for what takes 20 to 100 ms to read.
		const last =
			this.#lastLong?.id === id ? this.#lastLong.entry.deref() : undefined;
		if (last !== undefined) {
			return last;
		}

		const entry = this.#read(id, (segment, slot) => ({
			message: segment.message(slot),
		}));
		if (entry !== undefined && entry.message.length > longMessage) {
			this.#lastLong = {id, entry: new WeakRef(entry)};
		}

		return entry;
	}

	/** The same, with no more of its message than so many characters, or a few more: what is drawn costs what is drawn. */
	head(id: EntryId, characters: number): EntryHead | undefined {
		return this.#read(id, (segment, slot) => ({
			id,
			...segment.head(slot, characters),
		}));
	}

	/** Whether a copy of an entry, as it would be held, is held at a place. Many may share an instant: few are read. */
	holdsAt({piece, position}: Place, entry: Entry): boolean {
		const slot = piece.slotAt(position);
		const byteCount = piece.segment.messageLength(slot);
		const {length} = entry.message;
		const held =
			byteCount < length || byteCount > length * mostBytesPerCharacter
				? undefined
				: this.entry(idOf(piece.segment, slot));
		return held !== undefined && isSameContent(held, entry);
	}

	/** An entry as it is held, or will be: names for which there is no room are others then. */
	asHeld(entry: Entry): Entry {
		const level = this.levels.heldName(entry.level);
		const region = this.regions.heldName(entry.region);
		return level === entry.level && region === entry.region
			? entry
			: {...entry, level, region};
	}

	/** Hot. How bad a level is, by its number in a segment: 0 for `error` by any name, `unknownRank` for what is none of the four. */
	rank(level: number): number {
		const rank = this.#ranks[level] ?? rankOf(this.levels.name(level));
		this.#ranks[level] = rank;
		return rank;
	}

	levelOf(id: EntryId): string {
		const segment = this.#segments.get(Math.floor(id / segmentEntryLimit));
		return this.levels.name(segment?.levels[id % segmentEntryLimit] ?? 0);
	}

	originAt({piece, position}: Place): Origin {
		const slot = piece.slotAt(position);
		return {
			source: piece.segment.sources[slot] ?? 0,
			text: this.texts.name(piece.segment.texts[slot] ?? 0),
		};
	}

	/** It is `source`'s from now on. */
	mark({piece, position}: Place, source: number) {
		piece.segment.sources[piece.slotAt(position)] = sourceNumber(source);
	}

	/** Whether entries are held that the server returned for a text. */
	hasAnswersFor(text: string): boolean {
		return text !== '' && this.texts.indexOf(text) !== undefined;
	}

	/** The index of the first piece that holds or follows `time`. */
	pieceIndexAt(time: Micros): number {
		return pieceIndexAt(this.pieces, time);
	}

	indexOf(piece: Piece): number {
		return indexOfPiece(this.pieces, piece);
	}

	#read<Read>(
		id: EntryId,
		readMessage: (segment: Segment, slot: number) => Read,
	): (Omit<Entry, 'message'> & Read) | undefined {
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
			region: this.regions.name(segment.regions[slot] ?? 0),
			...segment.ids.at(slot),
			...readMessage(segment, slot),
		};
	}

	/** The last `count` slots of a segment stand behind all that is held. */
	#showLast(segment: Segment, count: number) {
		if (showLast(this.pieces, segment, count, this.#pieceLimit)) {
			this.shape++;
		}
	}

	#write(entry: Entry, origin: Origin, kind: Writing): Segment {
		this.count++;
		this.untimedCount += hasOwnTime(entry) ? 0 : 1;
		return this.#segments.write(entry, numberNames(entry, origin, this), kind);
	}

	/** Removes all in [from, to); returns the index of the piece that now follows it. */
	#cutOut(from: Micros, to: Micros): number {
		const fromIndex = splitAt(this.pieces, from);
		const toIndex = splitAt(this.pieces, to);
		for (const piece of this.pieces.splice(fromIndex, toIndex - fromIndex)) {
			this.#release(piece);
		}

		return fromIndex;
	}

	/** What pages have replaced would be held as long as anything beside it: on a busy stream that is cut again and again, three times what is shown. */
	#dropUnshown() {
		const sparse = this.#segments.sparse();
		if (sparse.size === 0) {
			return;
		}

		const shown = new Map<Segment, Uint8Array>();
		for (const segment of sparse) {
			shown.set(segment, new Uint8Array(segment.count));
		}

		for (const piece of this.pieces) {
			const isShown = shown.get(piece.segment);
			if (isShown !== undefined) {
				for (let position = 0; position < piece.count; position++) {
					isShown[piece.slotAt(position)] = 1;
				}
			}
		}

		for (const [segment, isShown] of shown) {
			segment.dropUnshown(isShown);
		}
	}

	#release(piece: Piece) {
		const {segment, count} = piece;
		const {regions} = segment;
		for (let position = 0; position < count; position++) {
			const slot = piece.slotAt(position);
			const region = regions[slot] ?? 0;
			this.regionCounts[region] = (this.regionCounts[region] ?? 0) - 1;
			segment.hide(slot);
		}

		for (
			let position = 0;
			segment.hasTimeTexts && position < count;
			position++
		) {
			this.untimedCount -= segment.isUntimed(piece.slotAt(position)) ? 1 : 0;
		}

		this.count -= count;
		segment.pieceCount--;
		this.#segments.release(segment);
	}
}

function idOf(segment: Segment, slot: number): EntryId {
	return segment.serial * segmentEntryLimit + slot;
}

function upperBound(piece: Piece, time: Micros): number {
	return piece.lowerBound(time + 1);
}
