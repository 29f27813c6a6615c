/* eslint-disable @typescript-eslint/naming-convention -- Names of the environment. */
import {execFileSync} from 'node:child_process';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openProgram, program} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

const deployment = createDeployment({
	entries: Array.from({length: 40}, (_, index) => ({
		message: `entry ${index}.`,
	})),
});

const server = serveEach(() => [deployment]);

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-endings-'));
});

afterAll(async () => {
	await rm(folder, {recursive: true});
});

/** Deplog below a shell, which says at the end how it ended and which modes the terminal is in. */
function startBelowShell({
	nodeFlags = '',
	flags = '',
	input = '',
	environment = {},
}: {
	readonly nodeFlags?: string;
	readonly flags?: string;
	/** A redirection of the shell's. */
	readonly input?: string;
	readonly environment?: Readonly<Record<string, string>>;
} = {}) {
	const script = String.raw`echo before
		"${process.execPath}" ${nodeFlags} "${program}" ${deployment.id} --api-url ${server.url} ${flags} ${input}
		code=$?; echo "ended $code"; stty -a | tr ';' '\n' | grep -o -e '-\?icanon' -e '-\?echo ' | tr '\n' ' '; echo`;
	const terminal = openProgram(['/bin/sh', '-c', script], {
		columns: 100,
		rows: 30,
		environment: {
			XDG_STATE_HOME: path.join(folder, 'state'),
			...environment,
		},
	});
	/** Of deplog itself. */
	const id = () => {
		const ids = execFileSync('pgrep', ['-P', String(terminal.child.pid)], {
			encoding: 'utf8',
		});
		return Number(ids.split('\n', 1)[0]);
	};

	return {
		...terminal,
		signal(name: NodeJS.Signals) {
			process.kill(id(), name);
		},
	};
}

async function expectPutBack(
	terminal: ReturnType<typeof startBelowShell>,
	code: number,
) {
	await terminal.shows(`ended ${code}`);
	await terminal.shows('icanon echo');
	const screen = await terminal.screen();
	expect(screen).toMatch(/^before\n/v);
	expect(screen).not.toMatch(/-icanon|Logs|entry/v);
	const bytes = terminal.bytes();
	expect(bytes.lastIndexOf('\u001B[?25h')).toBeGreaterThan(
		bytes.lastIndexOf('\u001B[?25l'),
	);
}

/** Runs a script in deplog's main thread when a signal comes. */
function onSignal(script: string, signal = 'SIGUSR2'): string {
	return preload(`process.on("${signal}", () => {${script}})`);
}

function preload(script: string): string {
	return `--import 'data:text/javascript,${encodeURIComponent(script)}'`;
}

test.each<readonly [NodeJS.Signals, number]>([
	['SIGQUIT', 131],
	['SIGUSR2', 140],
	['SIGXCPU', 152],
])('%s puts the terminal back, and the exit code is %i', async (name, code) => {
	using terminal = startBelowShell();
	await terminal.shows('entry 39.');
	terminal.signal(name);
	await expectPutBack(terminal, code);
});

test('a pager that is open ends with deplog, and its file is gone', async () => {
	const pager = path.join(folder, 'pager');
	const told = path.join(folder, 'told');
	await writeFile(
		pager,
		`#!/bin/sh\necho "$$ $1" > ${told}\necho in the pager\nsleep 60 & wait\n`,
		{mode: 0o700},
	);
	using terminal = startBelowShell({environment: {PAGER: pager}});
	await terminal.shows('entry 39.');
	terminal.press('|');
	await terminal.shows('in the pager');
	const words = await readFile(told, 'utf8');
	const [id = '', file = ''] = words.trim().split(' ');
	expect(await readFile(file, 'utf8')).toContain('entry 39.');
	terminal.signal('SIGTERM');
	await terminal.shows('ended 143');
	expect(await isRunning(id)).toBe(false);
	await expect(readFile(file)).rejects.toThrow('ENOENT');
});

