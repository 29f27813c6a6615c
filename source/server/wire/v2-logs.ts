import {Buffer} from 'node:buffer';
import {type Micros} from '../../log/entry.ts';
import {applyLineFaults} from '../faults/stream-faults.ts';
import {
	type EntryFilter,
	levelRank,
	type Line,
	type EntrySource,
	type ServedDeployment,
	type ServedEntry,
} from '../given/served-deployment.ts';
import {formatTime, parseTime} from '../given/time-text.ts';
import {
	sendChunks,
	startAnswer,
	type Answer,
	linkHeader,
	invalidParameter,
} from './answer.ts';
import {createAppSource} from './app-source.ts';
import {
	findRevision,
	type App,
	type Context,
	type Manner,
} from './catalogue.ts';
import {formatLines, formatPage, type Format} from './lines.ts';
import {readChoice, readNumber, readText, readTime} from './parameters.ts';
import {openLive, readPage, type PageRequest} from './read-logs.ts';
import {formatBuildLine, formatEntry, describeProgress} from './v2-answers.ts';

/** `apps/{app}/logs`: with an end a page of the past, oldest first; without one what there is from the start on, then what comes. */
export async function sendLogs(
	answer: Answer,
	app: App,
	context: Context,
): Promise<void> {
	const {searchParams: parameters} = answer.url;
	const since = readTime(parameters, 'start');
	const until = readTime(parameters, 'end');
	if (since === undefined) {
		throw invalidParameter(
			'Invalid input: expected date, received undefined at start',
		);
	}

	if (until !== undefined && since > until) {
		throw invalidParameter('start must not be later than end.');
	}

	const revisionId = readText(parameters, 'revision_id');
	const source =
		revisionId === undefined
			? createAppSource(app.id, app.deployments.toReversed())
			: findRevision(revisionId, {...context, deployments: app.deployments});
	const filter = readFilter(parameters, context.manner);
	const now = context.clock();
	if (until === undefined && streamFormat(answer, context.manner) !== 'json') {
		const live = openLive(source, {filter, since}, {...answer, now});
		await sendStream(answer, toLines(live), context.manner);
		return;
	}

	// What accepts JSON expressly is refused without an end; what accepts anything gets what there is up to now.
	if (
		until === undefined &&
		answer.request.headers.accept?.includes('application/json')
	) {
		throw invalidParameter(
			'Without end the logs are a stream: accept text/event-stream or application/x-ndjson, or give an end.',
		);
	}

	const range = {since, until: until ?? Math.ceil(now * 1000)};
	const page = {
		filter,
		range,
		order: 'asc',
		limit: readNumber(parameters, 'limit', 1, largestLimit) ?? defaultLimit,
		cursor: readText(parameters, 'cursor'),
	} satisfies PageRequest;
	const {entries, cursor} = await (context.manner.kind === 'live'
		? readLivePage(source, page, {...answer, now})
		: readPage(source, page, {...answer, now}));
	if (cursor !== undefined && context.manner.kind === 'documented') {
		answer.response.setHeader('link', linkHeader(answer, {next: {cursor}}));
	}

	startAnswer(answer, 200, {'content-type': 'application/json'});
	const faulty: Line[] = [];
	for await (const lines of applyLineFaults(
		toLines([entries]),
		answer.faults,
		answer.signal,
	)) {
		faulty.push(...lines);
	}

	await sendChunks(answer, formatPage(faulty, cursor));
}

const defaultLimit = 100;
const largestLimit = 1000;

/** As live, a cursor is the last entry's time and the next page begins with that time: pages share entries. */
async function readLivePage(
	source: EntrySource,
	{cursor, ...page}: PageRequest,
	surroundings: Parameters<typeof readPage>[2],
): Promise<{entries: readonly ServedEntry[]; cursor?: string}> {
	const since =
		cursor === undefined || surroundings.faults.repeat
			? page.range.since
			: readTimeCursor(cursor);
	const {entries, cursor: next} = await readPage(
		source,
		{...page, range: {...page.range, since}},
		surroundings,
	);
	const last = entries.at(-1);
	return {
		entries,
		cursor:
			next === undefined || last === undefined
				? undefined
				: Buffer.from(last.timeText ?? formatTime(last.time)).toString(
						'base64',
					),
	};
}

function readTimeCursor(cursor: string): Micros {
	const time = parseTime(Buffer.from(cursor, 'base64').toString());
	if (time === undefined) {
		throw invalidParameter('The cursor is damaged; send it as it came.');
	}

	return time;
}

const levels = ['debug', 'info', 'warn', 'error'] as const;

function readFilter(parameters: URLSearchParams, manner: Manner): EntryFilter {
	const level = readChoice(parameters, 'level', levels);
	return {
		levels: [],
		regions: [],
		text: readText(parameters, 'query') ?? '',
		leastRank: level === undefined ? 0 : levelRank(level),
		finds: manner.kind === 'live' ? 'words' : 'substring',
	};
}

/** `build_logs`: until the build has ended. */
export async function sendBuildLogs(
	answer: Answer,
	revision: ServedDeployment,
	{manner}: Context,
): Promise<void> {
	const {searchParams: parameters} = answer.url;
	const step = readChoice(parameters, 'step', [
		'preparing',
		'installing',
		'building',
		'deploying',
	]);
	const timeline = readText(parameters, 'timeline');
	const batches = answer.faults.partialBuild
		? [revision.buildLines()]
		: revision.followBuild(answer.signal);
	const lines = async function* () {
		for await (const batch of batches) {
			yield batch
				.filter(
					(line) =>
						(step === undefined || line.step === step) &&
						(timeline === undefined || line.timeline === timeline),
				)
				.map((line) => formatBuildLine(line));
		}
	};

	await sendStream(answer, lines(), manner);
}

/** `progress`: a whole snapshot at once and after each change, until the build has ended. */
export async function sendProgress(
	answer: Answer,
	revision: ServedDeployment,
	{manner}: Context,
): Promise<void> {
	const lines = async function* () {
		for await (const state of revision.followBuildState(answer.signal)) {
			yield [JSON.stringify(describeProgress(state))];
		}
	};

	await sendStream(answer, lines(), manner);
}

async function sendStream(
	answer: Answer,
	lines: AsyncIterable<readonly Line[]>,
	manner: Manner,
) {
	const format =
		streamFormat(answer, manner) === 'sse' ? 'sse' : ('ndjson' as const);
	startAnswer(answer, 200, {
		'content-type':
			format === 'sse' ? 'text/event-stream' : 'application/x-ndjson',
		'cache-control': 'no-cache',
	});
	const faulty = applyLineFaults(lines, answer.faults, answer.signal);
	await sendChunks(answer, formatLines(faulty, format));
}

/** As live, lines of JSON whatever was asked for. */
function streamFormat({request, faults}: Answer, manner: Manner): Format {
	const accepts = request.headers.accept ?? '';
	if (faults.array) {
		return 'json';
	}

	if (manner.kind === 'live' || accepts.includes('application/x-ndjson')) {
		return 'ndjson';
	}

	return accepts.includes('text/event-stream') ? 'sse' : 'json';
}

async function* toLines(
	batches:
		AsyncIterable<readonly ServedEntry[]> | Iterable<readonly ServedEntry[]>,
): AsyncGenerator<readonly Line[], void> {
	for await (const batch of batches) {
		yield batch.map((entry) => formatEntry(entry));
	}
}
