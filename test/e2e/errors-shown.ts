import {expect, test, vi} from 'vitest';
import {type Fault} from '../../source/server/faults/faults.ts';
import {openReader, type Reader} from '../helpers/open-reader.ts';

/** What each pane says, on one line, wherever it was wrapped. */
async function panes(reader: Reader): Promise<readonly string[]> {
	const screen = await reader.screen();
	const rows = screen.split('\n');
	const top = rows.findIndex((row) => row.startsWith('╭'));
	const bottom = rows.findIndex((row) => row.startsWith('╰'));
	const upper = rows.slice(top + 1, bottom).map((row) => row.split('│'));
	return [
		upper.map((cells) => cells[1]),
		upper.map((cells) => cells[3]),
		rows.slice(bottom + 2, -1),
	].map((lines) => lines.join(' ').replaceAll(/\s+/gv, ' '));
}

const requestId = /\(request embedded-\d+\)/v;

/** Whether it is said where the logs would be, and there alone: the other panes point at it. */
async function saysOnce(reader: Reader, texts: readonly RegExp[]) {
	await vi.waitFor(
		async () => {
			const [deployment = '', build = '', logs = ''] = await panes(reader);
			const screen = await reader.screen();
			const [header = ''] = screen.split('\n');
			for (const text of texts) {
				expect(logs).toMatch(text);
				for (const other of [header, deployment, build]) {
					expect(other).not.toMatch(text);
				}
			}

			expect(screen.split(requestId).length).toBeLessThan(3);
			expect(deployment).toContain('Not loaded, for the same reason');
			expect(build).toContain('Not loaded, for the same reason');
		},
		{timeout: 30_000, interval: 50},
	);
}

const hostile =
	'\u001B]0;title\u0007\u001B[2J\u001B]52;c;eA==\u0007\u009B2J\b\0\u202Eevil';

const refusals: ReadonlyArray<readonly [fault: Fault, says: RegExp]> = [
	[{kind: 'status', status: 401}, /token/v],
	[{kind: 'status', status: 403}, /organization/v],
	[{kind: 'status', status: 404}, /deployment id/v],
	[{kind: 'status', status: 410}, /deleted/v],
	[{kind: 'status', status: 400}, /filters/v],
	[{kind: 'status', status: 429, retryAfter: 600}, /Wait 10 minutes/v],
	[
		{kind: 'status', status: 500, message: `broken ${hostile}`},
		/broken .*evil/v,
	],
	[{kind: 'page', status: 502}, /HTML page \(502\)/v],
];

test('each way to be refused is said once, with what to do and which request it was, and drives no terminal', async () => {
	await using reader = await openReader({
		faults: refusals.slice(0, 1).map(([fault]) => fault),
	});
	for (const [fault, says] of refusals) {
		reader.server.faults.clear();
		reader.server.faults.add(fault);
		reader.press('R');
		// eslint-disable-next-line no-await-in-loop -- One after the other, in the same program.
		await saysOnce(reader, [says, requestId]);
	}

	for (const sequence of [
		'\u001B]0;',
		'\u001B]52',
		'\u001B[2J',
		'\u009B',
		'\b',
		'\0',
		'\u202E',
	]) {
		expect(reader.bytes()).not.toContain(sequence);
	}

	reader.server.faults.clear();
	reader.server.faults.add({kind: 'cut', atByte: 0});
	reader.press('R');
	await saysOnce(reader, [/was cut off/v]);
	await reader.server.disconnect();
	reader.press('R');
	await saysOnce(reader, [/connection was refused/v]);
	reader.server.faults.clear();
	await reader.server.reconnect();
	reader.press('R');
	await reader.shows('✓ success');
	await reader.shows('LIVE');
	await reader.shows('Nothing has been logged yet');
}, 180_000);

test('a name that does not exist is said once', async () => {
	await using reader = await openReader({
		apiUrl: 'https://api.deplog.invalid/v1',
		environment: Object.fromEntries([['DENO_DEPLOY_TOKEN', 'ddp_secret']]),
	});
	await saysOnce(reader, [/The name api\.deplog\.invalid was not found/v]);
}, 60_000);
