import {
	cutConnection,
	openConnection,
	refuseConnection,
	retryConnection,
} from '../../timeline/open-connection.ts';
import {type LiveAction} from '../action.ts';
import {type Logs, noRate} from '../logs.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type LogSource} from '../../log/feed-traits.ts';
import {everything} from '../../log/query.ts';
import {cover, uncover} from '../../timeline/coverage.ts';
import {close, addEntries, endOfRun} from './live-entries.ts';
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
