/* eslint-disable @typescript-eslint/naming-convention -- Names of the environment. */
import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {expect, vi} from 'vitest';
import {openProgram} from './deplog-terminal.ts';

/** A shell in a real multiplexer or terminal, before somebody who types and reads. */
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
	readonly programs: readonly string[];
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
	return all.filter(({name, programs}) => {
		const missing = programs.filter(
			(program) => spawnSync('which', [program]).status !== 0,
		);
		if (missing.length > 0) {
			console.warn(
				`${missing.join(' and ')} cannot be found: ${name} is left out.`,
			);
		}

		return missing.length === 0;
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
	{name: 'tmux', programs: ['tmux'], open: () => openTmux('on')},
	{
		name: 'tmux without an alternate screen',
		programs: ['tmux'],
		open: () => openTmux('off'),
	},
	{name: 'GNU screen', programs: ['screen'], open: openScreen},
	{name: 'mosh', programs: ['mosh-server', 'mosh-client'], open: openMosh},
	{name: 'xterm', programs: ['Xvfb', 'xterm', 'xdotool'], open: openXterm},
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

/** As X calls them. */
const keyNames = new Map([
	['\r', 'Return'],
	['\u001A', 'ctrl+z'],
]);

/** On a display that nobody sees; keys are pressed there, and xterm prints its screen to a file. */
function openXterm(): Omit<Multiplexed, 'shows'> {
	const folder = mkdtempSync(path.join(tmpdir(), 'deplog-xterm-'));
	const file = path.join(folder, 'printed');
	const display = `:${100 + (process.pid % 10_000)}`;
	const server = spawn('Xvfb', [display, '-screen', '0', '1600x1200x24'], {
		stdio: 'ignore',
	});
	const displayed = {...environment, DISPLAY: display};
	const xdotool = (...argv: readonly string[]) =>
		spawnSync('xdotool', argv, {encoding: 'utf8', env: displayed}).stdout;
	const started = performance.now();
	while (xdotool('getmouselocation') === '') {
		if (performance.now() - started > 20_000) {
			throw new Error('Xvfb did not start.');
		}
	}

	const terminal = spawn(
		'xterm',
		[
			'-u8',
			'-geometry',
			'80x24+0+0',
			'-xrm',
			`XTerm*printerCommand: cat > ${file}.new && mv ${file}.new ${file}`,
			'-xrm',
			'XTerm*printAttributes: 0',
			'-xrm',
			'XTerm*printerAutoClose: true',
			'-xrm',
			'XTerm*VT100.translations: #override <Key>F12: print()',
			// All of the screen is printed, whatever part of it scrolls.
			'-e',
			'sh',
			'-c',
			String.raw`printf '\033[?19h'; exec ${shell.join(' ')}`,
		],
		{stdio: 'ignore', env: {...displayed, TERM: 'xterm'}},
	);
	return {
		type(keys) {
			let plain = '';
			for (const key of keys) {
				const name = keyNames.get(key);
				if (name === undefined) {
					plain += key;
				} else {
					xdotool('type', '--delay', '1', plain);
					xdotool('key', name);
					plain = '';
				}
			}

			xdotool('type', '--delay', '1', plain);
		},
		async rows() {
			rmSync(file, {force: true});
			return vi.waitFor(
				() => {
					// Keys go to what is below the pointer when it has come there.
					xdotool('mousemove', '1500', '1100', 'mousemove', '20', '20');
					xdotool('key', 'F12');
					return trimmed(readFileSync(file, 'utf8'));
				},
				{timeout: 5000, interval: 100},
			);
		},
		resize(columns, rows) {
			const id = xdotool('search', '--class', 'xterm').trim();
			xdotool('windowsize', '--usehints', id, String(columns), String(rows));
		},
		close() {
			terminal.kill();
			server.kill();
			rmSync(folder, {recursive: true});
		},
	};
}

function trimmed(screen: string): readonly string[] {
	return screen
		.trimEnd()
		.split('\n')
		.map((row) => row.trimEnd());
}
