/**
A reader follows a deployment that never rests, through a network that breaks every few seconds: `npx tsx benchmark/soak.ts [minutes] [entries a second] [seed]`, an hour of 1,000 a second where nothing is said.

Each entry is checked against what was logged: lost and doubled ones must be none. The server runs in a process of its own, so that the memory is the reader's. JSON on standard output, a line a minute on standard error.
*/
import {fork} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {createV1Client} from '../source/api/v1.ts';
import {createQuery} from '../source/log/query.ts';
import {createDeployment} from '../source/server/given-deployment.ts';
import {createRandom, integerBetween} from '../source/server/random.ts';
import {startServer} from '../source/server/server.ts';
import {startSession} from '../source/session.ts';
import {createState} from '../source/store/create-state.ts';
import {createStore} from '../source/store/create-store.ts';
import {type Burst, emit} from '../test/helpers/emission.ts';
import {Ledger} from '../test/helpers/ledger.ts';
import {drawTrouble} from '../test/helpers/trouble.ts';

/** What the server's process says. */
type Report =
	| {readonly kind: 'ready'; readonly url: string; readonly id: string}
	| {readonly kind: 'logged'; readonly bursts: readonly Burst[]}
	| {readonly kind: 'trouble'; readonly trouble: string};

const [minutes = 60, perSecond = 1000, seed = 1] = process.argv
	.slice(2)
	.map(Number);
const limit = 500_000;
/** In milliseconds. */
const tick = 20;
/** In milliseconds: so long after its time an entry has to be there. */
const patience = 240_000;
/** In milliseconds: a connection that lives so long counts as stable. */
const calm = 32_000;
/** In microseconds: what is younger may still be on its way. */
const fresh = 20_000_000;

await (process.send === undefined
	? follow()
	: misbehave(process.send.bind(process)));

async function follow() {
	const child = fork(fileURLToPath(import.meta.url), process.argv.slice(2));
	const [ready] = (await once(child, 'message')) as [Report];
	if (ready.kind !== 'ready') {
		throw new Error('The server did not start.');
	}

	// By then it follows; what was logged before is history.
	const ledger = new Ledger((Date.now() + 3000) * 1000);
	const troubles: Record<string, number> = {};
	child.on('message', (report: Report) => {
		if (report.kind === 'logged') {
			ledger.note(...report.bursts);
		} else if (report.kind === 'trouble') {
			troubles[report.trouble] = (troubles[report.trouble] ?? 0) + 1;
		}
	});

	const store = createStore(
		createState({
			query: createQuery(),
			limit,
			columns: 160,
			rows: 45,
		}),
	);
	store.dispatch({kind: 'list-height', height: 40});
	const session = startSession({
		store,
		client: createV1Client({
			apiUrl: new URL(ready.url),
			deploymentId: ready.id,
		}),
	});
	const memory: number[] = [];
	let skipped = 0;
	const startedAt = performance.now();
	const endsAt = startedAt + minutes * 60_000;
	let nextSample = startedAt;
	while (performance.now() < endsAt) {
		await setTimeout(1000);
		const {logs} = store.get();
		ledger.check(logs, Date.now() * 1000 - fresh);
		const overdue = (Date.now() - patience) * 1000;
		if (ledger.until < overdue) {
			skipped += overdue - ledger.until;
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
	console.log(
		JSON.stringify(
			{
				node: process.version,
				minutes,
				perSecond,
				seed,
				...ledger.account,
				secondsUnknown: skipped / 1_000_000,
				reconnects: store.get().logs.connectionCount - 1,
				troubles,
				bufferEntries: limit,
				memoryMiB: {
					first: memory[0],
					full: memory[Math.ceil(limit / perSecond / 60) + 1],
					last: memory.at(-1),
					most: Math.max(...memory),
				},
				cpuSeconds: Math.round(
					(process.cpuUsage().user + process.cpuUsage().system) / 1_000_000,
				),
			},
			undefined,
			'\t',
		),
	);
}

async function misbehave(send: (report: Report) => void) {
	const deployment = createDeployment();
	const server = await startServer({deployments: [deployment]});
	send({kind: 'ready', url: server.url, id: deployment.id});
	process.on('disconnect', () => {
		process.exit();
	});
	void logWithoutEnd();
	const random = createRandom(seed);
	for (;;) {
		// After a calm half minute the reader waits for seconds again, not for half minutes, and more is cut.
		await setTimeout(
			random() < 0.25 ? calm : integerBetween(random, 1000, 6000),
		);
		// Trouble of a connection is for one that is open.
		while (server.openLiveCount === 0) {
			await setTimeout(200);
		}

		server.faults.clear();
		const trouble = drawTrouble({server, deployment, random});
		send({kind: 'trouble', trouble: trouble.kind});
		await trouble.begin();
		await setTimeout(trouble.lasts);
		await trouble.end();
	}

	async function logWithoutEnd() {
		const startedAt = performance.now();
		let logged = 0;
		let evictAt = startedAt;
		for (;;) {
			const elapsed = performance.now() - startedAt;
			const count = Math.floor((elapsed * perSecond) / 1000) - logged;
			if (count > 0) {
				const burst = {seed, at: Date.now() * 1000, count};
				logged += count;
				deployment.log(emit(burst));
				send({kind: 'logged', bursts: [burst]});
			}

			if (performance.now() > evictAt) {
				evictAt += 60_000;
				deployment.evictBefore((Date.now() - 600_000) * 1000);
			}

			await setTimeout(tick);
		}
	}
}
