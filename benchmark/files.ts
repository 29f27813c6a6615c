/** How much of a processor it takes to load a million lines of each format into the store, beside lnav that indexes the same file, in seconds: `npx tsx benchmark/files.ts [lines]`. The start of either program is not part of it for deplog, and part of it for lnav, where it is some hundredths. */

import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {openFileFeed, fileTraits} from '../source/feeds/file/file-feed.ts';
import {type Entry} from '../source/log/entry.ts';
import {createQuery} from '../source/log/query.ts';
import {createState, createStore} from '../source/store/create-store.ts';
import {createEntries, wireLine} from './corpus.ts';
import {versionOf} from './harness/pty.ts';
import {median, round} from './harness/summary.ts';

const [count = 1_000_000] = process.argv.slice(2).map(Number);
const rounds = 3;

const stamp = ({time}: Entry) => new Date(time / 1000).toISOString();
const formats: Readonly<
	Record<string, (entry: Entry, index: number) => string>
> = {
	api: (entry) => wireLine(entry),
	text: (entry) =>
		`${stamp(entry)} ${entry.level.toUpperCase()} ${entry.message}`,
	java: (entry, index) =>
		`${stamp(entry).replace('T', ' ').replace('.', ',').slice(0, 23)} ${entry.level.toUpperCase()} [http-${index % 8}] com.example.App - ${entry.message}`,
	syslog: (entry, index) =>
		`Nov 24 ${stamp(entry).slice(11, 19)} web-${index % 3} app[${index % 6}]: ${entry.message}`,
	access: (entry, index) =>
		`10.0.${index % 7}.${index % 250} - - [24/Nov/2026:${stamp(entry).slice(11, 19)} +0000] "GET /path/${index % 91}?id=${index} HTTP/1.1" ${index % 50 === 0 ? 502 : 200} ${index % 9000} "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64)"`,
	pino: ({level, time, message}, index) =>
		JSON.stringify({
			level: {error: 50, warning: 40, info: 30}[level] ?? 20,
			time: Math.floor(time / 1000),
			pid: 4711,
			hostname: 'web-1',
			reqId: `req-${index % 1000}`,
			msg: message,
		}),
	winston: (entry, index) =>
		JSON.stringify({
			level: entry.level,
			message: entry.message,
			service: 'auth',
			timestamp: stamp(entry),
			userId: index % 1000,
		}),
	logfmt: (entry, index) =>
		`time=${stamp(entry)} level=${entry.level} msg=${JSON.stringify(entry.message)} user=${index % 1000} path=/cart`,
};

const folder = mkdtempSync(path.join(tmpdir(), 'deplog-benchmark-'));
const entries = createEntries({count}).map((entry) => ({
	...entry,
	message: entry.message.trimEnd(),
}));
const isCompared = versionOf('lnav') !== undefined;
const seconds: Record<string, {deplog: number; lnav: number | string}> = {};
for (const [name, line] of Object.entries(formats)) {
	const file = path.join(folder, `${name}.log`);
	writeFileSync(
		file,
		entries.map((entry, index) => `${line(entry, index)}\n`).join(''),
	);
	const own: number[] = [];
	const beside: number[] = [];
	for (let index = 0; index < rounds; index++) {
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		own.push(await load(file));
		if (isCompared) {
			beside.push(indexByLnav(file));
		}
	}

	seconds[name] = {
		deplog: round(median(own)),
		lnav: isCompared ? round(median(beside)) : 'not installed',
	};
	rmSync(file);
}

rmSync(folder, {recursive: true});
console.log(
	JSON.stringify({node: process.version, count, seconds}, undefined, '\t'),
);

/** Seconds of a processor. */
async function load(file: string): Promise<number> {
	const ending = new AbortController();
	const store = createStore(
		createState({
			traits: fileTraits,
			query: createQuery(),
			limit: count,
			columns: 160,
			rows: 45,
		}),
	);
	const start = process.cpuUsage();
	const feed = await openFileFeed({
		names: [file],
		stdin: process.stdin,
		timeZone: 'utc',
		onEntries(some) {
			store.dispatch({kind: 'source-entries', entries: some});
			return 'copied';
		},
		signal: ending.signal,
	});
	await feed.ready;
	const {user, system} = process.cpuUsage(start);
	ending.abort();
	if (store.get().logs.buffer.count !== count) {
		throw new Error('Not all were loaded.');
	}

	return (user + system) / 1_000_000;
}

/** The same. Quiet: else it prints all rows. */
function indexByLnav(file: string): number {
	const {stderr} = spawnSync(
		'bash',
		[
			'-c',
			'TIMEFORMAT="%U %S"; time lnav -n -q -c :quit "$1" > /dev/null',
			'bash',
			file,
		],
		{
			encoding: 'utf8',
			env: Object.fromEntries([
				...Object.entries(process.env),
				['HOME', folder],
				['TZ', 'UTC'],
				['LC_ALL', 'C'],
			]),
		},
	);
	const [user = 0, system = 0] = stderr.trim().split(/\s+/v).map(Number);
	return user + system;
}
