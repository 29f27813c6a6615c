/**
The most memory that the built program takes while a thing that grows is below its ceiling, at it, and far beyond, in MB: `npx tsx benchmark/ceilings.ts`, or only some, `npx tsx benchmark/ceilings.ts page line`, after `node build.js`. Linux alone tells the peak of a process. Three minutes.
*/
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createServer, type ServerResponse} from 'node:http';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {openDeplog} from './harness/pty.ts';

/** What a server says, in pieces, for a size that each kind reads in its own way. */
type Kind = {
	readonly name: string;
	readonly sizes: readonly number[];
	/** Where the pieces are served. */
	readonly resource: 'app_logs' | 'build_logs';
	/** Flags of a print; none: it is explored. */
	readonly flags?: readonly string[];
	/** Live streams stay open. */
	readonly isLive?: true;
	readonly pieces: (size: number) => Iterable<string>;
};

const start = Date.now() - 3_600_000;
const linesOfPiece = 500;
/** In milliseconds: until what has come is counted and drawn. */
const settleMilliseconds = 3000;

function entryLine(
	index: number,
	message: string,
	{level = 'info', region = 'gcp-us-east4'} = {},
): string {
	const time = new Date(start + index).toISOString();
	return `${JSON.stringify({time, level, region, message})}\n`;
}

function* piecesOf(
	count: number,
	lineAt: (index: number) => string,
): Generator<string> {
	for (let from = 0; from < count; from += linesOfPiece) {
		yield Array.from(
			{length: Math.min(linesOfPiece, count - from)},
			(_, index) => lineAt(from + index),
		).join('');
	}
}

const kilobyte = 'x'.repeat(1000);

const kinds: readonly Kind[] = [
	{
		name: 'last: the last entries of a print, of 1 kB',
		sizes: [1000, 64_000, 500_000],
		resource: 'app_logs',
		flags: ['--print', '--limit', '1000000'],
		pieces: (size) =>
			piecesOf(size, (index) => entryLine(size - index, kilobyte)),
	},
	{
		name: 'follow: what --follow remembers of entries of one instant',
		sizes: [1000, 150_000, 600_000],
		resource: 'app_logs',
		flags: ['--print', '--follow', '--limit', '0'],
		isLive: true,
		pieces: (size) => piecesOf(size, (index) => entryLine(0, `entry ${index}`)),
	},
	{
		name: 'page: a page in MB, entries of 10 kB',
		sizes: [1, 60, 400],
		resource: 'app_logs',
		flags: ['--print', '--since', '2h', '--limit', '100000'],
		pieces: (size) =>
			piecesOf(size * 100, (index) => entryLine(index, kilobyte.repeat(10))),
	},
	{
		name: 'line: a line in MB',
		sizes: [1, 30, 300],
		resource: 'app_logs',
		flags: ['--print', '--since', '2h'],
		*pieces(size) {
			yield entryLine(0, 'before');
			yield entryLine(1, '').slice(0, -3);
			for (let count = 0; count < size; count++) {
				yield 'x'.repeat(1_000_000);
			}

			yield '"}\n';
			yield entryLine(2, 'after');
		},
	},
	{
		name: 'names: levels and regions that are all different, explored',
		sizes: [100, 65_000, 200_000],
		resource: 'app_logs',
		isLive: true,
		pieces: (size) =>
			piecesOf(size, (index) =>
				entryLine(index, 'x', {
					level: `level-${index}`,
					region: `region-${index}`,
				}),
			),
	},
	{
		name: 'untimed: entries without a time, explored',
		sizes: [100, 20_000, 400_000],
		resource: 'app_logs',
		isLive: true,
		pieces: (size) =>
			piecesOf(
				size,
				(index) =>
					`${JSON.stringify({level: 'info', region: '', message: `entry ${index}`})}\n`,
			),
	},
	{
		name: 'build: lines of a build log, of 300 bytes, explored',
		sizes: [100, 50_000, 800_000],
		resource: 'build_logs',
		pieces: (size) =>
			piecesOf(
				size,
				(index) =>
					`${JSON.stringify({level: 'info', message: `${index} ${kilobyte.slice(0, 300)}`})}\n`,
			),
	},
	{
		name: 'buffer: entries of 20 kB, explored with the buffer as it is',
		sizes: [100, 13_000, 50_000],
		resource: 'app_logs',
		isLive: true,
		pieces: (size) =>
			piecesOf(size, (index) => entryLine(index, kilobyte.repeat(20))),
	},
];

