import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

const deployment = createDeployment({
	entries: ['info', 'error'].map((level) => ({
		level,
		message: `an entry of level ${level}`,
	})),
});

const server = serveEach(() => [deployment]);

test.each([
	[160, 45],
	[80, 24],
])(
	'the palette finds a command by its words and does it at %i × %i',
	async (columns, rows) => {
		using deplog = openDeplog([deployment.id, '--api-url', server.url], {
			columns,
			rows,
		});
		await deplog.shows('level info');
		deplog.press(':');
		await deplog.shows(/^▌ e +Filter +errors only/mv);
		await deplog.shows('level info');
		deplog.press('erors onl');
		await deplog.shows(/^ : erors onl/mv);
		await deplog.hides(/hold, let go/v);
		await deplog.shows(/^▌ e +Filter +errors only/mv);
		deplog.press('\r');
		await deplog.hides('level info');
		await deplog.hides(/^ : /mv);
		await deplog.shows('level error');
	},
);

test('up and down choose in the palette, and esc closes it', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url]);
	await deplog.shows('level info');
	deplog.press(':level');
	await deplog.shows(/^ : level/mv);
	deplog.press('\u001B[B');
	await deplog.hides(/^▌ e /mv);
	deplog.press('\u001B[A');
	await deplog.shows(/^▌ (?:e|a) /mv);
	deplog.press('\u001B');
	await deplog.hides(/^ : /mv);
	await deplog.shows('level info');
});

test('`:q` quits', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url]);
	await deplog.shows('level info');
	deplog.press(':q\r');
	expect(await deplog.exitCode).toBe(0);
});

test('a name that no command has is said to be none', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url]);
	await deplog.shows('level info');
	deplog.press(':zzzzzz');
	await deplog.shows('No command matches that.');
	deplog.press('\r');
	await deplog.shows('No command matches that.');
});
