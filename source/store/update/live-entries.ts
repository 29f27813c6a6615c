import {contentKey, type Entry, isStray, type Micros} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type LiveAction} from '../action.ts';
import {Arrivals, hearEntries} from '../../timeline/hear-entries.ts';
import {type Logs, countArrived} from '../logs.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {sourceNumber} from '../buffer/segment.ts';
import {closeConnection} from '../../timeline/open-connection.ts';
import {type Heard} from '../../timeline/untimed.ts';
import {evict} from './evict.ts';

/** The logs with what the stream has brought: each entry at its place, but for those that past logs have brought already. */
export function addEntries(
	logs: Logs,
	{
		entries,
		malformedCount,
		at,
	}: Extract<LiveAction, {readonly kind: 'live-entries'}>,
): Logs {
	const {buffer, connection} = logs;
	if (connection.kind !== 'live') {
		return logs;
	}

	const origin = {
		source: connection.number,
		text: connection.filter.text,
	};
	let {firstTime, lastTime} = connection;
	const arrivals = new Arrivals(logs, connection);
	let claimedCount = 0;
	const untimed = hearUntimed(logs, entries);
	for (let index = 0; index < entries.length;) {
		const time = entries.time(index);
		const runEnd =
			untimed === undefined
				? endOfRun(entries, index, buffer, connection.joinedUntil + 1)
				: index;
		if (runEnd > index) {
			buffer.appendRun(entries, [index, runEnd], origin);
			arrivals.noteRun(entries, [index, runEnd]);
			firstTime ??= time;
			lastTime = entries.time(runEnd - 1);
			index = runEnd;
			continue;
		}

		const heard = untimed?.get(index);
		const came = entries.at(index++);
		if (came === undefined) {
			break;
		}

		if (heard?.isNew === false) {
			continue;
		}

		const entry = heard === undefined ? came : {...came, time: heard.time};
		if (isStray(entry)) {
			// It says nothing of how far the stream has come.
			buffer.append(entry, origin);
			continue;
		}

		arrivals.note(entry.region, time, lastTime);
		if (time > connection.before) {
			firstTime ??= time;
		}

		lastTime = Math.max(lastTime ?? time, time);
		const isHeld =
			heard === undefined &&
			time <= connection.joinedUntil &&
			claim(buffer, entry, origin.source);
		if (!isHeld) {
			buffer.append(entry, origin);
		} else if (time > connection.before) {
			claimedCount++;
		}
	}

	return evict({
		...hearEntries(logs, {firstTime, lastTime, arrivals, claimedCount}, at),
		malformedCount: logs.malformedCount + malformedCount,
		rate: countArrived(logs.rate, entries.length, at),
	});
}

/** What became of those of a batch that have no time of their own; nothing where all have one. */
function hearUntimed(
	{buffer, untimed}: Logs,
	entries: EntryColumns,
): ReadonlyMap<number, Heard> | undefined {
	if (entries.hasStrays) {
		return untimed.hear([...entries].map((entry) => buffer.asHeld(entry)));
	}

	let newest = Number.NEGATIVE_INFINITY;
	for (let index = 0; index < entries.length; index++) {
		newest = Math.max(newest, entries.time(index));
	}

	if (entries.length > 0) {
		untimed.pass(entries.time(0), newest);
	}

	return undefined;
}

/** Up to where entries follow each other and all that is held in time, the first of them at `from` or later. */
export function endOfRun(
	entries: EntryColumns,
	start: number,
	{lastTime = 0}: Pick<LogBuffer, 'lastTime'>,
	from: Micros = 0,
): number {
	let last = Math.max(lastTime, from);
	let index = start;
	while (index < entries.length && entries.time(index) >= last) {
		last = entries.time(index++);
	}

	return index;
}

/**
An entry that another stream has brought already and `source` has not: it is `source`'s from now on, too.

So the entries of two streams are matched as often as the side has them that has them more often.
*/
export function claim(
	buffer: LogBuffer,
	entry: Entry,
	source: number,
): boolean {
	const level = buffer.levels.index(entry.level);
	const key = contentKey(buffer.asHeld(entry));
	for (const place of buffer.places(entry.time, entry.time + 1)) {
		const {segment} = place.piece;
		const slot = place.piece.slotAt(place.position);
		if (
			segment.sources[slot] !== sourceNumber(source) &&
			// Many may share an instant: few are read.
			segment.levels[slot] === level
		) {
			const held = buffer.entry(buffer.idAt(place));
			if (held !== undefined && contentKey(held) === key) {
				buffer.mark(place, source);
				return true;
			}
		}
	}

	return false;
}

/** The logs when their live stream is over, for whatever reason; what it brought stays known, and since when there is none. */
export function close(logs: Logs): Logs {
	return closeConnection(logs, logs.buffer.lastTime ?? 0);
}
