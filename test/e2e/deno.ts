import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openProgram, program} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

/** The one that is named, or the one on the path. */
const deno = process.env['DENO'] ?? 'deno';
const hasDeno = spawnSync(deno, ['--version']).status === 0;
if (!hasDeno) {
	console.warn(
		'There is no Deno: what runs under it is left out. Name one in DENO.',
	);
}

const deployment = createDeployment({
	entries: Array.from({length: 40}, (_, index) => ({
		message: `entry ${index}.`,
	})),
});

const server = serveEach(() => [deployment]);

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-deno-'));
});

afterAll(async () => {
	await rm(folder, {recursive: true});
});

function open(...argv: readonly string[]) {
	return openProgram(
		[
			'/bin/sh',
			'-c',
			'echo before; "$0" run -A "$@"; echo "ended $?"',
			deno,
			program,
			...argv,
		],
		{
			columns: 100,
			rows: 30,
			environment: Object.fromEntries([
				['XDG_STATE_HOME', folder],
				['DENO_DIR', path.join(folder, 'deno')],
				['DENO_NO_UPDATE_CHECK', '1'],
			]),
		},
	);
}

/** To the one program that the shell runs. */
function signal(shellId: number, name: NodeJS.Signals) {
	const ids = execFileSync('pgrep', ['-P', String(shellId)], {
		encoding: 'utf8',
	});
	process.kill(Number(ids.split('\n', 1)[0]), name);
}

describe.runIf(hasDeno)('under Deno', () => {
	test('deplog explores, is resized, and leaves the terminal as it was', async () => {
		using terminal = open(deployment.id, '--api-url', server.url);
		await terminal.shows('entry 39.');
		await terminal.resize(120, 35);
		await terminal.shows(/^[^\n]{120}$/mv);
		terminal.press('/39\r');
		await terminal.hides('entry 38.');
		deployment.log({message: 'entry 139.'});
		await terminal.shows('entry 139.');
		terminal.press('q');
		await terminal.shows('ended 0');
		const screen = await terminal.screen();
		expect(screen).toMatch(/^before\nTo come back: deplog /v);
		expect(screen).not.toContain('Logs');
	});

	test('nothing is erased by the threads that start later', async () => {
		using terminal = open(deployment.id, '--api-url', server.url);
		await terminal.shows('quiet since', 10_000);
		const screen = await terminal.screen();
		expect(screen).toContain('3 Logs');
		expect(screen).toContain('? keys');
	});

	test('the demo is shown, and SIGTERM puts the terminal back', async () => {
		using terminal = open('demo');
		await terminal.shows('SIMULATED');
		signal(terminal.child.pid, 'SIGTERM');
		await terminal.shows('ended 143');
		expect(await terminal.screen()).toMatch(/^before\nended 143/v);
	});

	test('deplog prints, and follows', async () => {
		using terminal = open(
			deployment.id,
			'--api-url',
			server.url,
			'--print',
			'--follow',
		);
		await terminal.shows('entry 39.');
		deployment.log({message: 'one more'});
		await terminal.shows('one more');
		signal(terminal.child.pid, 'SIGINT');
		await terminal.shows('ended 130');
	});
});
