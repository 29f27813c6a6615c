import {Buffer} from 'node:buffer';
import {type EntryBatch} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type Filter} from '../../log/query.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {pageBounds, placeAmongOthers} from '../bound-times.ts';
import {limitBytes} from '../http/body.ts';
import {ApiError, plainText} from '../errors.ts';
import {readProblem} from '../json/problem.ts';
import {type NextPage, readNextPage} from '../http/next-page.ts';
import {type OpenAnswer} from '../http/request.ts';
import {isAgainst, narrowBatch, ownTimesOf, timesOf} from '../json/batch.ts';
import {createEntryDecoder, v2Names} from '../json/entry-decoder.ts';
import {jsonLines} from '../json/ndjson.ts';
import {contentLines} from '../sse/event-lines.ts';
import {isObject, parseJson} from '../json/json-value.ts';
import {type ServerClock} from '../server-clock.ts';
import {type LogsPage, listSent} from './read-forward.ts';

/** A page of the past: `{logs, next_cursor}`, or entries alone, whose cursor is that of a link. */
export async function readLogsPage(
	answer: OpenAnswer,
	{
		url,
		clock,
		isToNow,
		span,
		onProgress,
	}: {
		/** That of the request. */
		readonly url: URL;
		readonly clock: ServerClock;
		/** Whether it is one of those up to now. */
		readonly isToNow: boolean;
		/** What was asked for: entries whose time cannot be are put into it. */
		readonly span: TimeSpan;
		/** Called when the answer goes on. */
		readonly onProgress: () => void;
	},
): Promise<LogsPage> {
	const {ours} = clock;
	const [contentType = ''] = answer.header('content-type');
	const body = limitBytes(tellProgress(answer.body, onProgress), {
		bytesLimit: pageBytesLimit,
		createError: () =>
			new ApiError(
				'unexpected-answer',
				`${url.host} sent a page without end. Check --api-url: the server may take a request for past logs for a live one.`,
			),
	});
	// Servers call an object by other names, too: lines alone are known by theirs.
	const isObject =
		!/^\s*(?:text\/event-stream|application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines|json-seq))/iv.test(
			contentType,
		);
	const {lines, told = readNextPage(answer.header('link'), url)} = isObject
		? await readObject(body, url.host)
		: {lines: contentLines({header: answer.header, body}, {})};
	const decode = createEntryDecoder(() => answer.serverTime ?? ours, {
		names: v2Names,
	});
	const batches: Array<EntryBatch<EntryColumns>> = [];
	let malformedCount = 0;
	for await (const block of lines) {
		const batch = decode(block);
		if (batch.failure !== undefined) {
			// What came before it is no whole page.
			throw batch.failure;
		}

		batches.push(batch);
		malformedCount += batch.malformedCount;
	}

	const goesOn = told !== undefined && told !== 'end';
	const times = ownTimesOf(batches, timesOf(batches));
	clock.hearPast(times, {ours, isToNow: isToNow && !goesOn});
	const serverTime = clock.at(ours);
	const bounds = pageBounds(ours, serverTime, span, times);
	const isTurned = isAgainst(
		'asc',
		timesOf(batches).filter((time) => time >= bounds.from && time <= bounds.to),
	);
	placeAmongOthers(
		batches.map(({entries}) => entries),
		{
			order: isTurned ? 'desc' : 'asc',
			span,
			bounds,
			now: serverTime ?? ours,
			goesOn,
		},
	);
	return {
		sent: listSent(batches, isTurned),
		isTurned,
		malformedCount,
		...(goesOn && {next: told.cursor ?? ''}),
		...(serverTime !== undefined && {serverTime}),
	};
}

/** A page has at most 1,000 entries; much more than this is no page. */
const pageBytesLimit = 128 * 1024 * 1024;

/** Blanks are no sign that an answer goes on. */
async function* tellProgress(
	body: AsyncIterable<Uint8Array>,
	onProgress: () => void,
): AsyncGenerator<Uint8Array, void> {
	for await (const chunk of body) {
		if (chunk.some((byte) => byte > space)) {
			onProgress();
		}

		yield chunk;
	}
}

const space = 0x20;

