/* eslint-disable @typescript-eslint/naming-convention -- Names of the environment. */
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {expect, vi} from 'vitest';
import {openProgram} from './deplog-terminal.ts';

/** A shell in a real multiplexer, before somebody who types and reads. */
export type Multiplexed = {
	readonly type: (keys: string) => void;
	/** The rows of its screen, without blanks at their ends and without empty rows at the end. */
	readonly rows: () => Promise<readonly string[]>;
	readonly shows: (text: string | RegExp) => Promise<void>;
	/** A GNU screen that nobody looks at keeps its size. */
	readonly resize?: (columns: number, rows: number) => void;
	readonly close: () => void;
};

type Multiplexer = {
	readonly name: string;
	/** A program that it needs. */
	readonly program: string;
	readonly open: () => Omit<Multiplexed, 'shows'>;
};

const environment = {
	PATH: process.env['PATH'] ?? '',
	HOME: process.env['HOME'] ?? '/',
	LANG: 'C.UTF-8',
	TERM: 'xterm-256color',
	TZ: 'UTC',
	PS1: 'prompt> ',
	XDG_STATE_HOME: mkdtempSync(path.join(tmpdir(), 'deplog-state-')),
};
const shell = ['bash', '--norc', '--noprofile', '-i'];

/** Those that are not installed are left out, with a word. */
export function installedMultiplexers(): readonly Multiplexer[] {
	return all.filter(({name, program}) => {
		const isThere = spawnSync('which', [program]).status === 0;
		if (!isThere) {
			console.warn(`${program} is not installed: ${name} is left out.`);
		}

		return isThere;
	});
}

export function openMultiplexed({open}: Multiplexer): Multiplexed {
	const opened = open();
	return {
		...opened,
		async shows(text) {
			await vi.waitFor(
				async () => {
					const rows = await opened.rows();
					expect(rows.join('\n')).toMatch(text);
				},
				{timeout: 20_000, interval: 100},
			);
		},
	};
}

const all: readonly Multiplexer[] = [
	{name: 'tmux', program: 'tmux', open: () => openTmux('on')},
	{
		name: 'tmux without an alternate screen',
		program: 'tmux',
		open: () => openTmux('off'),
	},
	{name: 'GNU screen', program: 'screen', open: openScreen},
	{name: 'mosh', program: 'mosh-server', open: openMosh},
];

let count = 0;

function openTmux(alternateScreen: string): Omit<Multiplexed, 'shows'> {
	const socket = `deplog-test-${process.pid}-${count++}`;
	const tmux = (...argv: readonly string[]) =>
		execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...argv], {
			encoding: 'utf8',
			env: environment,
		});
	tmux(
		'start-server',
		';',
		'set-option',
		'-g',
		'alternate-screen',
		alternateScreen,
		';',
		'new-session',
		'-d',
		'-x',
		'80',
		'-y',
		'24',
		...shell,
	);
	return {
		type(keys) {
			tmux('send-keys', '-l', keys);
		},
		rows: async () => trimmed(tmux('capture-pane', '-p')),
		resize(columns, rows) {
			tmux('resize-window', '-x', String(columns), '-y', String(rows));
		},
		close() {
			tmux('kill-server');
		},
	};
}

function openScreen(): Omit<Multiplexed, 'shows'> {
	const folder = mkdtempSync(path.join(tmpdir(), 'deplog-screen-'));
	const session = `deplog-test-${process.pid}-${count++}`;
	const screen = (...argv: readonly string[]) =>
		execFileSync('screen', argv, {env: environment, stdio: 'ignore'});
	screen('-c', '/dev/null', '-U', '-dmS', session, ...shell);
	const command = (...argv: readonly string[]) =>
		screen('-S', session, '-p', '0', '-X', ...argv);
	return {
		type(keys) {
			// Its own escapes are a backslash, a dollar and a circumflex.
			command('stuff', keys.replaceAll(/[\\$^]/gv, String.raw`\$&`));
		},
		async rows() {
			const file = path.join(folder, 'copy');
			rmSync(file, {force: true});
			command('hardcopy', file);
			return vi.waitFor(() => trimmed(readFileSync(file, 'latin1')));
		},
		close() {
			command('quit');
			rmSync(folder, {recursive: true});
		},
	};
}

function openMosh(): Omit<Multiplexed, 'shows'> {
	const {stdout} = spawnSync(
		'mosh-server',
		['new', '-i', '127.0.0.1', '--', ...shell],
		{encoding: 'utf8', env: environment},
	);
	const [, port = '', key = ''] =
		/MOSH CONNECT (\d+) (\S+)/v.exec(stdout) ?? [];
	const client = openProgram(['mosh-client', '127.0.0.1', port], {
		columns: 80,
		rows: 24,
		environment: {MOSH_KEY: key, MOSH_NO_TERM_INIT: '1'},
	});
	return {
		type: client.press,
		rows: async () => trimmed(await client.screen()),
		resize(columns, rows) {
			void client.resize(columns, rows);
		},
		close() {
			client.press('\u001E.');
			client.child.kill('SIGTERM');
		},
	};
}

function trimmed(screen: string): readonly string[] {
	return screen
		.trimEnd()
		.split('\n')
		.map((row) => row.trimEnd());
}
