import {expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {type DeplogTerminal, openDeplog} from '../helpers/deplog-terminal.ts';
import {until} from '../helpers/until.ts';
import {serveEach} from '../helpers/serve-each.ts';

const sizes = [
	[160, 45],
	[80, 24],
	[44, 10],
] as const;

test.each(sizes)(
	'the demo builds, succeeds, streams, filters, scrolls and quits at %i × %i',
	async (columns, rows) => {
		using deplog = openDeplog(['demo'], {columns, rows});
		await deplog.shows('◐ building');
		await deplog.shows('✓ success', 15_000);
		await deplog.shows(/LIVE/v);
		await deplog.shows(/ I /v);
		deplog.press('w');
		await deplog.hides(/\d I /v);
		deplog.press('a');
		await deplog.shows(/\d I /v);
		deplog.press('kkk');
		await deplog.shows(/▌/v);
		await deplog.resize(100, 32);
		await deplog.shows(/3 Logs/v);
		deplog.press('q');
		expect(await deplog.exitCode).toBe(0);
		expect(deplog.bytes()).not.toContain('\u001B[2J');
		expect(deplog.bytes()).not.toContain('\u001B[3J');
	},
	40_000,
);

const deployment = createDeployment({
	entries: Array.from({length: 300}, (_, index) => ({
		time: new Date(Date.now() - 60_000 + index * 10).toISOString(),
		level: ['info', 'error', 'warning', 'debug'][index % 4] ?? 'info',
		message: `entry ${index}\n`,
	})),
});

const server = serveEach(() => [deployment]);

function openGiven(): DeplogTerminal {
	return openDeplog([deployment.id, '--api-url', server.url]);
}

function asked(route: 'live' | 'past') {
	return server.requests
		.filter((request) => request.route === route)
		.map(({parameters}) => parameters);
}

test('typing `wed?q1` into the text prompt filters and quits nothing', async () => {
	using deplog = openGiven();
	await deplog.shows('entry 299');
	deplog.press('/wed?q1\r');
	await deplog.shows('No entry matches "wed?q1"');
	await until(() => {
		expect(asked('live')).toEqual([{}, {q: 'wed?q1'}]);
	});
	deplog.press('x');
	await deplog.shows('entry 299');
	deplog.press('q');
	expect(await deplog.exitCode).toBe(0);
});

test.each([
	['e', 'error'],
	['w', 'error,warning'],
	['i', 'error,info,warning'],
	['D', 'debug'],
])(
	'%s asks the server for %s, again for all, and one live stream is open',
	async (key, level) => {
		using deplog = openGiven();
		await deplog.shows('entry 299');
		deplog.press(key);
		await until(() => {
			expect(asked('live').map((parameters) => parameters['level'])).toEqual([
				undefined,
				expect.anything(),
			]);
			expect(asked('live')[1]?.['level']?.split(',').toSorted().join(',')).toBe(
				level,
			);
			expect(server.openLiveCount).toBe(1);
		});
		deplog.press('a');
		await until(() => {
			expect(asked('live').at(-1)).toEqual({});
			expect(server.openLiveCount).toBe(1);
		});
	},
);

test('a held view does not move while entries arrive', async () => {
	using deplog = openGiven();
	await deplog.shows('entry 299');
	deplog.press(' ');
	await deplog.shows('held');
	deployment.log({message: 'arrived meanwhile'});
	await deplog.shows('301 loaded');
	expect(await deplog.screen()).not.toContain('arrived meanwhile');
	deplog.press('f');
	await deplog.shows('arrived meanwhile');
	await deplog.shows('following');
});

test('a deployment that is not there is said in the pane, and by the exit code', async () => {
	using deplog = openDeplog(['no-such-deployment', '--api-url', server.url]);
	await deplog.shows('OFFLINE');
	await deplog.shows('R tries again');
	deplog.press('q');
	expect(await deplog.exitCode).toBe(4);
});

test('what a message, a domain or an error holds never drives the terminal', async () => {
	const hostile =
		'\u001B]0;title\u0007\u001B[2J\u001B]52;c;eA==\u0007\u009B2J\b\0\u202Eevil';
	deployment.log({message: hostile});
	deployment.change({domains: [hostile]});
	using deplog = openGiven();
	await deplog.shows('evil');
	for (const sequence of [
		'\u001B]0;',
		'\u001B]52',
		'\u001B[2J',
		'\u009B',
		'\b',
		'\0',
		'\u202E',
	]) {
		expect(deplog.bytes()).not.toContain(sequence);
	}
});

test('help replaces the list, lists the keys, and goes away', async () => {
	using deplog = openGiven();
	await deplog.shows('entry 299');
	deplog.press('?');
	await deplog.shows('errors only');
	deplog.press('\u001B');
	await deplog.shows('entry 299');
});
