import {beforeAll, expect, test} from 'vitest';
import {createSimulation} from '../../../source/server/simulated/simulate.ts';
import {loadFuzzySearch} from '../../../source/ui/look/fuzzy-search.ts';
import {type Desk, openDesk} from '../../helpers/desk.ts';

beforeAll(loadFuzzySearch);

/** The simulated storefront, two minutes after it was deployed, in the middle of its incident. */
async function openStorefront(): Promise<Desk> {
	const {deployments} = createSimulation({
		start: Date.now() - 120_000,
	});
	const desk = await openDesk(
		deployments.filter(({id}) => id === 'storefront-7f3k2m'),
	);
	await desk.shows(/3 Logs .* all since the deployment/v);
	return desk;
}

/** Presses keys, and tells how many it took until the screen shows the answer. */
async function ask(desk: Desk, keys: readonly string[], answer: RegExp) {
	const before = desk.keyCount();
	for (const key of keys) {
		desk.press(key);
	}

	await desk.shows(answer);
	return desk.keyCount() - before;
}

test('the questions of an incident are answered on the demo, in as many keys as are counted', async () => {
	await using desk = await openStorefront();
	// Errors a minute, by region.
	expect(
		await ask(
			desk,
			['e', '#', '\t'],
			/Counts · by region · a row [\s\S]*from .*sum/v,
		),
	).toBe(3);
	desk.press('q');
	desk.press('x');
	// Status and duration as columns.
	const asked = [
		await ask(desk, ['.', ...'status'], /▌.*status/v),
		await ask(desk, ['\r'], /status +message/v),
		await ask(desk, ['.', ...'duration'], /▌.*duration/v),
		await ask(desk, ['\r'], /status +duration +message/v),
	];
	expect(asked.reduce((sum, count) => sum + count)).toBe(18);
	// The paths with the most 500s.
	expect(
		await ask(
			desk,
			['/', ...'status:500', '\r', '#', '.', ...'path', '\r', '#'],
			/Top values · of path · .*status:500[\s\S]*100\.0 % +\/cart/v,
		),
	).toBe(20);
	desk.press('q');
	desk.press('q');
	desk.press('x');
	// Requests that took long.
	expect(
		await ask(
			desk,
			['/', ...'duration>500ms', '\r'],
			/duration>500ms ─[\s\S]* slow response path=.* took \d{3,} ms/v,
		),
	).toBe(16);
	// How slow: p95.
	expect(
		await ask(
			desk,
			['x', '#', '.', ...'duration', '\r', '#'],
			/numbers +min .* p95 .*m?s/v,
		),
	).toBe(13);
	// How slow a path is now and an hour ago, when there was no such deployment yet.
	desk.press('q');
	desk.press('q');
	expect(
		await ask(
			desk,
			[
				'/',
				...'path:/checkout',
				'\r',
				'#',
				'.',
				...'durationMs',
				'\r',
				'#',
				'b',
			],
			/now +\d+ numbers .* p95 [\s\S]*beside +no numbers/v,
		),
	).toBe(31);
	desk.press('q');
	desk.press('q');
	// Requests above 2 s of one customer.
	expect(
		await ask(
			desk,
			['x', '/', ...'duration>2s', '\r', '/', ...'customer:Łukasz*', '\r'],
			/duration>2s · customer:Łukasz\* ─[\s\S]* customer="Łukasz Żak" took [2-4]\d{3} ms/v,
		),
	).toBe(32);
	desk.press('x');
	// All entries of this request.
	expect(
		await ask(desk, ['/', ...'trace?', '\r', '\r'], /trace +[0-9a-f]{8}/v),
	).toBe(9);
});
