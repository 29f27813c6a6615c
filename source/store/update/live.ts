import {
	cutConnection,
	openConnection,
	refuseConnection,
	retryConnection,
	closeConnection,
} from '../../timeline/open-connection.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type LogSource} from '../../log/feed-traits.ts';
import {everything} from '../../log/query.ts';
import {cover, uncover} from '../../timeline/coverage.ts';
import {type Entry, isStray, type Micros} from '../../log/entry.ts';
import {Arrivals, hearEntries} from '../../timeline/hear-entries.ts';
import {type Heard} from '../../timeline/untimed.ts';
import {type LiveAction} from '../action.ts';
import {type Logs, noRate, countArrived} from '../logs.ts';
import {type LogBuffer} from '../buffer/log-buffer.ts';
import {sourceNumber} from '../buffer/segment.ts';
import {evict} from './evict.ts';

/** Adds what the live stream, or a file that grows, has brought, and notes what becomes of it. */
export function updateLive(logs: Logs, action: LiveAction): Logs {
	switch (action.kind) {
		case 'live-opened': {
			logs.untimed.beginStream();
			return openConnection(logs, {
				filter: action.filter,
				at: action.at,
				newest: logs.buffer.lastTime ?? 0,
				askedFrom: logs.asked.range.since ?? 0,
			});
		}

		case 'live-entries': {
			return addEntries(logs, action);
		}

		case 'live-cut': {
			return cutConnection(close(logs), logs.connection, action);
		}

		case 'live-retrying': {
			return retryConnection(logs);
		}

		case 'live-refused': {
			return refuseConnection(close(logs), logs.connection, action.failure);
		}

		case 'live-dropped': {
			return close(logs);
		}

		case 'live-quiet': {
			return {...logs, rate: {...noRate, quietSince: action.since}};
		}

		case 'source-entries': {
			return addSourceEntries(logs, action.entries);
		}

		case 'source-told': {
			return tellSource(logs, action.source);
		}

		case 'tail-overdue': {
			return {...logs, isTailOverdue: true};
		}
	}
}

const origin = {source: 0, text: ''};

/** Adds what was read of a file: each entry at its place. */
function addSourceEntries(logs: Logs, entries: EntryColumns): Logs {
	const {buffer} = logs;
	for (let index = 0; index < entries.length;) {
		const runEnd = endOfRun(entries, index, buffer);
		if (runEnd > index) {
			buffer.appendRun(entries, [index, runEnd], origin);
			index = runEnd;
			continue;
		}

		const entry = entries.at(index++);
		if (entry !== undefined) {
			buffer.append(entry, origin);
		}
	}

	return evict({...logs});
}

/** Notes what is known of the files. A stream is wanted while they grow, and only then. */
function tellSource(before: Logs, source: LogSource): Logs {
	const {traits, connection, asked} = before;
	const logs = withLoaded(before, source);
	const next = {...logs, source, traits: {...traits, isLive: source.isGrowing}};
	if (source.isGrowing === traits.isLive || asked.range.until !== undefined) {
		return next;
	}

	if (!source.isGrowing) {
		return {
			...(connection.kind === 'none' ? next : close(next)),
			connection: {kind: 'none'},
		};
	}

	return {
		...next,
		// That nothing is newer is so no more.
		coverage: uncover(
			next.coverage,
			(next.buffer.lastTime ?? 0) + 1,
			Number.POSITIVE_INFINITY,
		),
		connection: {kind: 'connecting', after: 'nothing'},
	};
}

/** Once all of a file has come, all is known; but where there was no room for it, it is asked for as it is looked at. */
function withLoaded(logs: Logs, source: LogSource): Logs {
	const {files, gaps, isLoaded, isKnown} = source;
	let count = 0;
	for (const {entryCount} of files) {
		count += entryCount;
	}

	if (logs.source?.isKnown === true || !isKnown) {
		return logs;
	}

	if (!isLoaded || logs.buffer.count !== count) {
		// What was shown before all was read is asked for again: it may lack what stands elsewhere in the file.
		return {...logs, coverage: []};
	}

	let coverage = cover(logs.coverage, {
		from: 0,
		to: Number.POSITIVE_INFINITY,
		filter: everything,
	});
	for (const {from, to} of gaps) {
		coverage = uncover(coverage, from, to);
	}

	return {
		...logs,
		coverage,
		failedGaps: [
			...logs.failedGaps,
			...gaps.map(({from, to, why}) => ({
				from,
				to,
				failure: {message: why, isRefusal: false},
			})),
		],
	};
}

/** The logs with what the stream has brought: each entry at its place, but for those that past logs have brought already. */
function addEntries(
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
function endOfRun(
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
	const asHeld = buffer.asHeld(entry);
	for (const place of buffer.places(entry.time, entry.time + 1)) {
		const {segment} = place.piece;
		const slot = place.piece.slotAt(place.position);
		if (
			segment.sources[slot] !== sourceNumber(source) &&
			segment.levels[slot] === level &&
			buffer.holdsAt(place, asHeld)
		) {
			buffer.mark(place, source);
			return true;
		}
	}

	return false;
}

/** The logs when their live stream is over, for whatever reason; what it brought stays known, and since when there is none. */
export function close(logs: Logs): Logs {
	return closeConnection(logs, logs.buffer.lastTime ?? 0);
}
