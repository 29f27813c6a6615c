/** What the built program takes of memory with a million entries of 127 bytes, and after ten million have passed through, in MB: `npx tsx benchmark/memory.ts`. */

import {Buffer} from 'node:buffer';
import {readFileSync} from 'node:fs';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {v1Traits} from '../source/feeds/v1/v1.ts';
import {EntryColumns} from '../source/log/entry-columns.ts';
import {createState, createStore} from '../source/store/create-store.ts';
import {createQuery, everything} from '../source/log/query.ts';
import {createEntries} from './corpus.ts';
import {startFeed} from './harness/feed.ts';
import {round} from './harness/summary.ts';
import {openDeplog} from './harness/pty.ts';
import {until} from './harness/until.ts';

const million = 1_000_000;
const millions = process.argv.includes('--short') ? 3 : 10;
const settleMilliseconds = 1000;

await using feed = await startFeed({medianBytes: 127});
using deplog = openDeplog(feed.url);
await deplog.shows(/LIVE/v);
await until(feed.isStreaming);
const residents: number[] = [];
for (let index = 1; index <= millions; index++) {
	feed.tell({kind: 'burst', count: million});
	/* eslint-disable no-await-in-loop -- A million after the other. */
	await until(async () => (await feed.sentCount()) >= index * million);
	await sleep(settleMilliseconds);
	/* eslint-enable no-await-in-loop */
	residents.push(residentMegabytes(deplog.pid));
}

const [atOneMillion = 0, ...later] = residents;
console.log(
	JSON.stringify(
		{
			node: process.version,
			atOneMillion,
			atEachMillion: residents.join(' '),
			mostOverLeastFromTwoMillion: round(
				Math.max(...later) / Math.min(...later),
			),
			overheadPerEntry: round(overheadPerEntry()),
		},
		undefined,
		'\t',
	),
);

function residentMegabytes(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const kilobytes = /^VmRSS:\s*(?<count>\d+)/mv.exec(status)?.groups?.['count'];
	return Math.round((Number(kilobytes) * 1024) / 1e6);
}

/** Bytes that the store takes for an entry beside its message. */
function overheadPerEntry(): number {
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: million,
			columns: 160,
			rows: 45,
		}),
	);
	store.dispatch({kind: 'live-opened', filter: everything, at: 0});
	const entries = createEntries({count: million, medianBytes: 127});
	let messageBytes = 0;
	for (const entry of entries) {
		messageBytes += Buffer.byteLength(entry.message);
	}

	store.dispatch({
		kind: 'live-entries',
		entries: EntryColumns.of(entries),
		malformedCount: 0,
		at: 0,
	});
	return (store.get().logs.buffer.allocated - messageBytes) / million;
}