test('the size is asked for anew after the pager and at ctrl+l, though nobody told of it', async () => {
	const pager = path.join(folder, 'waiting-pager');
	await writeFile(pager, '#!/bin/sh\necho in the pager\nread line\n', {
		mode: 0o700,
	});
	using terminal = startBelowShell({
		// Leaves out what the system tells, which comes with the signal's number.
		nodeFlags: preload(
			'const emit = process.emit; process.emit = function (name, ...rest) { return name === "SIGWINCH" && rest[0] !== name ? false : emit.call(this, name, ...rest); };',
		),
		environment: {PAGER: pager},
	});
	await terminal.shows('entry 39.');
	const expectRows = async (rows: number) =>
		expect
			.poll(async () => {
				const screen = await terminal.screen();
				const shown = screen.trimEnd().split('\n');
				return [shown.length, shown.at(-1)?.includes('keys')];
			})
			.toEqual([rows, true]);
	await expectRows(30);
	terminal.press('|');
	await terminal.shows('in the pager');
	await terminal.resize(100, 36);
	terminal.press('\r');
	await terminal.shows('3 Logs');
	await expectRows(36);
	await terminal.resize(100, 40);
	terminal.press('\u000C');
	await expectRows(40);
});

test('a crash is told in a sentence, and its stack is in a file', async () => {
	using terminal = startBelowShell({
		// Ink draws once more when the process ends, and what it fails on it fails on again.
		nodeFlags: onSignal(
			'process.on("exit", () => { throw new Error("again"); }); throw new Error("broken \u001B]0;x\u0007")',
		),
	});
	await terminal.shows('entry 39.');
	terminal.signal('SIGUSR2');
	await terminal.shows('ended 1');
	const screen = await terminal.screen();
	expect(screen).toMatch(
		/deplog crashed\. Please report this\.\nError: broken/v,
	);
	expect(screen).not.toMatch(/^ +at /mv);
	expect(terminal.bytes()).not.toContain('\u001B]0;');
	const names = await readdir(path.join(folder, 'state', 'deplog'));
	const report = names.find((name) => name.startsWith('deplog-crash-')) ?? '';
	const text = await readFile(
		path.join(folder, 'state', 'deplog', report),
		'utf8',
	);
	expect(text).toMatch(/Error: broken[\s\S]*\n +at /v);
});

test('nobody else writes on the screen; what was written is told at the end', async () => {
	using terminal = startBelowShell({
		nodeFlags: onSignal(
			'process.emitWarning("a warning of the runtime");console.error("an error of a library");console.log("a log of a library")',
			'SIGPIPE',
		),
	});
	await terminal.shows('entry 39.');
	terminal.signal('SIGPIPE');
	terminal.signal('SIGUSR1');
	terminal.press('e');
	await terminal.shows('errors only');
	const screen = await terminal.screen();
	expect(screen).not.toMatch(/warning of|of a library|Debugger/v);
	terminal.press('q');
	await terminal.shows('ended 0');
	const after = await terminal.screen();
	expect(after).toContain('a warning of the runtime');
	expect(after).toContain('an error of a library');
	expect(after).toContain('a log of a library');
	expect(after).toContain('Debugger listening');
});

test('a program that is stuck is ended by the last resort', async () => {
	// Its thread starts after the first frames.
	using terminal = startBelowShell({
		nodeFlags: onSignal('setTimeout(()=>{for(;;);},1500)', 'SIGPIPE'),
	});
	await terminal.shows('entry 39.');
	terminal.signal('SIGPIPE');
	await terminal.shows(/stuck for 5 s and has ended/v, 20_000);
	await expectPutBack(terminal, 1);
});

/** One that has ended, of which nobody has asked yet how, runs no more. */
async function isRunning(id: string): Promise<boolean> {
	try {
		const stat = await readFile(`/proc/${id}/stat`, 'utf8');
		return !/\) [ZX] /v.test(stat);
	} catch {
		return false;
	}
}
