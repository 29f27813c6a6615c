import {type EntryColumns} from '../log/entry-columns.ts';
import {type Micros} from '../log/entry.ts';
import {type LiveConnection, type Tail} from './connection.ts';
import {takeClaimed} from './cut.ts';
import {longestLag, mostMargin, seamMargin} from './lag.ts';
import {type Timeline} from './timeline.ts';

/** Notes how far the open stream has come. */
export function hearEntries<Held extends Timeline>(
	timeline: Held,
	{firstTime, lastTime, arrivals, claimedCount}: Heard,
	/** By our clock. */
	at: Micros,
): Held {
	const {connection, cuts} = timeline;
	const {lateness, spread, times, firstTimes} = arrivals;
	return connection.kind === 'live'
		? {
				...timeline,
				connection: {
					...connection,
					...noteFront(connection, at, seamMargin(timeline)),
					firstTimes,
					...(firstTime !== undefined && {firstTime}),
					...(lastTime !== undefined && {lastTime}),
					...(connection.firstTimes.size === 0 &&
						firstTimes.size > 0 && {tail: prolong(connection.tail, at)}),
				},
				lateness,
				spread,
				regionTimes: times,
				cuts: takeClaimed(cuts, connection.before, claimedCount),
			}
		: timeline;
}

/** Of more regions nothing is noted: any of them may tell that past logs have caught up. */
const mostRegions = 1000;

/** Notes of the entries of a batch how far each region has come: clocks of regions differ, so an entry is late only beside those of its own. */
export class Arrivals {
	/** How much older than the newest entry of its region before it an entry has been so far. */
	lateness: Micros;
	/** How much older than the newest entry of any region. */
	spread: Micros;
	readonly times: Map<string, Micros>;
	readonly firstTimes: Map<string, Micros>;
	readonly #before: Micros;

	constructor(
		{
			lateness,
			spread,
			regionTimes,
		}: Pick<Timeline, 'lateness' | 'spread' | 'regionTimes'>,
		{before, firstTimes}: Pick<LiveConnection, 'before' | 'firstTimes'>,
	) {
		this.lateness = lateness;
		this.spread = spread;
		this.times = new Map(regionTimes);
		this.firstTimes = new Map(firstTimes);
		this.#before = before;
	}

	note(
		region: string,
		time: Micros,
		/** Of any region. */
		newest = time,
	) {
		this.spread = farther(this.spread, newest - time);
		const last = this.times.get(region);
		if (last === undefined && this.times.size === mostRegions) {
			return;
		}

		if (!this.firstTimes.has(region) && time > (last ?? this.#before)) {
			this.firstTimes.set(region, time);
		}

		if (last !== undefined && last > time) {
			this.lateness = farther(this.lateness, last - time);
		} else {
			this.times.set(region, time);
		}
	}

	/** Hot. Notes entries that follow each other in time: of each region the first and the last one say all. */
	noteRun(entries: EntryColumns, [from, to]: readonly [number, number]) {
		const {regions} = entries;
		const last = new Map<number, Micros>();
		let region: number | undefined;
		for (let index = from; index < to; index++) {
			if (regions[index] === region) {
				continue;
			}

			if (region !== undefined) {
				last.set(region, entries.time(index - 1));
			}

			region = regions[index] ?? 0;
			if (!last.has(region)) {
				this.note(entries.region(index), entries.time(index));
			}
		}

		last.set(region ?? 0, entries.time(to - 1));
		for (const [number, time] of last) {
			this.note(entries.regionNames.name(number), time);
		}
	}
}

/** An entry that is older than clocks and ways can make it says nothing of the next one. */
function farther(far: Micros, distance: Micros): Micros {
	return distance > mostMargin ? far : Math.max(far, distance);
}

/** What a batch of the live stream tells, once its entries have their places. */
type Heard = Pick<LiveConnection, 'firstTime' | 'lastTime'> & {
	readonly arrivals: Arrivals;
	/** How many of them past logs had brought before. */
	readonly claimedCount: number;
};

/** Past logs may lag behind the first entry as long as behind any other, whenever it comes. */
function prolong(tail: Tail, at: Micros): Tail {
	return tail.kind === 'settling'
		? {...tail, deadline: Math.max(tail.deadline, at + longestLag)}
		: tail;
}

/** Notes how far the stream had come before it brought something. */
function noteFront(
	{lastTime, heardAt = Number.NEGATIVE_INFINITY, front}: LiveConnection,
	at: Micros,
	margin: Micros,
): Pick<LiveConnection, 'heardAt' | 'front'> {
	if (lastTime === undefined) {
		return {heardAt: at};
	}

	if (at - heardAt >= margin) {
		return {heardAt: at, front: {at, time: lastTime, earlier: lastTime}};
	}

	return front === undefined || at - front.at >= margin
		? {heardAt: at, front: {at, time: lastTime, earlier: front?.time ?? 0}}
		: {heardAt: at};
}
