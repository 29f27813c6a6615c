import {
	closeConnection,
	cutConnection,
	openConnection,
	refuseConnection,
	retryConnection,
} from '../../timeline/open-connection.ts';
import {type LogSource} from '../../log/log-source.ts';
import {type LiveAction} from '../action.ts';
import {type Logs} from '../logs.ts';
import {addEntries} from './live-entries.ts';
import {noRate} from './rate.ts';

export function updateLive(logs: Logs, action: LiveAction): Logs {
	switch (action.kind) {
		case 'live-opened': {
			logs.strays.beginStream();
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

		case 'source-told': {
			return tellSource(logs, action.source);
		}

		case 'tail-overdue': {
			return {...logs, isTailOverdue: true};
		}
	}
}

/** What is known of the files. A stream is wanted while they grow, and only then. */
function tellSource(logs: Logs, source: LogSource): Logs {
	const {traits, connection, asked} = logs;
	const next = {...logs, source, traits: {...traits, isLive: source.isGrowing}};
	if (source.isGrowing === traits.isLive || asked.range.until !== undefined) {
		return next;
	}

	return source.isGrowing
		? {...next, connection: {kind: 'connecting'}}
		: {
				...(connection.kind === 'none' ? next : close(next)),
				connection: {kind: 'none'},
			};
}

/** The logs when their live stream is over, for whatever reason; what it brought stays known, and since when there is none. */
export function close(logs: Logs): Logs {
	return closeConnection(logs, logs.buffer.lastTime ?? 0);
}
