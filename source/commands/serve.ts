import {randomBytes} from 'node:crypto';
import {hostname, networkInterfaces} from 'node:os';
import process from 'node:process';
import {Buffer} from 'node:buffer';
import path from 'node:path';
import {type ServeOptions} from '../config/commands/serve.ts';
import {OpenError} from '../feeds/file/source/open-source.ts';
import {createSimulation} from '../server/simulated/simulate.ts';
import {
	type ApiServer,
	type ServerOptions,
	startServer,
} from '../server/wire/server.ts';
import {sanitize} from '../text/sanitize.ts';
import {omitKnown} from '../base/omit-known.ts';
import {type FileFeed, openFileFeed} from '../feeds/file/file-feed.ts';
import {
	type Entry,
	type EntryBatch,
	contentKey,
	hasOwnTime,
} from '../log/entry.ts';
import {levelOf} from '../log/level.ts';
import {everything} from '../log/query.ts';
import {
	createDeployment,
	type GivenDeployment,
} from '../server/given/given-deployment.ts';
import {type GivenEntry, parseFields} from '../server/given/given-entry.ts';
import {formatTime} from '../server/given/time-text.ts';

/** Serves simulated or given logs over both versions of the API until a signal ends it. The result is the exit code. */
export async function serve(
	options: ServeOptions,
	tell: (text: string) => void,
): Promise<number> {
	for (const warning of options.warnings) {
		tell(warning);
	}

	const {host = loopback} = options;
	const isLoopback = ['127.0.0.1', '::1', 'localhost'].includes(host);
	const token =
		options.token ??
		(isLoopback ? undefined : `ddo_${randomBytes(24).toString('hex')}`);
	const ending = new AbortController();
	let server: ApiServer;
	let served: Pick<ServerOptions, 'deployments' | 'projects'>;
	try {
		served =
			options.files.length === 0
				? createSimulation({redeployEvery: options.redeployEvery})
				: {
						deployments: await readGivenLogs(options.files, {
							timeZone: options.timeZone,
							tell,
							signal: ending.signal,
						}),
					};
		server = await startServer({
			get deployments() {
				return served.deployments;
			},
			projects: served.projects,
			token,
			port: options.port,
			host,
			hostNames: isLoopback ? [] : listOwnNames(),
			mostConnections,
			stallMilliseconds: patience,
		});
	} catch (error) {
		ending.abort();
		tell(explain(error, options));
		return 1;
	}

	const signalled = waitForSignal();
	process.stdout.on('error', () => undefined);
	process.stdout.write(
		[
			`v1     ${server.url}`,
			`v2     ${server.v2Url}`,
			`org    ${sanitize(server.organization, {hasColors: false})}`,
			...(token === undefined
				? ['token  none is needed']
				: options.token === undefined
					? [`token  ${token}`]
					: ['token  that of the file']),
			...served.deployments.map(
				({id}) => `logs   ${sanitize(id, {hasColors: false})}`,
			),
			'Ctrl+C ends it.',
			'',
		].join('\n'),
	);
	await signalled;
	ending.abort();
	await server.close();
	return 0;
}

const loopback = '127.0.0.1';

/** More at a time are refused: a few readers with a few streams each. */
const mostConnections = 256;

/** In milliseconds: a reader that takes nothing for so long is cut off, and may come again. */
const patience = 60_000;

async function waitForSignal(): Promise<void> {
	await new Promise<void>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.once(signal, () => {
				resolve();
			});
		}
	});
}

/** By what names others reach this machine. */
function listOwnNames(): readonly string[] {
	return [
		hostname(),
		...Object.values(networkInterfaces()).flatMap(
			(addresses) => addresses?.map(({address}) => address) ?? [],
		),
	];
}

function explain(error: unknown, {port, host}: ServeOptions): string {
	if (error instanceof OpenError) {
		return sanitize(error.message, {hasColors: false});
	}

	const {code = ''}: NodeJS.ErrnoException =
		error instanceof Error ? error : new Error(String(error));
	switch (code) {
		case 'EADDRINUSE': {
			return `The port ${port} is taken. Give another with --port, or leave it out for one that is free.`;
		}

		case 'EACCES': {
			return `The port ${port} may not be used. Give one from 1024 on with --port.`;
		}

		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND': {
			return `${host} is no address of this machine. Give --host 0.0.0.0 for all it has, or leave it out for this machine alone.`;
		}

		default: {
			return `It could not be served: ${error instanceof Error ? error.message : String(error)}.`;
		}
	}
}

