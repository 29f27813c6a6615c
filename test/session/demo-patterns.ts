import {expect, onTestFinished, test, vi} from 'vitest';
import {createV1Feed, v1Traits} from '../../source/feeds/v1/v1.ts';
import {createQuery} from '../../source/log/query.ts';
import {createSimulation} from '../../source/server/simulated/simulate.ts';
import {simulatedIds} from '../../source/server/simulated/simulated-names.ts';
import {startServer} from '../../source/server/wire/server.ts';
import {startSession} from '../../source/session/session.ts';
import {createState, createStore} from '../../source/store/create-store.ts';
import {patternList} from '../../source/store/shown/pattern-list.ts';
import {until} from '../helpers/until.ts';

vi.setConfig({testTimeout: 90_000});

/** What is called new of a simulated deployment, once the patterns have been opened and all has been asked. */
async function newPatterns(
	deploymentId: string,
	secondsSinceStart: number,
): Promise<readonly string[]> {
	const server = await startServer(
		createSimulation({start: Date.now() - secondsSinceStart * 1000}),
	);
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: 100_000,
			columns: 160,
			rows: 45,
		}),
	);
	const session = startSession({
		store,
		feed: createV1Feed({apiUrl: new URL(server.url), deploymentId}),
	});
	onTestFinished(async () => {
		session.stop();
		await server.close();
	});
	store.dispatch({kind: 'list-height', height: 40});
	await until(() => {
		const {connection, buffer} = store.get().logs;
		expect(buffer.count).toBeGreaterThan(0);
		expect(connection.kind === 'live' && connection.tail.kind).not.toBe('open');
	});
	store.dispatch({kind: 'mode', mode: {kind: 'patterns'}});
	await vi.waitFor(
		() => {
			const {baseline, answers} = store.get().patterns;
			const {patterns, isCounting} = patternList(store.get());
			expect(isCounting).toBe(false);
			expect(baseline.kind).toBe('found');
			expect(
				baseline.kind === 'found' && baseline.isWhole
					? []
					: patterns.filter(
							({isUnlearned, text}) => isUnlearned && !answers.has(text),
						),
			).toEqual([]);
		},
		// The embedded server looks through two weeks for each of them.
		{timeout: 60_000, interval: 50},
	);
	return patternList(store.get())
		.patterns.filter(({isNew}) => isNew)
		.map(({text}) => text.replaceAll(/cart=\S+/gv, 'cart=…'));
}

test.each(['search', 'images', 'preview'] as const)(
	'nothing is called new of %s, which logs what its baseline logs',
	async (name) => {
		expect(await newPatterns(simulatedIds[name], 60)).toEqual([]);
	},
);

test('of the redeployed one the new kinds are called new, and no others', async () => {
	const found = await newPatterns(simulatedIds.building, 40);
	expect(found.toSorted()).toEqual([
		'GET /cart 500 in <n> ms trace=<id>',
		"TypeError: cannot read properties of undefined (reading '…')",
		'bundle offered cart=… products=<n>',
		'bundles found for cart=… in <n> ms',
	]);
});
