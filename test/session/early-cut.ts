import {expect, test} from 'vitest';
import {type Clock, systemClock} from '../../source/feeds/clock.ts';
import {rules} from '../../source/store/list/rule.ts';
import {type Explorer, startExplorer} from '../helpers/explorer.ts';
import {createManualClock} from '../helpers/manual-clock.ts';
import {until} from '../helpers/until.ts';

const second = 1_000_000;
const hour = 3600 * second;

/** What was logged before the start: times, from now on. */
const clocks: Array<[string, () => Clock]> = [
	['a clock that runs', () => systemClock],
	[
		'a clock that stands still a year ago',
		() => createManualClock({isHeld: true}),
	],
];

const histories: Array<[string, readonly number[], number]> = [
	['nothing was ever logged', [], 40],
	['nothing was logged for an hour', seconds(100, -hour), 40],
	['a second goes by between entries', seconds(100, -100 * second), 5],
];

test.each(
	histories.flatMap(([history, times, doubted]) =>
		[0, 5].flatMap((liveCount) =>
			clocks.map(
				([clock, createClock]) =>
					[history, liveCount, clock, {times, doubted, createClock}] as const,
			),
		),
	),
)(
	'%s, %i entries came live, by %s: a stream that is lost at once leaves the last seconds in doubt, and no more',
	async (_history, liveCount, _clock, {times, doubted, createClock}) => {
		const now = Date.now() * 1000;
		await using explorer = await startExplorer({
			entries: times.map((time) => ({time: now + time, message: 'past'})),
			readerClock: createClock(),
		});
		await untilAsked(explorer);
		for (let index = 0; index < liveCount; index++) {
			explorer.deployment.log({message: `live ${index}`});
		}

		await until(() => {
			expect(explorer.messages()).toHaveLength(times.length + liveCount);
		});
		await explorer.server.disconnect();
		await until(() => {
			expect(explorer.store.get().logs.connection.kind).toBe('reconnecting');
		});
		const {logs} = explorer.store.get();
		const lost = rules(logs).filter(
			({kind}) => kind === 'lost' || kind === 'gap',
		);
		for (const rule of lost) {
			expect('gap' in rule && rule.gap.from).toBeGreaterThan(
				now - doubted * second,
			);
		}

		expect(lost.map(({kind}) => kind)).toContain('lost');
	},
);

test('a stream that brings what past logs lacked leaves all since then in doubt', async () => {
	const now = Date.now() * 1000;
	await using explorer = await startExplorer({
		entries: [{time: now - hour, message: 'past'}],
	});
	await untilAsked(explorer);
	explorer.deployment.log({time: now - hour / 2, message: 'of late'});
	await until(() => {
		expect(explorer.messages()).toEqual(['past', 'of late']);
	});
	await explorer.server.disconnect();
	await until(() => {
		expect(explorer.store.get().logs.connection.kind).toBe('reconnecting');
	});
	const rule = rules(explorer.store.get().logs).find(
		({kind}) => kind === 'lost' || kind === 'gap',
	);
	expect(rule !== undefined && 'gap' in rule && rule.gap.from).toBeLessThan(
		now - hour,
	);
});

/** The stream is open, and past logs have answered. */
async function untilAsked({store}: Explorer) {
	await until(() => {
		expect(store.get().logs.connection).toMatchObject({
			kind: 'live',
			tail: {kind: 'settling'},
		});
	});
}

function seconds(count: number, from: number): readonly number[] {
	return Array.from({length: count}, (_, index) => from + index * second);
}
