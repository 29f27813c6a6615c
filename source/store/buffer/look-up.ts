import {type Entry, type Micros} from '../../log/entry.ts';
import {type EntryId, type LogBuffer} from './log-buffer.ts';

/** The entry behind an id that is held, which `heldId` then need not look for. */
export function heldEntry(buffer: LogBuffer, id: EntryId): Entry | undefined {
	const entry = buffer.entry(id);
	if (entry !== undefined) {
		found.set(entry, {buffer, id});
	}

	return entry;
}

/** By which id an entry is held, if it is. Asked for with each frame of the detail view, so it is remembered: there may be thousands of one instant to look through. */
export function heldId(buffer: LogBuffer, entry: Entry): EntryId | undefined {
	const last = found.get(entry);
	if (last?.buffer === buffer && buffer.locate(last.id) !== undefined) {
		return last.id;
	}

	const id = findId(buffer, entry);
	if (id !== undefined) {
		found.set(entry, {buffer, id});
	}

	return id;
}

/** An id stands for one entry for ever, whether that is still held or not. */
const found = new WeakMap<
	Entry,
	{readonly buffer: LogBuffer; readonly id: EntryId}
>();

function findId(buffer: LogBuffer, entry: Entry): EntryId | undefined {
	const asHeld = buffer.asHeld(entry);
	for (const place of buffer.places(entry.time, entry.time + 1)) {
		if (buffer.holdsAt(place, asHeld)) {
			return buffer.idAt(place);
		}
	}

	return undefined;
}

/** Of the entries held at or after a time. */
export function firstTime(buffer: LogBuffer, time: Micros): Micros | undefined {
	const piece = buffer.pieces[buffer.pieceIndexAt(time)];
	return piece?.timeAt(piece.lowerBound(time));
}

/** How many of the entries held are at or after one time and before another. */
export function countBetween(
	buffer: LogBuffer,
	from: Micros,
	to: Micros,
): number {
	let count = 0;
	for (const piece of buffer.pieces.slice(buffer.pieceIndexAt(from))) {
		if (piece.firstTime >= to) {
			break;
		}

		count += piece.lowerBound(to) - piece.lowerBound(from);
	}

	return count;
}

/** Of the entries held before a time. */
export function lastTime(buffer: LogBuffer, time: Micros): Micros | undefined {
	const index = buffer.pieceIndexAt(time);
	const piece = buffer.pieces[index];
	const position = piece?.lowerBound(time) ?? 0;
	return piece !== undefined && position > 0
		? piece.timeAt(position - 1)
		: buffer.pieces[index - 1]?.lastTime;
}

export type RegionCount = {
	/** As it is on the wire. */
	readonly region: string;
	/** How many entries of it are loaded. */
	readonly count: number;
};

/** How many loaded entries each region has, most first; those that are chosen are there in any case. */
export function countRegions(
	buffer: LogBuffer,
	chosen: readonly string[],
	/** Older ones do not count. */
	since: Micros = 0,
): readonly RegionCount[] {
	const {names} = buffer.regions;
	const counts = since === 0 ? buffer.regionCounts : countSince(buffer, since);
	return [
		...names.map((region, index) => ({
			region,
			count: counts[index] ?? 0,
		})),
		...chosen
			.filter((region) => !names.includes(region))
			.map((region) => ({region, count: 0})),
	]
		.filter(({region}) => region !== '')
		.toSorted((a, b) => b.count - a.count || (a.region < b.region ? -1 : 1));
}

/** By the numbers of the regions: what is older is taken from all, or what is newer counted, whichever is less to look at. */
function countSince(buffer: LogBuffer, since: Micros): readonly number[] {
	const olderCount = countBetween(buffer, Number.NEGATIVE_INFINITY, since);
	return olderCount * 2 < buffer.count
		? countWithin(buffer, [Number.NEGATIVE_INFINITY, since]).map(
				(count, region) => (buffer.regionCounts[region] ?? 0) - count,
			)
		: countWithin(buffer, [since, Number.POSITIVE_INFINITY]);
}

function countWithin(
	buffer: LogBuffer,
	[from, to]: readonly [Micros, Micros],
): readonly number[] {
	const counts = buffer.regions.names.map(() => 0);
	for (const piece of buffer.pieces) {
		const {regions} = piece.segment;
		const end = piece.lowerBound(to);
		for (let position = piece.lowerBound(from); position < end; position++) {
			const region = regions[piece.slotAt(position)] ?? 0;
			counts[region] = (counts[region] ?? 0) + 1;
		}
	}

	return counts;
}
