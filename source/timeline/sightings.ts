import {type Entry, type Micros} from '../log/entry.ts';
import {type Between, mayBeOne} from './between.ts';

/** One that is known, and where it stands. */
export type Sighting = {
	after: Micros;
	before: Micros;
	/** Where it was put. */
	readonly time: Micros;
	/** A stream began with it: behind which entry it stands is a guess. */
	readonly isFirst: boolean;
	/** Past logs have said where it stands. */
	isTold: boolean;
	/** The stream that has brought it last. */
	stream: number;
};

/** An entry of a page, and the one that is known to be the same. */
export type Wanted = {
	readonly index: number;
	readonly entry: Entry;
	readonly place: Between;
	same?: Sighting;
};

/** How far the time at which a stream puts an entry that it begins with may be from where past logs have it. */
const longestOverlap: Micros = 5_000_000;
/** So many are looked at for one entry. */
const mostLooked = 1000;

/** The order of those that are alike: by what they stand before, and what may stand at the fewest places first. */
export function byPlace(a: Sighting, b: Sighting): number {
	return a.before === b.before ? b.after - a.after : a.before - b.before;
}

/** Puts one where it belongs. */
export function insert(all: Sighting[], one: Sighting) {
	const index = firstIndex(all, (other) => byPlace(other, one) > 0);
	all.splice(index, 0, one);
}

/** A page has one at a place: where that leaves room, it stands where it was known to as well. */
export function standAt(one: Sighting, place: Between) {
	const after = Math.max(one.after, place.after);
	const before = Math.min(one.before, place.before);
	Object.assign(one, after <= before ? {after, before} : place, {
		isTold: true,
	});
}

/** Finds for each of some entries, which are in order, one of those that are alike: of several the one that stands first before something. */
export function pair(
	all: readonly Sighting[],
	wanted: readonly Wanted[],
	margin: Micros,
	mayBe: (one: Sighting, place: Between) => boolean,
): ReadonlySet<Sighting> {
	const found = new Set<Sighting>();
	let start = 0;
	for (const one of wanted) {
		start = Math.max(start, startFrom(all, one.place.after - 2 * margin));
		for (let index = start; index < start + mostLooked; index++) {
			const same = all[index];
			if (same === undefined) {
				break;
			}

			if (found.has(same)) {
				start += index === start ? 1 : 0;
			} else if (mayBe(same, one.place)) {
				found.add(same);
				one.same = same;
				break;
			}
		}
	}

	return found;
}

/** Finds what a stream brings again. That it is late is no reason to look farther: it may be but repeated. */
export function findStreamed(
	all: readonly Sighting[],
	{
		time,
		place,
		stream,
	}: {readonly time: Micros; readonly place: Between; readonly stream: number},
): Sighting | undefined {
	const {after, before} = place;
	const isFirst = after === Number.NEGATIVE_INFINITY;
	const isLast = before === Number.POSITIVE_INFINITY;
	const start = startFrom(all, isFirst ? before : after);
	const same = all.slice(start, start + mostLooked).find(
		(one) =>
			one.stream !== stream &&
			(isFirst
				? // Right before the next one with a time.
					!isLast && one.after < before
				: isLast
					? one.before > after &&
						(one.after <= after || (one.isFirst && !one.isTold))
					: mayBeOne(one, place, 0)),
	);
	return same ?? (isFirst ? findAlone(all, time, stream) : undefined);
}

/** Where nothing tells behind which entry one stands, it is known when one of its kind has come just now, and no more. Of one that is taken for it wrongly, past logs tell. */
function findAlone(
	all: readonly Sighting[],
	time: Micros,
	stream: number,
): Sighting | undefined {
	const near =
		all.length > mostLooked
			? []
			: all.filter(
					(one) =>
						one.stream !== stream &&
						finiteOr(one.time, one.after) - longestOverlap <= time &&
						finiteOr(one.time, one.before) + longestOverlap >= time,
				);
	return near.length === 1 ? near[0] : undefined;
}

/** Where those begin that stand before this time or a later one. */
export function startFrom(all: readonly Sighting[], time: Micros): number {
	return firstIndex(all, ({before}) => before >= time);
}

/** The first of those of which something is so; it is so of all behind that one. */
function firstIndex(
	all: readonly Sighting[],
	isSo: (one: Sighting) => boolean,
): number {
	let low = 0;
	let high = all.length;
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const one = all[middle];
		if (one === undefined || isSo(one)) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}

	return low;
}

function finiteOr(time: Micros, end: Micros): Micros {
	return Number.isFinite(end) ? end : time;
}
