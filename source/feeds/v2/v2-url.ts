import {type Micros} from '../../log/entry.ts';
import {levelOf, levels} from '../../log/level.ts';
import {type Filter} from '../../log/query.ts';
import {formatTime, formatSeconds} from '../../log/wall-time.ts';
import {type FeedTraits} from '../../log/feed-traits.ts';

/** As many entries as a page may hold. */
export const mostLogs = 1000;

type LogsAddress = {
	/** Of the API, with its version. */
	readonly root: string;
	/** Its id or its slug. */
	readonly app: string;
	readonly revisionId: string;
};

/** Entries as they are logged, from an instant on: without an end. */
export function liveUrl(
	address: LogsAddress,
	filter: Filter,
	start: Micros,
): URL {
	const {root, app, revisionId} = address;
	const url = new URL(`${root}/apps/${encodeURIComponent(app)}/logs`);
	url.searchParams.set('revision_id', revisionId);
	url.searchParams.set('start', formatTime(start));
	const level = lowestLevel(filter.levels);
	if (level !== undefined) {
		url.searchParams.set('level', level);
	}

	if (filter.text !== '') {
		url.searchParams.set('query', filter.text);
	}

	return url;
}

/** A page of the past. Both sides hold what is asked for: a server may read whole milliseconds only, and what is too much is left out of the answer. */
export function pastUrl(
	address: LogsAddress,
	filter: Filter,
	{
		start,
		end,
		cursor,
	}: {readonly start: Micros; readonly end: Micros; readonly cursor?: string},
): URL {
	const url = liveUrl(address, filter, start);
	url.searchParams.set('end', formatTime(Math.ceil(end / 1000) * 1000));
	url.searchParams.set('limit', String(mostLogs));
	if (cursor !== undefined && cursor !== '') {
		url.searchParams.set('cursor', cursor);
	}

	return url;
}

/** The one level that v2 is asked for: that, and all that is worse. Nothing where all are wanted. */
function lowestLevel(wanted: readonly string[]): string | undefined {
	const ranks = wanted.map((name) => {
		const level = levelOf(name);
		return level === undefined ? levels.length : levels.indexOf(level);
	});
	return wanted.length === 0
		? undefined
		: ['error', 'warn', 'info'][Math.max(...ranks)];
}

/** What Deno Deploy's v2 REST API can do. How long it keeps entries is told nowhere. */
export const v2Traits: FeedTraits = {
	kind: 'v2',
	words: {deployment: 'revision', project: 'app'},
	hasNamedProjects: true,
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