/** Reads files of any format that `deplog open` reads, and makes a deployment of each; what is written to one later is logged by its deployment. Fails with an `OpenError`. */
async function readGivenLogs(
	files: readonly string[],
	{
		timeZone,
		tell,
		signal,
		most = mostEntries,
	}: {
		readonly timeZone: string;
		/** Takes a sentence for people. */
		readonly tell: (text: string) => void;
		/** Aborts when nothing is served any more. */
		readonly signal: AbortSignal;
		readonly most?: number;
	},
): Promise<readonly GivenDeployment[]> {
	const deployments: GivenDeployment[] = [];
	for (const [index, file] of files.entries()) {
		// eslint-disable-next-line no-await-in-loop -- What is wrong with the first one is said first.
		const feed = await openFileFeed({
			names: [file],
			stdin: process.stdin,
			timeZone,
			signal,
		});
		// eslint-disable-next-line no-await-in-loop -- As above.
		const deployment = await serveFeed(feed, {
			file,
			number: index + 1,
			tell,
			signal,
			most,
		});
		deployments.push(deployment);
	}

	return deployments;
}

/** Of one log; the oldest beyond it are not served. */
const mostEntries = 1_000_000;

type Given = {readonly entry: Entry; readonly given: GivenEntry};

async function serveFeed(
	feed: FileFeed,
	{
		file,
		number,
		tell,
		signal,
		most,
	}: {
		readonly file: string;
		readonly number: number;
		readonly tell: (text: string) => void;
		readonly signal: AbortSignal;
		readonly most: number;
	},
): Promise<GivenDeployment> {
	const waiting: Given[] = [];
	let log = (given: readonly Given[]) => {
		for (const one of given) {
			waiting.push(one);
		}
	};

	// Before the past, so that nothing comes between the two.
	void followFeed(feed, signal, (given) => {
		log(given);
	});
	const {past, newest, isCut} = await readPast(feed, {most, signal});
	if (isCut) {
		tell(`${file} holds more than ${most} entries. The newest are served.`);
	}

	const first = past.find(({entry}) => hasOwnTime(entry));
	const deployment = createDeployment({
		id: `${nameOf(file) || 'logs'}-file${number}`,
		projectId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
		...(first !== undefined && {createdAt: formatTime(first.entry.time)}),
		entries: past.map(({given}) => given),
	});
	log = (given) => {
		deployment.log(given.map((one) => one.given));
	};

	// What came while the past was read may be on its newest page.
	log(omitKnown(waiting, newest, ({entry}) => contentKey(entry)));
	return deployment;
}

/** As an id that can stand in an address. */
function nameOf(file: string): string {
	const name =
		file === '-' ? 'stdin' : (path.basename(file).split('.')[0] ?? '');
	return name
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/gv, '-')
		.replaceAll(/^-|-$/gv, '');
}

/** All that a feed has, the oldest first, and the page of it that was read first: the newest. */
async function readPast(
	feed: FileFeed,
	{most, signal}: {readonly most: number; readonly signal: AbortSignal},
) {
	const pages: Array<readonly Given[]> = [];
	let count = 0;
	let until = Number.POSITIVE_INFINITY;
	while (until > Number.NEGATIVE_INFINITY && count <= most) {
		// eslint-disable-next-line no-await-in-loop -- A page ends where the next one begins.
		const {batch, whole} = await feed.pastEntries({
			filter: everything,
			range: Number.isFinite(until) ? {until} : {},
			order: 'desc',
			limit: feed.traits.pageLimit,
			signal,
		});
		const page = readBatch(batch).toReversed();
		pages.push(page);
		count += page.length;
		until = whole.from;
	}

	const past = pages.toReversed().flat();
	return {
		past: past.slice(-most),
		newest: pages[0] ?? [],
		isCut: past.length > most,
	};
}

/** Hands on what is written while logs are served; a reader who wants no more ends it. */
async function followFeed(
	feed: FileFeed,
	signal: AbortSignal,
	onGiven: (given: readonly Given[]) => void,
): Promise<void> {
	try {
		for await (const batch of feed.liveEntries({filter: everything, signal})) {
			onGiven(readBatch(batch));
		}
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	}
}

function readBatch({entries, rawLine}: EntryBatch): readonly Given[] {
	return Array.from(entries, (entry, index) => ({
		entry,
		given: readEntry(entry, rawLine(index)),
	}));
}

/** A line that an API has sent is served as it is; of another format, what was read of it. */
function readEntry(entry: Entry, line: Uint8Array): GivenEntry {
	const {time, message, region, trace, span} = entry;
	const text = Buffer.from(
		line.buffer,
		line.byteOffset,
		line.byteLength,
	).toString();
	const fields = hasOwnTime(entry) ? parseFields(text) : {};
	if (isSent(fields)) {
		return {line: text, fields};
	}

	const level = levelOf(entry.level) ?? entry.level;
	return {
		// Whole seconds as they are mostly written.
		time: formatTime(time).replace(/\.0+Z$/v, 'Z'),
		...(level !== '' && {level}),
		message,
		region,
		...(trace !== undefined && {traceId: trace}),
		...(span !== undefined && {spanId: span}),
	};
}

/** Whether these are members as either version of the API sends them, with one of its levels. */
function isSent({
	time,
	timestamp,
	level,
	message,
}: Readonly<Record<string, unknown>>): boolean {
	return (
		typeof (time ?? timestamp) === 'string' &&
		typeof message === 'string' &&
		typeof level === 'string' &&
		(level === 'warn' || levelOf(level) === level)
	);
}
