import {Buffer} from 'node:buffer';
import {type EntryBatch, type Micros} from '../../log/entry.ts';
import {EntryColumns} from '../../log/entry-columns.ts';
import {allowsLevel} from '../../log/level.ts';
import {type Filter} from '../../log/query.ts';
import {limitBytes} from '../http/body.ts';
import {ApiError} from '../http/errors.ts';
import {plainText} from '../http/plain-text.ts';
import {readProblem} from '../http/problem.ts';
import {type OpenAnswer} from '../http/request.ts';
import {createEntryDecoder} from '../json/entry-decoder.ts';
import {jsonLines} from '../json/ndjson.ts';
import {contentLines} from './content-lines.ts';
import {entryNames} from './decode.ts';
import {type LogsPage} from './read-forward.ts';
import {listSent} from './sent-entry.ts';
import {splitPage} from './split-page.ts';

/** A page has at most 1,000 entries; much more than this is no page. */
const pageBytesLimit = 128 * 1024 * 1024;

/** A page of the past: `{logs, next_cursor}`, or entries alone. */
export async function readLogsPage(
	answer: OpenAnswer,
	host: string,
	now: () => Micros,
): Promise<LogsPage> {
	const [contentType = ''] = answer.header('content-type');
	const body = limitBytes(answer.body, {
		bytesLimit: pageBytesLimit,
		createError: () =>
			new ApiError(
				'unexpected-answer',
				`${host} sent a page without end. Check --api-url: the server may take a request for past logs for a live one.`,
			),
	});
	const isJson = /^\s*application\/json/iv.test(contentType);
	const {lines, next} = isJson
		? await readObject(body, host)
		: {lines: contentLines({header: answer.header, body}, {}), next: undefined};
	const decode = createEntryDecoder(now, {names: entryNames});
	const batches: EntryBatch[] = [];
	let malformedCount = 0;
	for await (const block of lines) {
		const batch = decode(block);
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
	const decode = createEntryDecoder(now, {
		names: entryNames,
		isReusing: true,
	});
	const lines = contentLines(answer, {
		onComment,
		...(secret !== undefined && {secret}),
	});
	for await (const block of lines) {
		const batch = narrowBatch(decode(block), filter);
		if (batch.entries.length > 0 || batch.malformedCount > 0) {
			yield batch;
		}
	}
}

function narrowBatch(
	batch: EntryBatch<EntryColumns>,
	{levels, regions}: Filter,
): EntryBatch<EntryColumns> {
	if (levels.length === 0 && regions.length === 0) {
		return batch;
	}

	const kept = [...batch.entries]
		.map((entry, index) => ({entry, index}))
		.filter(
			({entry: {level, region}}) =>
				allowsLevel(levels, level) &&
				(regions.length === 0 || regions.includes(region)),
		);
	return {
		entries: EntryColumns.of(kept.map(({entry}) => entry)),
		malformedCount: batch.malformedCount,
		rawLine: (index) => batch.rawLine(kept[index]?.index ?? -1),
	};
}
