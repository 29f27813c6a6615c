import {type Micros} from '../../log/entry.ts';
import {levelOf, levels} from '../../log/level.ts';
import {type Filter} from '../../log/query.ts';
import {formatTime, formatSeconds} from '../../log/wall-time.ts';
import {type FeedTraits} from '../../log/feed-traits.ts';
import {cutSlashes} from '../../base/cut-slashes.ts';
import {type Answer} from '../feed.ts';
import {limitBytes, readText} from '../http/body.ts';
import {ApiError} from '../errors.ts';
import {readNextPage} from '../http/next-page.ts';
import {createSend, type Send, type TokenSource} from '../http/request.ts';
import {type Timeouts} from '../http/exchange.ts';
import {type ServerClock} from '../server-clock.ts';
import {watchEntries} from '../watchdog.ts';
import {parseJson} from '../json/json-value.ts';

/** Sends requests to v2, with the headers and the patience that each of them needs. */
export function createV2Api({
	apiUrl,
	token,
	tokenSource,
	org,
	timeouts,
	clock,
}: V2ApiOptions): V2Api {
	const sendPlain = createSend({
		origin: apiUrl.origin,
		token,
		tokenSource,
		timeouts,
		clock,
	});
	const root = `${apiUrl.origin}${cutSlashes(apiUrl.pathname)}`;
	const headers: Record<string, string> =
		org === undefined ? {} : {'x-deno-org': org};
	const send: Send = async (request) => sendPlain({...request, headers});

	const askFor = async (url: URL, signal: AbortSignal) => {
		const watch = watchEntries(url, signal, timeouts.body);
		const createError = () =>
			new ApiError(
				'unexpected-answer',
				`${url.host} answered with something that the v2 API does not say. Check --api-url: its last segment is the version.`,
			);
		try {
			const answer = await send({
				url,
				accept: 'application/json',
				signal: watch.signal,
			});
			watch.hear();
			const text = await readText(
				limitBytes(answer.body, {bytesLimit, createError}),
			);
			return {answer, value: parseJson(text), createError};
		} finally {
			watch.stop();
		}
	};

	return {
		root,
		send,
		async ask(path, signal, decode) {
			const {answer, value, createError} = await askFor(
				new URL(`${root}${path}`),
				signal,
			);
			const decoded = decode(value);
			if (decoded === undefined) {
				throw createError();
			}

			return {
				value: decoded,
				...(answer.serverTime !== undefined && {
					serverTime: answer.serverTime,
				}),
			};
		},
		async list(path, signal, cursor) {
			const url = new URL(`${root}${path}`);
			url.searchParams.set('limit', '100');
			if (cursor !== undefined) {
				url.searchParams.set('cursor', cursor);
			}

			const {answer, value, createError} = await askFor(url, signal);
			// Some servers write an empty list as `null`.
			const items = value === null ? [] : value;
			if (!Array.isArray(items)) {
				throw createError();
			}

			const next = readNextPage(answer.header('link'), url)?.cursor;
			return {
				items,
				...(next !== undefined && next !== cursor && {cursor: next}),
				...(answer.serverTime !== undefined && {
					serverTime: answer.serverTime,
				}),
			};
		},
	};
}

const bytesLimit = 4 * 1024 * 1024;

type V2ApiOptions = {
	/** With its version: `https://console.deno.com/api/v2`. */
	readonly apiUrl: URL;
	readonly token?: string | undefined;
	readonly tokenSource?: TokenSource | undefined;
	/** The organization's slug. */
	readonly org?: string | undefined;
	readonly timeouts: Timeouts;
	/** Told the `Date` of each answer. */
	readonly clock: ServerClock;
};

type Listed = {
	readonly items: readonly unknown[];
	/** Of the next page. */
	readonly cursor?: string;
	readonly serverTime?: Micros;
};

/** Requests to one v2 API, with what each of them needs. */
export type V2Api = {
	readonly root: string;
	readonly send: Send;
	/** Asks for JSON; an answer of which `decode` makes nothing is an error. */
	readonly ask: <Value>(
		path: string,
		signal: AbortSignal,
		decode: (answer: unknown) => Value | undefined,
	) => Promise<Answer<Value>>;
	/** A page of a list, with up to 100 items. */
	readonly list: (
		path: string,
		signal: AbortSignal,
		cursor?: string,
	) => Promise<Listed>;
};

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
