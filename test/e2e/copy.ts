/* eslint-disable @typescript-eslint/naming-convention -- Names of the environment. */
import {Buffer} from 'node:buffer';
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog, openProgram, program} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

const time = new Date(Date.now() - 60_000).toISOString();
const message =
	"TypeError: \u001B[31mcannot\u001B[0m read 'id'\n    at cart (file:///src/cart.ts:41:17)\n";
const copied =
	"TypeError: cannot read 'id'\n    at cart (file:///src/cart.ts:41:17)";
const deployment = createDeployment({
	entries: [{time, level: 'error', region: 'gcp-us-east4', message}],
});

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-copy-'));
});

afterEach(async () => {
	await rm(folder, {recursive: true});
});

const server = serveEach(() => [deployment]);

const osc52 = (text: string) =>
	`\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;

test.each([
	[160, 45],
	[80, 24],
])(
	'y gives the whole message to the terminal’s clipboard at %i × %i, and says that this is not certain',
	async (columns, rows) => {
		using deplog = openDeplog([deployment.id, '--api-url', server.url], {
			columns,
			rows,
		});
		await deplog.shows('TypeError');
		deplog.press('y');
		await deplog.shows(
			'message copied: handed to the terminal, which does not say if it took it',
		);
		expect(deplog.bytes()).toContain(osc52(copied));
	},
);

test('on a narrow terminal what is not certain is not what is cut', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url], {
		columns: 40,
		rows: 12,
	});
	await deplog.shows('TypeError');
	deplog.press('y');
	await deplog.shows(/^ copied: handed to the terminal$/mv);
});

test('Y copies the fields that the server sent', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url]);
	await deplog.shows('TypeError');
	deplog.press('Y');
	await deplog.shows('entry copied: ');
	expect(deplog.bytes()).toContain(
		osc52(
			JSON.stringify({time, level: 'error', message, region: 'gcp-us-east4'}),
		),
	);
});

test('C copies the command line that prints the same', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url], {
		environment: {DENO_DEPLOY_TOKEN: 'secret-of-mine'},
	});
	await deplog.shows('TypeError');
	deplog.press('e');
	deplog.press('C');
	await deplog.shows('command copied: ');
	expect(deplog.bytes()).toContain(
		osc52(
			`deplog ${deployment.id} --api-url ${server.url} --print --follow --level error`,
		),
	);
});

test('where there is no clipboard a file of the user’s alone has the text, and the footer its name', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url], {
		environment: {STY: 'screen', TMPDIR: folder},
	});
	await deplog.shows('TypeError');
	deplog.press('y');
	await deplog.shows(/no clipboard was found; written to \S+\.txt/v);
	const [, file = ''] =
		/written to (\S+\.txt)/v.exec(await deplog.screen()) ?? [];
	expect(await readFile(file, 'utf8')).toBe(copied);
	const {mode} = await stat(file);
	expect(mode % 0o1000).toBe(0o600);
	expect(deplog.bytes()).not.toContain('\u001B]52');
});

test('the desktop’s own tool is asked where the desktop is on this machine', async () => {
	await writeFile(
		path.join(folder, 'wl-copy'),
		`#!/bin/sh\ncat > ${folder}/copied\n`,
		{mode: 0o700},
	);
	using deplog = openDeplog([deployment.id, '--api-url', server.url], {
		environment: {
			WAYLAND_DISPLAY: 'wayland-0',
			PATH: `${folder}:${process.env['PATH'] ?? ''}`,
		},
	});
	await deplog.shows('TypeError');
	deplog.press('y');
	await deplog.shows('message copied: on the clipboard, by wl-copy');
	expect(await readFile(path.join(folder, 'copied'), 'utf8')).toBe(copied);
});

const hasTmux = spawnSync('tmux', ['-V']).status === 0;

describe.runIf(hasTmux)('in tmux', () => {
	test.each(['on', 'external', 'off'])(
		'y reaches tmux’s buffer and the terminal, with set-clipboard %s',
		async (setting) => {
			const socket = path.join(folder, 'tmux');
			const settings = path.join(folder, 'tmux.conf');
			await writeFile(settings, `set -s set-clipboard ${setting}\n`);
			const tmux = (...words: string[]) =>
				execFileSync('tmux', ['-S', socket, ...words], {stdio: 'pipe'});
			try {
				using client = openProgram(
					[
						'tmux',
						'-S',
						socket,
						'-f',
						settings,
						'new-session',
						process.execPath,
						program,
						deployment.id,
						'--api-url',
						server.url,
					],
					{columns: 110, rows: 30},
				);
				await client.shows('TypeError');
				client.press('y');
				await client.shows(
					"message copied: in tmux's buffer; handed to the terminal, which does not say if it took it",
				);
				expect(tmux('show-buffer').toString()).toBe(copied);
				await vi.waitFor(
					() => {
						expect(client.bytes()).toContain(
							Buffer.from(copied).toString('base64'),
						);
					},
					{timeout: 10_000},
				);
			} finally {
				tmux('kill-server');
			}
		},
	);
});
