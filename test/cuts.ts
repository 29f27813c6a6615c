/* eslint-disable no-await-in-loop -- Time passes a step after the other. */

import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {type Clock} from '../source/feeds/clock.ts';
import {createQuery} from '../source/log/query.ts';
import {createDeployment} from '../source/server/given/given-deployment.ts';
import {
	createRandom,
	integerBetween,
	pick,
} from '../source/server/simulated/random.ts';
import {startServer} from '../source/server/wire/server.ts';
import {startSession} from '../source/session/session.ts';
import {createState, createStore} from '../source/store/create-store.ts';
import {apis, connectTo} from './helpers/apis.ts';
import {emit, mostSkew} from './helpers/emission.ts';
import {Ledger} from './helpers/ledger.ts';
import {createTimeline} from './helpers/timeline.ts';
import {drawTrouble, type Trouble} from './helpers/trouble.ts';

/** `CUTS=1000 npx vitest run test/cuts.ts` is the long way; `API` names one of the servers, and `SEED` tells another story. */
const {CUTS: wantedCuts, API: wantedApi} = process.env;
const seed = Number(process.env['SEED'] ?? 1);
/** In milliseconds of the time that the test lets pass. */
const step = 100;
/** In milliseconds: what is younger may still be on its way. */
const fresh = 20_000;
/** In milliseconds: so long a silent stream may go unnoticed, a minute, and what it missed be asked for. */
const freshInSilence = 80_000;
/** In milliseconds: where the clocks of regions are wrong, what belongs to an instant may come half a minute later, and what a seam leaves open is asked for again a minute after that. */
const freshByWrongClocks = 100_000;
/** In milliseconds: a connection that lives so long counts as stable. */
const calm = 32_000;
/** In milliseconds of real time: how long an answer is waited for before time goes on without it. */
const answerPatience = 40;

test.each(
	apis
		.filter(({name}) =>
			wantedApi === undefined
				? wantedCuts !== undefined || name !== 'v2 as documented'
				: name === wantedApi,
		)
		.map((api) => ({
			...api,
			cutCount: Number(wantedCuts ?? (api.version === 'v1' ? 6 : 2)),
		}))
		// What wrong clocks leave open takes minutes to be asked for again: `test/timeline/completeness.ts` has them in each run.
		.flatMap((api) =>
			(wantedCuts === undefined ? ['right'] : ['right', 'wrong']).map(
				(clocks) => ({...api, clocks}),
			),
		),
)(
	'through $cutCount cuts of all kinds nothing is lost, nothing doubled, all in order, on $name, where the clocks of regions are $clocks',
	async ({cutCount, clocks, ...api}) => {
		const random = createRandom(seed);
		const isWrong = clocks === 'wrong';
		const skews = [0, 1, 2].map(() =>
			isWrong && random() < 0.7
				? pick(random, [-1, 1, random() * 2 - 1]) * mostSkew
				: 0,
		);
		const allowance = isWrong ? freshByWrongClocks : 0;
		const clock = createTimeline();
		const deployment = createDeployment({clock: clock.now});
		await using server = await startServer({
			deployments: [deployment],
			manner:
				api.manner.kind === 'live' ? {kind: 'live', pageEvery: 37} : api.manner,
			clock: clock.now,
		});
		// The reader's clock is wrong by minutes, either way.
		const wrong = integerBetween(random, -300_000, 300_000);
		const readersClock: Clock = {
			now: () => clock.now() + wrong,
			sleep: clock.sleep,
		};
		const feed = connectTo(api, server, {
			deploymentId: deployment.id,
			now: () => readersClock.now() * 1000,
		});
		const store = createStore(
			createState({
				traits: feed.traits,
				query: createQuery(),
				limit: 300_000,
				columns: 80,
				rows: 24,
			}),
		);
		store.dispatch({kind: 'list-height', height: 20});
		const session = startSession({
			store,
			feed,
			clock: readersClock,
			random,
		});
		const ledger = new Ledger(
			(clock.now() + 3000) * 1000 + (isWrong ? mostSkew : 0),
		);
		let perSecond = 100;
		let evictAt = 0;
		let silentUntil = 0;

		const pass = async (milliseconds: number) => {
			for (let passed = 0; passed < milliseconds; passed += step) {
				perSecond =
					random() < 0.02 ? Math.floor(1000 * random() ** 3) : perSecond;
				const count = Math.floor((perSecond * step) / 1000 + random());
				const burst = {seed, at: clock.now() * 1000, count, skews};
				if (count > 0) {
					deployment.log(emit(burst));
					ledger.note(burst);
				}

				await answers();
				clock.advance(step);
			}

			const isSilent = clock.now() < silentUntil;
			ledger.check(
				store.get().logs,
				(clock.now() - (isSilent ? freshInSilence : fresh) - allowance) * 1000,
			);
			for (const {from, to} of store.get().logs.failedGaps) {
				// As `enter` does on the rule that says so.
				store.dispatch({kind: 'retry-gap', from, to});
			}

			if (clock.now() > evictAt) {
				evictAt = clock.now() + 60_000;
				deployment.evictBefore((clock.now() - 900_000) * 1000);
			}
		};

		const answers = async () => {
			const endsAt = performance.now() + answerPatience;
			do {
				await setTimeout(1);
			} while (
				performance.now() < endsAt &&
				server.requests
					.slice(-10)
					.some(({route, state}) => route === 'past' && state === 'open')
			);
		};

		const endure = async (trouble: Trouble) => {
			await trouble.begin();
			if (trouble.kind === 'silence') {
				silentUntil = clock.now() + trouble.lasts + freshInSilence;
			}

			await pass(trouble.lasts);
			await trouble.end();
		};

		await pass(5000);
		while (store.get().logs.connectionCount <= cutCount) {
			await pass(random() < 0.25 ? calm : integerBetween(random, 300, 6000));
			while (server.openLiveCount === 0) {
				await pass(step);
			}

			server.faults.clear();
			await endure(
				drawTrouble({server, deployment, random, longestReorder: 5}),
			);
		}

		server.faults.clear();
		const end = clock.now() * 1000;
		for (let second = 0; second < 300 && ledger.until < end; second++) {
			await pass(1000);
		}

		session.stop();
		expect(ledger.until).toBeGreaterThanOrEqual(end);
		const {checked, ...faults} = ledger.account;
		expect(faults).toEqual({lost: 0, doubled: 0, disordered: 0, examples: []});
		expect(checked).toBeGreaterThan(cutCount * 100);
	},
	60_000 + Number(wantedCuts ?? 6) * 10_000,
);
