import path from 'node:path';
import process from 'node:process';
import {type IPty, spawn} from '@lydell/node-pty';
import {expect, vi} from 'vitest';
import {createVirtualTerminal} from './terminal-cells.ts';

export const program = path.join(import.meta.dirname, '../../dist/cli.js');

/** In milliseconds: far longer than it takes, also on a machine that does much else. */
const patience = 20_000;

/** A terminal with all panes open, and the one that most have at first. */
export const sizes = [
	[160, 45],
	[80, 24],
] as const;

/** The built program in a pseudo-terminal, as a user has it before them. */
export type DeplogTerminal = {
	readonly child: IPty;
	/** All bytes that the program has written. */
	readonly bytes: () => string;
	/** The screen as text, a row a line, without trailing blanks. */
	readonly screen: () => Promise<string>;
	/** Waits until the screen matches. */
	readonly shows: (text: string | RegExp, timeout?: number) => Promise<void>;
	/** Waits until the screen matches no more. */
	readonly hides: (text: string | RegExp) => Promise<void>;
	/** Types keys, all at once. */
	readonly press: (keys: string) => void;
	readonly resize: (columns: number, rows: number) => Promise<void>;
	readonly exitCode: Promise<number>;
	readonly [Symbol.dispose]: () => void;
};

type TerminalOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly environment?: Readonly<Record<string, string>>;
	/** The folder that it is started in. */
	readonly folder?: string;
};

export function openDeplog(
	argv: readonly string[],
	options?: TerminalOptions,
): DeplogTerminal {
	return openProgram([process.execPath, program, ...argv], options);
}

/** Any program in a pseudo-terminal. */
export function openProgram(
	[file = '', ...argv]: readonly string[],
	{
		columns = 160,
		rows = 45,
		environment = {},
		folder = process.cwd(),
	}: TerminalOptions = {},
): DeplogTerminal {
	const terminal = createVirtualTerminal(columns, rows);
	const child = spawn(file, [...argv], {
		cols: columns,
		rows,
		name: 'xterm-256color',
		env: {...settings(), ...environment},
		cwd: folder,
	});
	let output = '';
	let writing: Promise<unknown> = Promise.resolve();
	child.onData((data) => {
		output += data;
		writing = terminal.write(data);
	});
	const exitCode = new Promise<number>((resolve) => {
		child.onExit(({exitCode, signal}) => {
			resolve(signal === undefined || signal === 0 ? exitCode : 128 + signal);
		});
	});
	const screen = async () => {
		await writing;
		return terminal.text().join('\n');
	};

	return {
		child,
		bytes: () => output,
		screen,
		async shows(text, timeout = patience) {
			await vi.waitFor(
				async () => {
					expect(await screen()).toMatch(text);
				},
				{timeout, interval: 20},
			);
		},
		async hides(text) {
			await vi.waitFor(
				async () => {
					expect(await screen()).not.toMatch(text);
				},
				{timeout: patience, interval: 20},
			);
		},
		press(keys) {
			child.write(keys);
		},
		async resize(newColumns, newRows) {
			await writing;
			terminal.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
		exitCode,
		[Symbol.dispose]() {
			child.kill('SIGKILL');
		},
	};
}

/** Nothing of this environment's settings but where programs are. */
function settings(): Record<string, string> {
	const {PATH: programs = '', HOME: home = ''} = process.env;
	return Object.fromEntries([
		['PATH', programs],
		['HOME', home],
		['LANG', 'C.UTF-8'],
		['TERM', 'xterm-256color'],
		['TZ', 'UTC'],
	]);
}
