import {type EntryBatch, hasOwnTime, type Micros} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type Order, type Filter} from '../../log/query.ts';
import {type TimeRange, type TimeSpan} from '../../log/time-range.ts';
import {formatMilliseconds} from '../../log/wall-time.ts';
import {pageBounds, placeAmongOthers, timeBounds} from '../bound-times.ts';
import {ApiError} from '../errors.ts';
import {type PastRequest, type Page} from '../feed.ts';
import {type NextPage, readNextPage} from '../http/next-page.ts';
import {type Send} from '../http/request.ts';
import {type ServerClock} from '../server-clock.ts';
import {watchEntries} from '../watchdog.ts';
import {createEntryDecoder} from '../json/entry-decoder.ts';
import {contentLines} from '../sse/event-lines.ts';
import {isAgainst, ownTimesOf, timesOf} from '../json/batch.ts';
import {decodeLines} from './decode.ts';

/** Asks for a page once. */
export async function sendForPage(
	request: PastRequest,
	{base, send, clock, patience, cursor, span}: PageAsked,
): Promise<Sent> {
	const url =
		cursor === undefined && request.cursor !== undefined
			? pastUrl(base, {...request, range: toRange(span)})
			: pastUrl(base, request);
	if (cursor !== undefined) {
		url.searchParams.set('cursor', cursor);
	}

	const watch = watchEntries(url, request.signal, patience);
	try {
		const answer = await send({
			url,
			accept: 'application/x-ndjson',
			signal: watch.signal,
		});
		const {ours} = clock;
		watch.hear();
		let byteCount = 0;
		const createEndless = () =>
			new ApiError(
				'unexpected-answer',
				`${url.host} sent a page without end. Check --api-url: the server may take a request for past logs for a live one.`,
			);
		const counted = async function* () {
			for await (const chunk of answer.body) {
				byteCount += chunk.length;
				// A page that is cut off below holds one more line at most.
				if (byteCount > 2 * mostBytes) {
					throw createEndless();
				}

				yield chunk;
			}
		};

		const batches: Array<EntryBatch<EntryColumns>> = [];
		let count = 0;
		let isCutOff = false;
		const lines = contentLines({header: answer.header, body: counted()}, {});
		const decode = createEntryDecoder(() => answer.serverTime ?? ours);
		for await (const batch of decodeLines(lines, decode)) {
			batches.push(batch);
			count += batch.entries.length + batch.malformedCount;
			if (batch.entries.length > 0) {
				watch.hear();
			}

			isCutOff =
				byteCount > mostBytes ||
				(byteCount > enoughBytes && canGoOn(request.order, batches));
			if (isCutOff && count > request.limit) {
				throw createEndless();
			}

			if (isCutOff) {
				break;
			}
		}

		const told = readNextPage(answer.header('link'), url);
		const next =
			told?.isBlank === true && count < request.limit ? undefined : told;
		const {order} = request;
		const goesOn = isCutOff || next !== undefined;
		const times = ownTimesOf(batches, timesOf(batches));
		clock.hearPast(times, {
			ours,
			isToNow: !Number.isFinite(span.to) && !(order === 'asc' && goesOn),
		});
		const serverTime = clock.at(ours);
		const bounds = pageBounds(
			ours,
			serverTime,
			// What came out of its place is put there above.
			{...span, from: 0},
			times,
		);
		putAmongAsked(batches, order, span, timeBounds(ours, serverTime).from);
		placeAmongOthers(
			batches.map(({entries}) => entries),
			{
				order,
				span,
				bounds,
				now: serverTime ?? ours,
				goesOn,
			},
		);
		return {
			batches,
			next,
			isCutOff,
			...(serverTime !== undefined && {serverTime}),
		};
	} finally {
		watch.stop();
	}
}

/** In bytes: of 10,000 entries of some 2 KB all is read. One that has more is cut off here, and goes on by time: in memory it takes four times as much. */
const enoughBytes = 24 * 1024 * 1024;
/** In bytes: so much is read where nothing could go on before, since all of it is of one instant, or in the wrong order. */
const mostBytes = 64 * 1024 * 1024;

/** What pages are read with. */
export type ReadPageOptions = {
	/** Of the deployment whose entries are asked for. */
	readonly base: string;
	readonly send: Send;
	readonly clock: ServerClock;
	/** In milliseconds: how long an answer may go on without an entry. */
	readonly patience: number;
};

/** Which of a request's pages is sent for. */
type PageAsked = ReadPageOptions & {
	/** The server's own; absent where the page is asked for by its time. */
	readonly cursor: string | undefined;
	readonly span: TimeSpan;
};

/** What a server has answered, before it is known for which span it is whole. */
type Sent = {
	readonly batches: ReadonlyArray<EntryBatch<EntryColumns>>;
	readonly next: NextPage | undefined;
	/** It had more bytes than are read. */
	readonly isCutOff: boolean;
	readonly serverTime?: Micros;
};

/** Whether a page that ends here could be gone on from by its time: it has come from one instant to another, in the order that was asked for. */
function canGoOn(
	order: Order,
	batches: ReadonlyArray<EntryBatch<EntryColumns>>,
): boolean {
	const first = batches.find(({entries}) => entries.length > 0)?.entries;
	const last = batches.at(-1)?.entries;
	const end = last?.lastTime;
	if (
		first === undefined ||
		end === undefined ||
		!hasOwnTime({time: end, timeText: last?.timeText(last.length - 1)})
	) {
		return false;
	}

	const start = first.time(0);
	return order === 'asc' ? end > start : end < start;
}

