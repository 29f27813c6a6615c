import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

/** A round time, two minutes ago. */
const start = Math.floor((Date.now() - 115_000) / 10_000) * 10_000;

function at(seconds: number, level: string) {
	return {
		time: new Date(start + seconds * 1000).toISOString(),
		level,
		message: `entry at ${seconds}`,
	};
}

const deployment = createDeployment({
	createdAt: new Date(start).toISOString(),
	entries: [
		...[10, 11, 12, 13].map((seconds) => at(seconds, 'info')),
		...[30, 31].map((seconds) => at(seconds, 'warning')),
		at(50, 'error'),
		...[51, 52, 53, 54, 55, 56, 57, 58].map((seconds) => at(seconds, 'debug')),
	],
});

const times = [10, 11, 12, 13, 30, 31, 50, 51, 52, 53, 54, 55, 56, 57, 58];

const server = serveEach(() => [deployment]);

/** Since the start. */
const secondsOf = (text = '') =>
	(Date.parse(`${new Date(start).toISOString().slice(0, 10)}T${text}Z`) -
		start) /
	1000;

const clock = (seconds: number) =>
	new Date(start + seconds * 1000).toISOString().slice(11, 19);

test.each([
	[
		160,
		45,
		/ {2}4: .*max \d\/\d* ?s *\n.*▲ deployed · ! first error · 1 error, 2 warnings *$/mv,
	],
	[80, 24, / {2}4: .*max \d+\/\d+ s(?:.*! first error)? *$/mv],
])(
	'it tells when how much was logged, when it was deployed and when the first error came, at %i × %i',
	async (columns, rows, words) => {
		using deplog = openDeplog([deployment.id, '--api-url', server.url], {
			columns,
			rows,
		});
		await deplog.shows(words);
		await deplog.shows(/^[ ·]*▲[^\n!]*![^\n:]* 4: /mv);
	},
	30_000,
);

test.each([
	{columns: 160, rows: 45},
	{columns: 80, rows: 24},
])(
	'at %o a range that is chosen in it is shown alone, and < goes back',
	async (size) => {
		using deplog = openDeplog([deployment.id, '--api-url', server.url], size);
		await deplog.shows(/ 4: .*max [1-9]/v);
		deplog.press('4');
		await deplog.shows('← → choose');
		const one = /4: (\d\d:\d\d:\d\d) to (\d\d:\d\d:\d\d): (\d+) entr/v;
		await deplog.shows(one);
		const cell = one.exec(await deplog.screen()) ?? [];
		const length = secondsOf(cell[2]) - secondsOf(cell[1]);
		deplog.press(' hh');
		// Three cells, the last of which is the one that was chosen first.
		const from = clock(secondsOf(cell[1]) - 2 * length);
		const to = cell[2] ?? '';
		await deplog.shows(`4: ${from} to ${to}: `);
		const count = (one.exec(await deplog.screen()) ?? [])[3];
		const first = times.findIndex((seconds) => clock(seconds) >= from);
		expect(Number(count)).toBe(
			times.filter((seconds) => clock(seconds) >= from && clock(seconds) < to)
				.length,
		);
		expect(first).toBeGreaterThan(0);
		deplog.press('\r');
		await deplog.shows(`${from} to ${to} · oldest first`);
		await deplog.shows('PAST');
		await deplog.hides(`entry at ${times[first - 1] ?? 0}\n`);
		deplog.press('<');
		await deplog.shows('following');
	},
	30_000,
);

test('below 16 rows it comes when it is asked for, and goes with esc', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url], {
		columns: 60,
		rows: 12,
	});
	await deplog.shows('entry at 58');
	expect(await deplog.screen()).not.toMatch(/ 4:/v);
	deplog.press('4');
	await deplog.shows(/ 4:/v);
	deplog.press('\u001B');
	await deplog.hides(/ 4:/v);
});
