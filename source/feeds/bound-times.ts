import {type Micros} from '../log/entry.ts';
import {type EntryColumns} from '../log/entry-columns.ts';

/** How far ahead of the server's clock the clocks of regions may be. */
const margin: Micros = 60_000_000;
/** The same where nothing has told the server's clock, and ours may be wrong. */
const unsureMargin: Micros = 2 * 86_400_000_000;
/** Much longer than logs are kept: what comes live is not older. */
const oldest: Micros = 30 * 86_400_000_000;

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
		: {from: serverTime - oldest, to: serverTime + margin};
}

/** Puts entries whose time cannot be at their place of arrival: at the time of the entry before, else of the next one, else at `now`. Returns the time of the last entry that stands at its own, else `last`. */
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