/** The lines of the entries, and where they go on, if the object tells. */
async function readObject(
	body: AsyncIterable<Uint8Array>,
	host: string,
): Promise<{
	readonly lines: AsyncIterable<Uint8Array>;
	readonly told?: NextPage | 'end';
}> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of body) {
		chunks.push(chunk);
	}

	const bytes = Buffer.concat(chunks);
	const parts = splitPage(bytes);
	if (parts === undefined || isEntry(parts.rest)) {
		// A bare list, a line, or what was cut off, about which the reader of lines says more.
		return {lines: jsonLines(chunksOf(bytes))};
	}

	const {logs, rest} = parts;
	if (logs === undefined && !('logs' in rest)) {
		const problem = readProblem(bytes.toString());
		throw new ApiError(
			'server',
			`${host} answered with something that is no page of logs${problem.message === undefined ? '' : `: “${plainText(problem.message)}”`}. Try again in a moment.`,
		);
	}

	const cursor = rest['next_cursor'];
	return {
		lines: jsonLines(chunksOf(logs ?? new Uint8Array())),
		...(cursor !== undefined && {
			told:
				typeof cursor === 'number' ||
				(typeof cursor === 'string' && cursor !== '')
					? {cursor: String(cursor)}
					: 'end',
		}),
	};
}

/** One entry alone. */
function isEntry(value: Record<string, unknown>): boolean {
	return (
		!('logs' in value) &&
		v2Names.message in value &&
		(v2Names.time in value || v2Names.level in value)
	);
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
	yield bytes;
}

/** Entries as they come; what was not asked for, since the API knows one level and no regions, is left out. */
export async function* readLiveLogs(
	answer: OpenAnswer,
	{
		filter,
		clock,
		onComment,
		secret,
	}: {
		readonly filter: Filter;
		readonly clock: ServerClock;
		readonly onComment: () => void;
		readonly secret?: string | undefined;
	},
): AsyncGenerator<EntryBatch<EntryColumns>, void> {
	const decode = createEntryDecoder(() => clock.now ?? clock.ours, {
		names: v2Names,
		isReusing: true,
	});
	const lines = contentLines(answer, {onComment, secret});
	for await (const block of lines) {
		const batch = decode(block);
		const {failure} = batch;
		const narrowed = narrowBatch(batch, filter);
		if (narrowed.entries.length > 0 || narrowed.malformedCount > 0) {
			yield narrowed;
		}

		if (failure !== undefined) {
			throw failure;
		}
	}
}

type PageParts = {
	/** The JSON array of the entries, byte for byte; nothing where there is none. */
	readonly logs: Uint8Array | undefined;
	/** All else that the answer holds. */
	readonly rest: Record<string, unknown>;
};

/** `{"logs": [...], "next_cursor": ...}` → the bytes of its entries, which are printed as they were sent, and the rest. Nothing where it is no such object. */
export function splitPage(bytes: Uint8Array): PageParts | undefined {
	const span = findLogs(bytes);
	const rest = parseJson(
		span === undefined
			? Buffer.from(bytes).toString()
			: Buffer.concat([
					bytes.subarray(0, span.from),
					Buffer.from('null'),
					bytes.subarray(span.to),
				]).toString(),
	);
	return isObject(rest)
		? {
				logs:
					span === undefined ? undefined : bytes.subarray(span.from, span.to),
				rest,
			}
		: undefined;
}

/** Where the array stands that the object's member `logs` is. */
function findLogs(
	bytes: Uint8Array,
): {readonly from: number; readonly to: number} | undefined {
	let depth = 0;
	let from: number | undefined;
	/** The text that ended last, within the object itself. */
	let name = '';
	for (let index = 0; index < bytes.length; index++) {
		switch (bytes[index]) {
			case quote: {
				const end = endOfText(bytes, index);
				if (depth === 1) {
					name = Buffer.from(bytes.subarray(index + 1, end)).toString();
				}

				index = end;
				break;
			}

			case openBracket: {
				if (depth === 1 && name === 'logs') {
					from = index;
				}

				depth++;
				break;
			}

			case openBrace: {
				depth++;
				break;
			}

			case closeBrace:
			case closeBracket: {
				depth--;
				if (depth === 1 && from !== undefined) {
					return {from, to: index + 1};
				}

				break;
			}

			case undefined: {
				return undefined;
			}

			default: {
				// Any other byte is part of a value.
				break;
			}
		}
	}

	return undefined;
}

/** The index of the quote that ends a text. */
function endOfText(bytes: Uint8Array, start: number): number {
	let index = start + 1;
	while (index < bytes.length && bytes[index] !== quote) {
		index += bytes[index] === backslash ? 2 : 1;
	}

	return index;
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