const wanted = process.argv.slice(2);
const rows: Array<{
	readonly what: string;
	readonly peaks: Readonly<Record<string, number>>;
}> = [];
for (const kind of kinds) {
	if (wanted.length > 0 && !wanted.includes(kind.name.split(':', 1)[0] ?? '')) {
		continue;
	}

	const peaks: Record<string, number> = {};
	for (const size of kind.sizes) {
		// eslint-disable-next-line no-await-in-loop -- One program after the other.
		peaks[size] = await peakOf(kind, size);
	}

	const row = {what: kind.name, peaks};
	console.error(JSON.stringify(row));
	rows.push(row);
}

console.log(
	JSON.stringify({node: process.version, peakMegabytes: rows}, undefined, '\t'),
);

async function peakOf(kind: Kind, size: number): Promise<number> {
	let isServed = false;
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '', 'http://localhost');
		if (url.pathname.endsWith('/storefront-7f3k2m')) {
			response.setHeader('content-type', 'application/json');
			response.end(
				JSON.stringify({
					id: 'storefront-7f3k2m',
					projectId: '0b6dcc53-2e29-4a6f-9d3c-6a4c5d3f7e10',
					status: 'success',
					domains: [],
					createdAt: new Date(start).toISOString(),
					updatedAt: new Date(start).toISOString(),
				}),
			);
			return;
		}

		const isPast =
			url.searchParams.has('since') || url.searchParams.has('until');
		const isMeant =
			url.pathname.endsWith(`/${kind.resource}`) &&
			(kind.resource === 'build_logs' || isPast !== (kind.isLive ?? false));
		response.writeHead(200, {'content-type': 'application/x-ndjson'});
		if (!isMeant || isServed) {
			if (isPast || url.pathname.endsWith('/build_logs')) {
				response.end();
			} else {
				response.flushHeaders();
			}

			return;
		}

		isServed = true;
		void send(response, kind.pieces(size), kind.isLive ?? false).then(() => {
			sent?.();
		});
	});
	let sent: (() => void) | undefined;
	const whenSent = new Promise<void>((resolve) => {
		sent = resolve;
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`;
	try {
		return kind.flags === undefined
			? await peakOfExplorer(url, whenSent)
			: await peakOfPrint(url, kind.flags, kind.isLive ? whenSent : undefined);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

async function send(
	response: ServerResponse,
	pieces: Iterable<string>,
	isLive: boolean,
): Promise<void> {
	// A response tells of its listeners as a leak where one of them waits for each piece.
	response.setMaxListeners(0);
	const closed = once(response, 'close');
	for (const piece of pieces) {
		if (!response.write(piece)) {
			// eslint-disable-next-line no-await-in-loop -- As fast as it is read.
			await Promise.race([once(response, 'drain'), closed]);
		}
	}

	if (!isLive) {
		response.end();
	}
}

async function peakOfExplorer(
	url: string,
	whenSent: Promise<void>,
): Promise<number> {
	using deplog = openDeplog(url);
	await whenSent;
	await sleep(settleMilliseconds);
	return peakMegabytes(deplog.pid);
}

async function peakOfPrint(
	url: string,
	flags: readonly string[],
	whenSent: Promise<void> | undefined,
): Promise<number> {
	const child = spawn(
		process.execPath,
		[
			path.join(import.meta.dirname, '../dist/cli.js'),
			'storefront-7f3k2m',
			'--api-url',
			url,
			...flags,
		],
		{stdio: ['ignore', 'pipe', 'ignore']},
	);
	child.stdout.resume();
	const ended = once(child, 'exit');
	const {pid = 0} = child;
	let peak = 0;
	const watch = setInterval(() => {
		peak = Math.max(peak, peakMegabytes(pid));
	}, 20);
	await (whenSent === undefined
		? ended
		: whenSent.then(async () => sleep(settleMilliseconds)));
	clearInterval(watch);
	child.kill();
	return peak;
}

function peakMegabytes(pid: number): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		const kilobytes = /^VmHWM:\s*(?<count>\d+)/mv.exec(status)?.groups?.[
			'count'
		];
		return Math.round((Number(kilobytes ?? 0) * 1024) / 1e6);
	} catch {
		// It has ended.
		return 0;
	}
}
