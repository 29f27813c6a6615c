/** How long a million entries take from a file to all loaded, beside lnav that indexes the same file, in milliseconds: `npx tsx benchmark/load.ts`. */
import {spawnSync} from 'node:child_process';
import {createReadStream, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {createEntryDecoder} from '../source/api/decode.ts';
import {jsonLines} from '../source/api/ndjson.ts';
import {createQuery, everything} from '../source/log/query.ts';
import {createState} from '../source/store/create-state.ts';
import {createStore} from '../source/store/create-store.ts';
import {createEntries, wireLine} from './corpus.ts';
import {versionOf} from './harness/pty.ts';
import {median, round} from './harness/summary.ts';

const entryCount = 1_000_000;
const rounds = 5;
const readBytes = 256 * 1024;

const folder = mkdtempSync(path.join(tmpdir(), 'deplog-benchmark-'));
const file = path.join(folder, 'entries.ndjson');
writeFileSync(
	file,
	createEntries({count: entryCount})
		.map((entry) => `${wireLine(entry)}\n`)
		.join(''),
);
const isCompared = versionOf('lnav') !== undefined;
const own: number[] = [];
const ofLnav: number[] = [];
for (let index = 0; index < rounds; index++) {
	const start = performance.now();
	// eslint-disable-next-line no-await-in-loop -- One after the other.
	await load();
	own.push(performance.now() - start);
	if (isCompared) {
		// Quiet: else it prints all rows.
		const begin = performance.now();
		spawnSync('lnav', ['-n', '-q', '-c', ':quit', file], {stdio: 'ignore'});
		ofLnav.push(performance.now() - begin);
	}
}

rmSync(folder, {recursive: true});
console.log(
	JSON.stringify(
		{
			node: process.version,
			entryCount,
			milliseconds: {
				deplog: round(median(own)),
				lnav: isCompared ? round(median(ofLnav)) : 'not installed',
			},
		},
		undefined,
		'\t',
	),
);

async function load() {
	const store = createStore(
		createState({
			query: createQuery(),
			limit: entryCount,
			columns: 160,
			rows: 45,
		}),
	);
	store.dispatch({kind: 'live-opened', filter: everything, at: 0});
	const decode = createEntryDecoder(() => 0);
	const chunks = createReadStream(file, {highWaterMark: readBytes});
	for await (const block of jsonLines(chunks)) {
		const {entries, malformedCount} = decode(block);
		store.dispatch({kind: 'live-entries', entries, malformedCount, at: 0});
	}

	if (store.get().logs.buffer.count !== entryCount) {
		throw new Error('Not all were loaded.');
	}
}
