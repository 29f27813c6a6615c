import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

/** A round time, two minutes ago: cells are 2 s or 5 s wide for a while from then on. */
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

const server = serveEach(() => [deployment]);

const clock = (seconds: number) =>
	new Date(start + seconds * 1000).toISOString().slice(11, 19);

test.each([
	[160, 45, / {2}4: .*max 2\/2 s.*\n.* {2}1 error, 2 warnings$/mv],
	[80, 24, / {2}4: .*max 5\/5 s$/mv],
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
	[{columns: 160, rows: 45}, 54, 60, '5 entries'],
	[{columns: 80, rows: 24}, 45, 60, '9 entries'],
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
