import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {createRandom, pick} from '../../source/server/simulated/random.ts';
import {openDeplog} from '../helpers/deplog-terminal.ts';

/** `KEYS=5000 SEED=7 npx vitest run test/e2e/any-keys.ts` is the long way. */
const keyCount = Number(process.env['KEYS'] ?? 120);
const random = createRandom(Number(process.env['SEED'] ?? 1));
/** So many keys end it, though a busy machine has many before them to answer. */
const mostEnding = 100;
const longest = 60_000 + keyCount * 500;

let folder = '';

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-'));
});

afterEach(async () => {
	await rm(folder, {recursive: true, force: true});
});

const escape = '\u001B';
const keys = [
	..."ewiaEWIDrctx<>ojkgGf!JKnN vhlTzpbmVyYCP'u#.@L:?R123456+-=[]/",
	...'\r\t\u007F\u0002\u0006\u0004\u0015\u001B',
	...['A', 'B', 'C', 'D', 'H', 'F', 'Z', '5~', '6~'].map(
		(end) => `${escape}[${end}`,
	),
];
const texts = [
	'status>=500',
	'!user?',
	'/a.*b/',
	String.raw`\x`,
	'15m',
	'2h ago',
	'@ -5m',
	'12:00 to 13:00',
	'errors only',
	'é 漢 👩‍👩‍👧',
	'x'.repeat(300),
];
const sizes: ReadonlyArray<[columns: number, rows: number]> = [
	[160, 45],
	[80, 24],
	[60, 15],
	[39, 24],
	[200, 7],
];

test.each(['demo', 'demo --v2'])(
	'deplog %s goes on whatever is pressed, and ends when it is asked to',
	{timeout: longest},
	async (words) => {
		using terminal = openDeplog(words.split(' '), {
			folder,
			environment: Object.fromEntries([
				['HOME', folder],
				['XDG_STATE_HOME', folder],
				['PAGER', 'true'],
				['EDITOR', 'true'],
			]),
		});
		await terminal.shows('3 Logs');
		const isEnded = terminal.exitCode.then(() => true);
		const endsWithin = async (milliseconds: number) =>
			Promise.race([isEnded, setTimeout(milliseconds, false)]);
		for (let count = 0; count < keyCount; count++) {
			const kind = random();
			if (kind < 0.04) {
				terminal.child.resize(...pick(random, sizes));
			} else if (kind < 0.1) {
				terminal.press(
					pick(random, ['/', 't', '@', ':', 's', '|', 'r', '.']) +
						pick(random, texts) +
						pick(random, ['\r', '\t', escape]),
				);
			} else if (kind < 0.12) {
				terminal.press(`${escape}[200~${pick(random, texts)}\n${escape}[201~`);
			} else {
				terminal.press(pick(random, keys));
			}

			// eslint-disable-next-line no-await-in-loop -- A key follows the other.
			if (await endsWithin(pick(random, [0, 10, 40]))) {
				break;
			}
		}

		// One for each prompt, pager and view that may be open.
		for (let count = 0; ; count++) {
			terminal.press('\u0003');
			// eslint-disable-next-line no-await-in-loop -- As above.
			if (await endsWithin(300)) {
				break;
			}

			expect(count, terminal.bytes().slice(-2000)).toBeLessThan(mostEnding);
		}

		expect(terminal.bytes()).not.toContain('crashed');
		// A deployment that was typed may not be there; a key that comes when the terminal has been left is a signal.
		expect([0, 4, 130]).toContain(await terminal.exitCode);
	},
);
