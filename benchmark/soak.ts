/* eslint-disable no-await-in-loop -- It looks again and again. */
/**
A reader follows a deployment that never rests, through a network that breaks every few seconds: `npx tsx benchmark/soak.ts [minutes] [entries a second] [seed]`, an hour of 1,000 a second where nothing is said.

Each entry is checked against what was logged: lost and doubled ones must be none. The server runs in a process of its own, so that the memory is the reader's. JSON on standard output, a line a minute on standard error.
*/

import {fork} from 'node:child_process';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {v1Traits, createV1Feed} from '../source/feeds/v1/v1.ts';
import {createQuery} from '../source/log/query.ts';
import {startSession} from '../source/session/session.ts';
import {createState, createStore} from '../source/store/create-store.ts';
import {Ledger} from '../test/helpers/ledger.ts';
import {type Report} from './harness/soak-server.ts';

const [minutes = 60, perSecond = 1000, seed = 1] = process.argv
	.slice(2)
	.map(Number);
const limit = 500_000;
/** In milliseconds: so long after its time an entry has to be there. */
const patience = 240_000;
/** In milliseconds: what is younger may still be on its way: a stream that falls silent has a minute to be noticed, and what it missed has to be asked for. */
const fresh = 80_000;

// By then it follows; what was logged before is history.
const ledger = new Ledger((Date.now() + 3000) * 1000);
const troubles: Record<string, number> = {};
const child = fork(
	fileURLToPath(new URL('harness/soak-server.ts', import.meta.url)),
	[perSecond, seed].map(String),
);
const {url, id} = await new Promise<Extract<Report, {kind: 'ready'}>>(
	(resolve) => {
		child.on('message', (report: Report) => {
			switch (report.kind) {
				case 'ready': {
					resolve(report);
					break;
				}

				case 'logged': {
					ledger.note(report.burst);
					break;
				}

				case 'trouble': {
					troubles[report.trouble] = (troubles[report.trouble] ?? 0) + 1;
					break;
				}
			}
		});
	},
);

const store = createStore(
	createState({
		traits: v1Traits,
		query: createQuery(),
		limit,
		columns: 160,
		rows: 45,
	}),
);
store.dispatch({kind: 'list-height', height: 40});
const session = startSession({
	store,
	feed: createV1Feed({apiUrl: new URL(url), deploymentId: id}),
});
const memory: number[] = [];
let microsUnknown = 0;
const startedAt = performance.now();
const endsAt = startedAt + minutes * 60_000;
let nextSample = startedAt;
while (performance.now() < endsAt) {
	await setTimeout(1000);
	const {logs} = store.get();
	ledger.check(logs, (Date.now() - fresh) * 1000);
	const overdue = (Date.now() - patience) * 1000;
	if (ledger.until < overdue) {
		microsUnknown += overdue - ledger.until;
		ledger.skip(overdue);
	}

	for (const {from, to} of logs.failedGaps) {
		// As `enter` does on the rule that says so.
		store.dispatch({kind: 'retry-gap', from, to});
	}

	if (performance.now() >= nextSample) {
		nextSample += 60_000;
		memory.push(Math.round(process.memoryUsage().rss / 2 ** 20));
		console.error(
			JSON.stringify({
				minute: Math.round((performance.now() - startedAt) / 60_000),
				...ledger.account,
				connections: logs.connectionCount,
				connection: logs.connection.kind,
				memory: memory.at(-1),
				held: logs.buffer.count,
			}),
		);
	}
}

session.stop();
child.kill();
const {user, system} = process.cpuUsage();
console.log(
	JSON.stringify(
		{
			node: process.version,
			minutes,
			perSecond,
			seed,
			...ledger.account,
			secondsUnknown: microsUnknown / 1_000_000,
			reconnects: store.get().logs.connectionCount - 1,
			troubles,
			bufferEntries: limit,
			memoryMiB: {
				first: memory[0],
				full: memory[Math.ceil(limit / perSecond / 60) + 1],
				last: memory.at(-1),
				most: Math.max(...memory),
			},
			cpuSeconds: Math.round((user + system) / 1_000_000),
		},
		undefined,
		'\t',
	),
);
