import {
	isStray,
	isUntimed,
	type Micros,
	contentKey,
	type Entry,
} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type LiveAction} from '../action.ts';
import {Arrivals, hearEntries} from '../../timeline/hear-entries.ts';
import {type Logs, countArrived} from '../logs.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {lastTime as lastHeldTime} from '../buffer/look-up.ts';
import {type Place} from '../buffer/pieces.ts';
import {sourceNumber} from '../buffer/segment.ts';
import {type LiveConnection} from '../../timeline/connection.ts';
import {closeConnection} from '../../timeline/open-connection.ts';
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
	const beginning = untimedBeginning(entries, connection);
	for (let index = 0; index < entries.length;) {
		const isBeginning = beginning !== undefined && index < beginning.count;
		if (
			isBeginning &&
			claimBeginning(logs, entries.at(index), {...beginning, at})
		) {
			index++;
			continue;
		}

		const time = entries.time(index);
		const runEnd =
			entries.hasStrays || isBeginning
				? index
				: endOfRun(entries, index, buffer, connection.joinedUntil + 1);
		if (runEnd > index) {
			buffer.appendRun(entries, [index, runEnd], origin);
			arrivals.noteRun(entries, [index, runEnd]);
			firstTime ??= time;
			lastTime = entries.time(runEnd - 1);
			index = runEnd;
			continue;
		}

		const came = entries.at(index++);
		if (came === undefined) {
			break;
		}

		const entry = placeUntimed(
			came,
			lastTime,
			isBeginning ? beginning.next : undefined,
		);
		if (!logs.strays.takeStreamed(entry)) {
			continue;
		}

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
			time <= connection.joinedUntil && claim(buffer, entry, origin.source);
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

/** Puts an entry without a time behind what has come, as a stream may bring the newest ones first; where it stands before the first one that has a time, it came before that. */
function placeUntimed(
	entry: Entry,
	lastTime: Micros | undefined,
	next: Micros | undefined,
): Entry {
	if (!isUntimed(entry)) {
		return entry;
	}

	return {
		...entry,
		time:
			next === undefined
				? Math.max(entry.time, lastTime ?? entry.time)
				: next - 1,
	};
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

/** With how many entries a stream begins that have no time, and that of the first one that has; nothing once it has brought some. */
function untimedBeginning(
	entries: EntryColumns,
	{lastTime}: Pick<LiveConnection, 'lastTime'>,
): {readonly count: number; readonly next: Micros | undefined} | undefined {
	if (lastTime !== undefined || !entries.hasTimeTexts) {
		return undefined;
	}

	let count = 0;
	while (
		count < entries.length &&
		isUntimed({timeText: entries.timeText(count)})
	) {
		count++;
	}

	return {
		count,
		next: count < entries.length ? entries.time(count) : undefined,
	};
}

/** So long after a stream was opened it may begin with what past logs have brought since. In microseconds. */
const longestOverlap: Micros = 10_000_000;

/** Whether an entry without a time, with which a stream begins, is held: it is the stream's from now on, too. Behind which one it stands nobody tells; but it stands before the next one that has a time, or past logs have just brought one of its kind, and no more. */
function claimBeginning(
	{buffer, connection}: Logs,
	entry: Entry | undefined,
	{next, at}: {readonly next: Micros | undefined; readonly at: Micros},
): boolean {
	if (entry === undefined || connection.kind !== 'live') {
		return false;
	}

	const {joinedUntil, number, openedAt} = connection;
	const source = sourceNumber(number);
	const isBounded = next !== undefined && next <= joinedUntil;
	const key = contentKey(buffer.asHeld(entry));
	const alike: Place[] = [];
	for (const place of isBounded
		? buffer.places(lastHeldTime(buffer, next) ?? next, next + 1)
		: buffer.places(joinedUntil, Number.POSITIVE_INFINITY)) {
		const of = buffer.originAt(place).source;
		const held =
			of === source || (!isBounded && of > 0)
				? undefined
				: buffer.entry(buffer.idAt(place));
		if (held !== undefined && contentKey(held) === key) {
			alike.push(place);
		}
	}

	const [first] = alike;
	if (
		first === undefined ||
		(!isBounded && (alike.length > 1 || at - openedAt > longestOverlap))
	) {
		return false;
	}

	buffer.mark(first, number);
	return true;
}

/** The logs when their live stream is over, for whatever reason; what it brought stays known, and since when there is none. */
export function close(logs: Logs): Logs {
	return closeConnection(logs, logs.buffer.lastTime ?? 0);
}
