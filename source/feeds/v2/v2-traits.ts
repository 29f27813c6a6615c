import {type FeedTraits} from '../../log/feed-traits.ts';
import {formatSeconds} from '../../log/wall-time.ts';
import {lowestLevel, mostLogs} from './v2-url.ts';

/** What Deno Deploy's v2 REST API can do. How long it keeps entries is told nowhere. */
export const v2Traits: FeedTraits = {
	kind: 'v2',
	words: {deployment: 'revision', project: 'app'},
	pageLimit: mostLogs,
	order: 'ascending',
	levels: 'minimum',
	regions: 'here',
	text: 'words',
	isLive: true,
	hasDetails: true,
	hasBuildLog: true,
	describe({filter: {levels, text}, range: {since, until}}) {
		const level = lowestLevel(levels);
		return [
			...(level === undefined ? [] : [`level=${level}`]),
			...(text === '' ? [] : [`query=${text}`]),
			...(since === undefined ? [] : [`start=${formatSeconds(since)}`]),
			...(until === undefined ? [] : [`end=${formatSeconds(until)}`]),
		].join(' ');
	},
};
