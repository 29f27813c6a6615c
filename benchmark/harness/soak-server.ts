/* eslint-disable no-await-in-loop -- One trouble comes after the other. */
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {
	createRandom,
	integerBetween,
} from '../../source/server/simulated/random.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {type Burst, emit} from '../../test/helpers/emission.ts';
import {drawTrouble} from '../../test/helpers/trouble.ts';

/** What the process in which the server misbehaves says. */
export type Report =
	| {readonly kind: 'ready'; readonly url: string; readonly id: string}
	| {readonly kind: 'logged'; readonly burst: Burst}
	| {readonly kind: 'trouble'; readonly trouble: string};

const [perSecond = 1000, seed = 1] = process.argv.slice(2).map(Number);
/** In milliseconds. */
const tick = 20;
/** In milliseconds: a connection that lives so long counts as stable. */
const calm = 32_000;
/** In milliseconds. */
const retention = 600_000;

const deployment = createDeployment();
const server = await startServer({deployments: [deployment]});
process.on('disconnect', () => {
	process.exit();
});
tell({kind: 'ready', url: server.url, id: deployment.id});
await Promise.all([logWithoutEnd(), misbehaveWithoutEnd()]);

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
			tell({kind: 'logged', burst});
		}

		if (performance.now() > evictAt) {
			evictAt += 60_000;
			deployment.evictBefore((Date.now() - retention) * 1000);
		}

		await setTimeout(tick);
	}
}

async function misbehaveWithoutEnd() {
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
		tell({kind: 'trouble', trouble: trouble.kind});
		await trouble.begin();
		await setTimeout(trouble.lasts);
		await trouble.end();
	}
}

function tell(report: Report) {
	process.send?.(report);
}
