/** How long a million entries take from a file to all loaded, beside lnav that indexes the same file, in milliseconds: `npx tsx benchmark/load.ts`. To lnav the lines are entries when a format tells it where time, level and message are, which is what deplog finds out of each, and text else. */

import {spawnSync} from 'node:child_process';
import {
	createReadStream,
	mkdirSync,
	mkdtempSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {createEntryDecoder} from '../source/feeds/json/entry-decoder.ts';
import {v1Traits} from '../source/feeds/v1/v1.ts';
import {jsonLines} from '../source/feeds/json/ndjson.ts';
import {createQuery, everything} from '../source/log/query.ts';
import {createState, createStore} from '../source/store/create-store.ts';
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
const knowing = path.join(folder, 'knowing');
const ignorant = path.join(folder, 'ignorant');
createLnavHome(knowing);
mkdirSync(ignorant);
const own: number[] = [];
const asEntries: number[] = [];
const asText: number[] = [];
for (let index = 0; index < rounds; index++) {
	const start = performance.now();
	// eslint-disable-next-line no-await-in-loop -- One after the other.
	await load();
	own.push(performance.now() - start);
	if (isCompared) {
		asEntries.push(timeLnav(knowing));
		asText.push(timeLnav(ignorant));
	}
}

rmSync(folder, {recursive: true});
const result = (times: readonly number[]) =>
	isCompared ? round(median(times)) : 'not installed';
console.log(
	JSON.stringify(
		{
			node: process.version,
			entryCount,
			milliseconds: {
				deplog: round(median(own)),
				lnav: result(asEntries),
				lnavAsText: result(asText),
			},
		},
		undefined,
		'\t',
	),
);

function timeLnav(home: string): number {
	const begin = performance.now();
	// Quiet: else it prints all rows.
	spawnSync('lnav', ['-n', '-q', '-c', ':quit', file], {
		stdio: 'ignore',
		env: Object.fromEntries([...Object.entries(process.env), ['HOME', home]]),
	});
	return performance.now() - begin;
}

/** Where lnav finds a format of the entries. */
function createLnavHome(home: string) {
	const formats = path.join(home, '.lnav/formats/deplog');
	mkdirSync(formats, {recursive: true});
	writeFileSync(
		path.join(formats, 'format.json'),
		JSON.stringify({
			$schema: 'https://lnav.org/schemas/format-v1.schema.json',
			deplog: {
				title: 'deplog',
				description: 'Entries of a deployment',
				json: true,
				'timestamp-field': 'time',
				'level-field': 'level',
				'body-field': 'message',
				'line-format': ['time', 'level', 'region', 'message'].map((field) => ({
					field,
				})),
				value: {region: {kind: 'string'}},
			},
		}),
	);
}

async function load() {
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: entryCount,
			columns: 160,
			rows: 45,
		}),
	);
	store.dispatch({kind: 'live-opened', filter: everything, at: 0});
	const decode = createEntryDecoder(() => 0, {isReusing: true});
	const chunks = createReadStream(file, {highWaterMark: readBytes});
	for await (const block of jsonLines(chunks)) {
		const {entries, malformedCount} = decode(block);
		store.dispatch({kind: 'live-entries', entries, malformedCount, at: 0});
	}

	if (store.get().logs.buffer.count !== entryCount) {
		throw new Error('Not all were loaded.');
	}
}