/** A server that keeps entries by when they came gives those of a clock that is months behind among those that were asked for: behind the one before them, or before the next one, they stand then. What comes before the oldest of those was not asked for. */
function putAmongAsked(
	batches: ReadonlyArray<EntryBatch<EntryColumns>>,
	order: Order,
	{from, to}: TimeSpan,
	oldest: Micros,
) {
	let last: Micros | undefined;
	let waiting: Array<{readonly entries: EntryColumns; readonly index: number}> =
		[];
	const put = (time: Micros) => {
		for (const {entries, index} of waiting) {
			entries.putAt(index, time);
		}
	};

	for (const {entries} of batches) {
		for (let index = 0; index < entries.length; index++) {
			const time = entries.time(index);
			if (time >= from && time < to) {
				if (order === 'desc' || last !== undefined) {
					put(last ?? time);
				}

				waiting = [];
				last = time;
			} else if (time < from && time < oldest) {
				waiting.push({entries, index});
			}
		}
	}

	if (order === 'asc' && last !== undefined) {
		put(last);
	}
}

export function toRange({from, to}: TimeSpan): TimeRange {
	return {
		...(Number.isFinite(from) && {since: from}),
		...(Number.isFinite(to) && {until: to}),
	};
}

/** Where a server gives its first page in the other order than was asked for, what was asked for comes last: so the pages are read to their end, if they are few. */
export async function withRest(
	request: PastRequest,
	options: PageAsked,
	first: Sent,
): Promise<Sent> {
	if (
		options.cursor !== undefined ||
		first.next === undefined ||
		!isAgainst(request.order, timesOf(first.batches))
	) {
		return first;
	}

	const batches = [...first.batches];
	let next = first.next as NextPage | undefined;
	for (let page = 1; page < mostTurned && next !== undefined; page++) {
		// eslint-disable-next-line no-await-in-loop -- One page tells where the next one is.
		const sent = await sendForPage(request, {...options, cursor: next.cursor});
		if (sent.isCutOff || sent.next?.cursor === next.cursor) {
			return first;
		}

		batches.push(...sent.batches);
		next = sent.next;
	}

	return next === undefined ? {...first, batches, next} : first;
}

/** So many pages of a server that gives them the wrong way round are read, and turned. */
const mostTurned = 20;

export function turnBatch({
	entries,
	rawLine,
	malformedCount,
	untimedCount = 0,
}: Page['batch']): Page['batch'] {
	return {
		malformedCount,
		untimedCount,
		entries: entries.toReversed(),
		rawLine: (index) => rawLine(entries.length - 1 - index),
	};
}

export function turnedError(order: Order): ApiError {
	return new ApiError(
		'unexpected-answer',
		`The server gives its pages ${order === 'asc' ? 'newest' : 'oldest'} first whatever is asked for, so that they cannot be put together. Ask for ${order === 'asc' ? 'the newest first (--order desc)' : 'the oldest first (--order asc)'}, or for a shorter range of time.`,
	);
}

/** The address of the live stream: without a time, which would make it a request for the past. `base` is that of the deployment. */
export function liveUrl(base: string, filter: Filter): URL {
	const url = new URL(`${base}/app_logs`);
	addFilter(url.searchParams, filter);
	return url;
}

/** A page of the past: the first one, since the others are named by the page before. */
function pastUrl(
	base: string,
	{filter, range, order, limit}: PastRequest,
): URL {
	const url = liveUrl(base, filter);
	addRange(url.searchParams, range);
	url.searchParams.set('sort', 'time');
	url.searchParams.set('order', order);
	url.searchParams.set('limit', String(limit));
	return url;
}

function addFilter(parameters: URLSearchParams, filter: Filter): void {
	const {text, levels, regions} = filter;
	for (const [name, value] of [
		['q', text],
		['level', levels.join(',')],
		['region', regions.join(',')],
	] as const) {
		// One that is present but empty counts as absent.
		if (value !== '') {
			parameters.set(name, value);
		}
	}
}

/** Whole milliseconds that hold the range, since that is what servers are known to read; what is too much is left out of the answer. A request without a time would be a live one. */
function addRange(parameters: URLSearchParams, range: TimeRange): void {
	const {since, until} = range;
	if (since !== undefined || until === undefined) {
		parameters.set('since', formatMilliseconds(since ?? 0));
	}

	if (until !== undefined) {
		parameters.set('until', formatMilliseconds(Math.ceil(until / 1000) * 1000));
	}
}

/** The newest deployments of a project, as many as a page may hold. `root` is the base of the API. */
export function deploymentsUrl(
	root: string,
	projectId: string,
	page?: string,
): URL {
	return listUrl(
		`${root}/projects/${encodeURIComponent(projectId)}/deployments`,
		'created_at',
		page,
	);
}

/** The projects of an organization, those that were changed last first. */
export function projectsUrl(
	root: string,
	organizationId: string,
	page?: string,
): URL {
	return listUrl(
		`${root}/organizations/${encodeURIComponent(organizationId)}/projects`,
		'updated_at',
		page,
	);
}

function listUrl(address: string, sort: string, page?: string): URL {
	const url = new URL(address);
	url.searchParams.set('limit', '100');
	url.searchParams.set('sort', sort);
	url.searchParams.set('order', 'desc');
	if (page !== undefined) {
		url.searchParams.set('page', page);
	}

	return url;
}
