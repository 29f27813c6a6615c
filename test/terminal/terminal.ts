import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import {describe, expect, it, vi} from 'vitest';
import {createVirtualTerminal} from '../helpers/terminal-cells.ts';

/** The program in a pseudo-terminal below a shell, as a user has it; the shell says at the end how it ended and which modes the terminal is in. */
function startProgram(script = 'echo before; program; echo "ended $?"; modes') {
	const terminal = createVirtualTerminal(80, 24);
	const child = spawn(
		'/bin/sh',
		[
			'-c',
			String.raw`program() { "${process.execPath}" --import tsx test/fixtures/terminal-program.ts; }
			modes() { stty -a | tr ';' '\n' | grep -o -e '-\?icanon' -e '-\?echo ' | tr '\n' ' '; echo; }
			${script}`,
		],
		{cols: 80, rows: 24, env: process.env},
	);
	let output = '';
	let writing: Promise<unknown> = Promise.resolve();
	child.onData((data) => {
		output += data;
		writing = terminal.write(data);
	});
	let hasEnded = false;
	child.onExit(() => {
		hasEnded = true;
	});
	return {
		child,
		terminal,
		hasEnded: () => hasEnded,
		output: () => output,
		async shows(text: string | RegExp) {
			await vi.waitFor(
				async () => {
					await writing;
					expect(terminal.text().join('\n')).toMatch(text);
				},
				{timeout: 10_000, interval: 20},
			);
		},
		/** The process id of the program itself. */
		programId: () =>
			Number(
				execFileSync('pgrep', ['-P', String(child.pid)], {
					encoding: 'utf8',
				}).split('\n', 1)[0],
			),
	};
}

type Program = ReturnType<typeof startProgram>;

async function expectRestored(program: Program, code: number) {
	await program.shows(`ended ${code}`);
	await program.shows('icanon echo');
	expect(program.terminal.text()[0]).toBe('before');
	expect(program.terminal.text().join('\n')).not.toMatch('-icanon');
	expect(program.terminal.modes()).toEqual({
		isAlternate: false,
		wraps: true,
		marksPastes: false,
		tellsMouse: false,
	});
	expect(program.output().lastIndexOf('\u001B[?25h')).toBeGreaterThan(
		program.output().lastIndexOf('\u001B[?25l'),
	);
	expect(program.output()).not.toContain('\u001B[2J');
	expect(program.output()).not.toContain('\u001B[3J');
	expect(program.output()).not.toContain('\u001B]0;');
}

describe('the terminal is as it was', () => {
	const endings: ReadonlyArray<
		readonly [name: string, end: (program: Program) => unknown, code: number]
	> = [
		[
			'a quit',
			({child}) => {
				child.write('q');
			},
			0,
		],
		[
			'an error that nobody caught',
			({child}) => {
				child.write('x');
			},
			1,
		],
		[
			'a promise that nobody caught',
			({child}) => {
				child.write('r');
			},
			1,
		],
		[
			'an exit from anywhere',
			({child}) => {
				child.write('e');
			},
			7,
		],
		[
			'SIGTERM',
			async (program) => process.kill(program.programId(), 'SIGTERM'),
			143,
		],
		[
			'SIGINT',
			async (program) => process.kill(program.programId(), 'SIGINT'),
			130,
		],
		[
			'SIGHUP',
			async (program) => process.kill(program.programId(), 'SIGHUP'),
			129,
		],
	];
	it.each(endings)('after %s', async (_name, end, code) => {
		const program = startProgram();
		await program.shows('row 23 key none');
		expect(program.terminal.modes()).toEqual({
			isAlternate: true,
			wraps: false,
			marksPastes: true,
			tellsMouse: true,
		});
		await end(program);
		await expectRestored(program, code);
	});
});

it('a crash is told on the normal screen', async () => {
	const program = startProgram();
	await program.shows('row 23 key none');
	program.child.write('x');
	await program.shows(/Please report this\.\s+Error: thrown/v);
});

it('keys come through whole, and a new size is used at once', async () => {
	const program = startProgram();
	await program.shows('row 23 key none');
	program.child.write('\u001B[6~');
	await program.shows('row 23 key pagedown');
	program.child.write('\u001B[200~a\nb\u001B[201~');
	await program.shows('row 23 key paste a b');
	program.terminal.resize(60, 30);
	program.child.resize(60, 30);
	await program.shows('row 29 key paste a b');
	program.child.write('q');
	await program.shows('ended 0');
});

it('ctrl+z gives the terminal to the shell, and fg paints it anew', async () => {
	const program = startProgram(
		'set -m; echo before; program; modes; echo stopped; read answer; fg; echo "ended $?"; modes',
	);
	await program.shows('row 23 key none');
	program.child.write('\u001A');
	await program.shows('stopped');
	expect(program.terminal.text().join('\n')).toMatch(/^icanon echo/mv);
	expect(program.terminal.modes().isAlternate).toBe(false);
	program.child.write('\r');
	await program.shows('row 23 key ctrl+z');
	program.child.write('j');
	await program.shows('row 23 key j');
	program.child.write('q');
	await expectRestored(program, 0);
});

it('without a shell to continue it, ctrl+z only paints anew', async () => {
	const program = startProgram();
	await program.shows('row 23 key none');
	program.child.write('\u001A');
	await program.shows('row 23 key ctrl+z');
	program.child.write('j');
	await program.shows('row 23 key j');
	program.child.write('q');
	await expectRestored(program, 0);
});

it.each([
	['q', 'a quit'],
	['x', 'a crash'],
])('%s: ends though nobody reads the terminal', async (key) => {
	const program = startProgram();
	await program.shows('row 23 key none');
	const id = program.programId();
	program.child.pause();
	program.child.write('f');
	await vi.waitFor(
		() => {
			const title = execFileSync('ps', ['-o', 'args=', '-p', String(id)], {
				encoding: 'utf8',
			});
			expect(title.trim()).toBe('stalled');
		},
		{timeout: 10_000, interval: 50},
	);
	program.child.write(key);
	await vi.waitFor(
		() => {
			expect(() => process.kill(id, 0)).toThrow('ESRCH');
		},
		{timeout: 3000, interval: 20},
	);
	program.child.kill('SIGKILL');
});
