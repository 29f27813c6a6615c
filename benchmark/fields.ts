/** Fields over a million entries with ten fields each: the first screen of columns, a numeric filter over all, the top values of a field, what a field that is held takes, and what keeping counts takes of a core at 50,000 entries/s; the same questions to lnav and jq, where they are installed. In milliseconds: `npx tsx benchmark/fields.ts`. */

import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {type Entry, type Micros} from '../source/log/entry.ts';
import {createFieldLookup} from '../source/log/fields/entry-field.ts';
import {createQuery} from '../source/log/query.ts';
import {readRefinement} from '../source/log/refinement.ts';
import {countsWork, works} from '../source/store/works.ts';
import {fieldColumns} from '../source/store/fields/field-columns.ts';
import {type Store} from '../source/store/create-store.ts';
import {viewport} from '../source/store/list/viewport.ts';
import {createTable} from '../source/ui/counts/counts-table.ts';
import {createTopTable} from '../source/ui/counts/top-rows.ts';
import {openLoaded, timeStreaming, timeWork} from './harness/counting.ts';
import {round} from './harness/summary.ts';

const entryCount = 1_000_000;
const names =
	'path status durationMs method customer request cached size host attempt'.split(
		' ',
	);

const store = openLoaded(createRequest, entryCount);
const columns = fieldColumns(store.get().logs.buffer);
const firstScreen = timed(() => {
	const {logs} = store.get();
	const finds = names.map((name) => createFieldLookup(name));
	for (const item of viewport(logs).items) {
		const entry =
			item.kind === 'entry'
				? logs.buffer.entry(logs.view.idAt(item.spot))
				: undefined;
		if (entry !== undefined) {
			for (const find of finds) {
				find(entry);
			}
		}
	}
});
const filter = timeFilter(store, 'durationMs>2000');
const bytesPerEntry = round(columns.allocated / entryCount);
const otherLimit = timeFilter(store, 'durationMs>2500');
const lastField = timeFilter(store, 'attempt>1');
store.dispatch({
	kind: 'query',
	query: createQuery(),
});
settle(store);
store.dispatch({kind: 'mode', mode: {kind: 'top', field: 'path', index: 0}});
const top = timeWork(store, countsWork);
const topList = timed(() => {
	createTopTable(store.get());
});
store.dispatch({
	kind: 'mode',
	mode: {kind: 'counts', by: 'status', width: 10_000_000, column: 0},
});
const counts = timeWork(store, countsWork);
const streaming = timeStreaming(store, createRequest, {
	workOf: countsWork,
	afterHalfSecond: createTable,
	rate: 50_000,
	seconds: 5,
});

console.log(
	JSON.stringify(
		{
			node: process.version,
			entryCount,
			firstScreenOfTenColumns: firstScreen,
			numericFilter: filter,
			anotherLimit: otherLimit,
			filterByTheLastField: lastField,
			bytesPerEntryAndField: bytesPerEntry,
			topValues: {...top, list: topList},
			countsByStatus: counts,
			streamingCounts: streaming,
			...(process.argv.includes('--alone') ? {} : {others: timeOthers()}),
		},
		undefined,
		'\t',
	),
);

function createRequest(time: Micros): Entry {
	const index = Math.floor(time / 1000);
	return {
		time,
		level: index % 50 === 0 ? 'error' : 'info',
		region: 'gcp-us-east4',
		message: `${JSON.stringify({
			path: `/products/${(index * 7919) % 200}`,
			status: index % 50 === 0 ? 500 : 200,
			durationMs: (index * 104_729) % 3000,
			method: index % 3 === 0 ? 'POST' : 'GET',
			customer: `c${(index * 31) % 5000}`,
			request: `r${index}`,
			cached: index % 2 === 0,
			size: (index * 17) % 100_000,
			host: `web-${index % 8}`,
			attempt: 1 + (index % 3),
		})}\n`,
	};
}

/** Shows what is of a filter, in the slices of the session: until all are known, and the longest slice. */
function timeFilter(shown: Store, typed: string) {
	const read = readRefinement(typed, () => true);
	const refinements = read.kind === 'refinement' ? [read.refinement] : [];
	shown.dispatch({kind: 'query', query: createQuery({refinements})});
	const time = timeWork(shown, (state) => ({
		isDone: state.logs.matches.isDone,
		run(hasTime) {
			state.logs.matches.run(hasTime);
		},
	}));
	return {...time, matches: shown.get().logs.matches.count().count};
}

function settle(shown: Store) {
	for (const work of works(shown.get())) {
		work.run(() => true);
	}
}

function timed(run: () => void): number {
	const start = performance.now();
	run();
	return round(performance.now() - start);
}

/** Of a file with the same messages, which those programs have to read first. */
function timeOthers() {
	const folder = mkdtempSync(path.join(tmpdir(), 'deplog-fields-'));
	try {
		const file = path.join(folder, 'requests.ndjson');
		writeFileSync(
			file,
			Array.from(
				{length: entryCount},
				(_, index) => createRequest(index * 1000).message,
			).join(''),
		);
		return {
			jqFilter: timeProgram('jq', [
				'-n',
				'reduce (inputs | select(.durationMs > 2000)) as $one (0; . + 1)',
				file,
			]),
			jqTop: timeProgram('jq', [
				'-n',
				'reduce inputs as $one ({}; .[$one.path] += 1) | length',
				file,
			]),
			lnavTop: timeProgram('lnav', [
				'-n',
				'-c',
				";SELECT json_extract(line_value, '$.path') AS path, count(*) AS n FROM (SELECT log_body AS line_value FROM all_logs) GROUP BY 1 ORDER BY n DESC LIMIT 5",
				file,
			]),
		};
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

/** Nothing where it is not there, or does not understand. */
function timeProgram(
	name: string,
	words: readonly string[],
): number | undefined {
	const start = performance.now();
	const {status, error} = spawnSync(name, words, {
		stdio: ['ignore', 'ignore', 'ignore'],
		timeout: 120_000,
	});
	return error === undefined && status === 0
		? round(performance.now() - start)
		: undefined;
}
