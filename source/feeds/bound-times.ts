import {hasOwnTime, type Micros} from '../log/entry.ts';
import {type EntryColumns} from '../log/entry-columns.ts';
import {type Order} from '../log/query.ts';
import {farAhead, type TimeSpan} from '../log/time-range.ts';
import {clockMargin} from './server-clock.ts';

/** Gives entries of a stream whose time is impossible another one, which keeps them where they came: that of the entry before, else of the next one, else `now`. Returns the time of the last entry that stands at its own, else `last`. */
export function boundTimes(
	entries: EntryColumns,
	{from, to}: TimeBounds,
	last: Micros | undefined,
	now: Micros,
): Micros | undefined {
	if (areWithin(entries, {from, to})) {
		return entries.lastTime ?? last;
	}

	let before = last;
	for (let index = 0; index < entries.length; index++) {
		const time = entries.time(index);
		if (time > to || time < from) {
			entries.putAt(
				index,
				before ?? nextPossible(entries, index, {from, to}) ?? now,
			);
		} else {
			before = time;
		}
	}

	return before;
}

/** The same where nothing has told the server's clock, and ours may be wrong. */
const unsureMargin: Micros = 2 * 86_400_000_000;
/** Much longer than logs are kept: what comes live is not older. */
const oldest: Micros = 30 * 86_400_000_000;
/** So long saved logs may have nothing between two entries. */
const longestSilence: Micros = 2 * 366 * 86_400_000_000;

type TimeBounds = {
	readonly from: Micros;
	readonly to: Micros;
};

/** Which times an entry that comes now may have. */
export function timeBounds(
	now: Micros,
	serverTime: Micros | undefined,
): TimeBounds {
	return serverTime === undefined
		? {from: now - oldest - unsureMargin, to: now + unsureMargin}
		: {from: serverTime - oldest, to: serverTime + clockMargin};
}

/**
Which times the entries of a page may have that was asked for this span.

What was asked for because it is dated ahead stands there. What is older than logs are kept may be so, for a server of saved logs has the deployment made anew; but not where years lie between it and all that is newer.
*/
export function pageBounds(
	now: Micros,
	serverTime: Micros | undefined,
	span: TimeSpan,
	/** Of the entries that have one. */
	times: Float64Array,
): TimeBounds {
	const {from, to} = timeBounds(now, serverTime);
	return {
		from: Math.min(from, Math.max(0, span.from, beginOfLog(times, {from, to}))),
		to: span.to === farAhead ? Number.POSITIVE_INFINITY : to,
	};
}

/** The oldest of some times before which nothing is for long. */
function beginOfLog(times: Float64Array, {from, to}: TimeBounds): Micros {
	if (times.every((time) => time >= from)) {
		return from;
	}

	const inOrder = times
		.filter((time) => time <= to)
		.toSorted()
		.toReversed();
	let begin = inOrder[0] ?? from;
	for (const time of inOrder) {
		if (begin - time > longestSilence) {
			break;
		}

		begin = time;
	}

	return begin;
}

/** Hot. Nearly always they are. */
function areWithin(entries: EntryColumns, {from, to}: TimeBounds): boolean {
	for (let index = 0; index < entries.length; index++) {
		const time = entries.time(index);
		if (time > to || time < from) {
			return false;
		}
	}

	return true;
}

function nextPossible(
	entries: EntryColumns,
	start: number,
	{from, to}: TimeBounds,
): Micros | undefined {
	for (let index = start; index < entries.length; index++) {
		const time = entries.time(index);
		if (time <= to && time >= from) {
			return time;
		}
	}

	return undefined;
}

/**
Puts the entries of a page that have no time, or one that cannot be, where they came: behind the older of the two beside them that have one, as a stream has it.

The instant at which a page ends is asked for again by its time, and a server leaves out then what came on its other side: nothing stands there that came within the page. Where none has a time, they stand at the side from which the page was read.
*/
export function placeAmongOthers(
	batches: readonly EntryColumns[],
	{
		order,
		span: {from, to},
		bounds,
		now,
		goesOn,
	}: {
		readonly order: Order;
		/** What was asked for. */
		readonly span: TimeSpan;
		/** Which times can be. */
		readonly bounds: TimeBounds;
		/** The server's clock. */
		readonly now: Micros;
		/** Whether another page follows. */
		readonly goesOn: boolean;
	},
) {
	const {borrowers, oldest} = findBorrowers(batches, order, bounds);
	const keepWithin = (time: Micros) => Math.max(from, Math.min(to - 1, time));
	const alone =
		order === 'asc' && goesOn ? Math.max(from, bounds.from) : keepWithin(now);
	for (const {entries, index, older, newer} of borrowers) {
		if (older === undefined && newer === undefined) {
			entries.putAt(index, alone);
		} else if (order === 'asc') {
			// Behind the start another span may have been read.
			entries.putAt(
				index,
				older ?? (Number.isFinite(from) ? from : (newer ?? to) - 1),
			);
		} else {
			const isBehind =
				older !== undefined && older !== oldest && older <= (newer ?? older);
			entries.putAt(
				index,
				isBehind ? older : (newer ?? keepWithin((older ?? from) + 1)),
			);
		}
	}
}

/** An entry that has no time of its own, and the times of the two beside it that have one. */
type Borrower = {
	readonly entries: EntryColumns;
	readonly index: number;
	older?: Micros | undefined;
	newer?: Micros | undefined;
};

function findBorrowers(
	batches: readonly EntryColumns[],
	order: Order,
	{from, to}: TimeBounds,
): {
	readonly borrowers: readonly Borrower[];
	/** The oldest time that an entry has. */
	readonly oldest: Micros;
} {
	const [before, after] =
		order === 'asc'
			? (['older', 'newer'] as const)
			: (['newer', 'older'] as const);
	const borrowers: Borrower[] = [];
	let oldest = Number.POSITIVE_INFINITY;
	let last: Micros | undefined;
	let waitingFrom = 0;
	for (const entries of batches) {
		for (let index = 0; index < entries.length; index++) {
			const time = entries.time(index);
			const isOwn =
				time >= from &&
				time <= to &&
				(!entries.hasTimeTexts ||
					hasOwnTime({time, timeText: entries.timeText(index)}));
			if (!isOwn) {
				borrowers.push({entries, index, [before]: last});
				continue;
			}

			for (; waitingFrom < borrowers.length; waitingFrom++) {
				const one = borrowers[waitingFrom];
				if (one !== undefined) {
					one[after] = time;
				}
			}

			last = time;
			oldest = Math.min(oldest, time);
		}
	}

	return {borrowers, oldest};
}
