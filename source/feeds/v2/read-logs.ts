import {Buffer} from 'node:buffer';
import {type EntryBatch, type Micros} from '../../log/entry.ts';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {type Filter} from '../../log/query.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {boundTimes, timeBounds} from '../bound-times.ts';
import {limitBytes} from '../http/body.ts';
import {ApiError, plainText} from '../errors.ts';
import {readProblem} from '../json/problem.ts';
import {type OpenAnswer} from '../http/request.ts';
import {narrowBatch} from '../json/batch.ts';
import {createEntryDecoder} from '../json/entry-decoder.ts';
import {jsonLines} from '../json/ndjson.ts';
import {contentLines} from '../sse/event-lines.ts';
import {entryNames} from './decode.ts';
import {type LogsPage, listSent} from './read-forward.ts';
import {splitPage} from './split-page.ts';

/** A page has at most 1,000 entries; much more than this is no page. */
const pageBytesLimit = 128 * 1024 * 1024;

/** A page of the past: `{logs, next_cursor}`, or entries alone. */
export async function readLogsPage(
	answer: OpenAnswer,
	{
		host,
		now,
		span,
		onProgress,
	}: {
		readonly host: string;
		readonly now: () => Micros;
		/** What was asked for: entries whose time cannot be are put into it. */
		readonly span: TimeSpan;
		/** Called when the answer goes on. */
		readonly onProgress: () => void;
	},
): Promise<LogsPage> {
	const [contentType = ''] = answer.header('content-type');
	const body = limitBytes(tellProgress(answer.body, onProgress), {
		bytesLimit: pageBytesLimit,
		createError: () =>
			new ApiError(
				'unexpected-answer',
				`${host} sent a page without end. Check --api-url: the server may take a request for past logs for a live one.`,
			),
	});
	// Servers call an object by other names, too: lines alone are known by theirs.
	const isObject =
		!/^\s*(?:text\/event-stream|application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-lines|json-seq))/iv.test(
			contentType,
		);
	const {lines, next} = isObject
		? await readObject(body, host)
		: {lines: contentLines({header: answer.header, body}, {}), next: undefined};
	const decode = createEntryDecoder(() => answer.serverTime ?? now(), {
		names: entryNames,
	});
	const batches: EntryBatch[] = [];
	const bounds = {
		from: Number.NEGATIVE_INFINITY,
		to: timeBounds(now(), answer.serverTime).to,
	};
	const inSpan = Math.max(
		span.from,
		Math.min(span.to - 1, answer.serverTime ?? now()),
	);
	let malformedCount = 0;
	let last: Micros | undefined;
	for await (const block of lines) {
		const batch = decode(block);
		if (batch.failure !== undefined) {
			// What came before it is no whole page.
			throw batch.failure;
		}

		last = boundTimes(batch.entries, bounds, last, inSpan);
		batches.push(batch);
		malformedCount += batch.malformedCount;
	}

	return {
		sent: listSent(batches),
		malformedCount,
		...(next !== undefined && {next}),
		...(answer.serverTime !== undefined && {serverTime: answer.serverTime}),
	};
}

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

async function readObject(body: AsyncIterable<Uint8Array>, host: string) {
	const chunks: Uint8Array[] = [];
	for await (const chunk of body) {
		chunks.push(chunk);
	}

	const bytes = Buffer.concat(chunks);
	const parts = splitPage(bytes);
	if (parts === undefined) {
		// A bare list, or what was cut off, about which the reader of lines says more.
		return {lines: jsonLines(chunksOf(bytes)), next: undefined};
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
		next: typeof cursor === 'string' && cursor !== '' ? cursor : undefined,
	};
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
	yield bytes;
}

/** Entries as they come; what was not asked for, since the API knows one level and no regions, is left out. */
export async function* readLiveLogs(
	answer: OpenAnswer,
	{
		filter,
		now,
		onComment,
		secret,
	}: {
		readonly filter: Filter;
		readonly now: () => Micros;
		readonly onComment: () => void;
		readonly secret?: string | undefined;
	},
): AsyncGenerator<EntryBatch<EntryColumns>, void> {
	const {serverTime} = answer;
	const offset = serverTime === undefined ? 0 : serverTime - now();
	const decode = createEntryDecoder(() => now() + offset, {
		names: entryNames,
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
