import {expect, test, vi} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {type DeplogTerminal, openDeplog} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

/** A round time, an hour ago. */
const start = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;

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

const server = serveEach(() => [deployment]);

const clock = (seconds: number) =>
	new Date(start + seconds * 1000).toISOString().slice(11, 19);

/** The row of the histogram. */
async function row(deplog: DeplogTerminal): Promise<string> {
	const screen = await deplog.screen();
	return screen.split('\n').find((line) => line.includes(' 4: ')) ?? '';
}

test.each([
	[
		160,
		45,
		` ▲         ████                ██                  !████████·  4: entries over time, ${clock(0).slice(0, 5)} to ${clock(60).slice(0, 5)}, max 1/s, ▲ deployed, ! first error`,
	],
	[
		80,
		24,
		` ▲ ▇   ▄   !▇············  4: entries over time, ${clock(0).slice(0, 5)} to ${clock(120).slice(0, 5)}, max 60/min`,
	],
])(
	'one row tells when how much was logged, when it was deployed and when the first error came, at %i × %i',
	async (columns, rows, expected) => {
		using deplog = openDeplog([deployment.id, '--api-url', server.url], {
			columns,
			rows,
		});
		await vi.waitFor(
			async () => {
				expect(await row(deplog)).toBe(expected);
			},
			{timeout: 15_000, interval: 50},
		);
	},
	30_000,
);

test.each([
	[{columns: 160, rows: 45}, 56, 59, '3 entries'],
	[{columns: 80, rows: 24}, 45, 60, '9 entries, 1 error'],
])(
	'at %o a range that is chosen in it is shown alone, and < goes back',
	async (size, from, to, words) => {
		using deplog = openDeplog([deployment.id, '--api-url', server.url], size);
		await deplog.shows(/ 4: .*max [1-9]/v);
		deplog.press('4');
		await deplog.shows('← → choose');
		deplog.press(' hh');
		await deplog.shows(`4: ${clock(from)} to ${clock(to)}: ${words}`);
		deplog.press('\r');
		await deplog.shows(`${clock(from)} to ${clock(to)} · oldest first`);
		await deplog.shows('PAST');
		await deplog.hides(`entry at ${from - 1}`);
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
