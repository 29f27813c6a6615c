import {
	cutConnection,
	openConnection,
	refuseConnection,
	retryConnection,
} from '../../timeline/open-connection.ts';
import {type LiveAction} from '../action.ts';
import {type Logs} from '../logs.ts';
import {close} from './close.ts';
import {addEntries} from './live-entries.ts';
import {noRate} from './rate.ts';
import {addSourceEntries, tellSource} from './source.ts';

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
