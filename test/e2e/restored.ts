import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import {expect, test, vi} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog} from '../helpers/deplog-terminal.ts';
import {createVirtualTerminal} from '../helpers/terminal-cells.ts';
import {serveEach} from '../helpers/serve-each.ts';

const program = path.join(import.meta.dirname, '../../dist/cli.js');
const deployment = createDeployment({
	entries: Array.from({length: 100}, (_, index) => ({
		message: `entry ${index}.`,
	})),
});

const server = serveEach(() => [deployment]);

const patience = {timeout: 20_000, interval: 20};

/** Throws in the middle of the program when it is told to. */
const crash =
	'data:text/javascript,process.on("SIGUSR2",()=>{throw new Error("broken")})';

/** Deplog below a shell, which says at the end how it ended and which modes the terminal is in. */
function startBelowShell(columns: number, rows: number) {
	const terminal = createVirtualTerminal(columns, rows);
	const child = spawn(
		'/bin/sh',
		[
			'-c',
			String.raw`echo before; "$NODE" --import "$CRASH" "$PROGRAM" "$DEPLOYMENT" --api-url "$URL"; echo "ended $?"; stty -a | tr ';' '\n' | grep -o -e '-\?icanon' -e '-\?echo ' | tr '\n' ' '; echo`,
		],
		{
			cols: columns,
			rows,
			name: 'xterm-256color',
			env: Object.fromEntries([
				['PATH', process.env['PATH'] ?? ''],
				['TERM', 'xterm-256color'],
				['LANG', 'C.UTF-8'],
				['NODE', process.execPath],
				['CRASH', crash],
				['PROGRAM', program],
				// Nothing is left of the crashes of these tests.
				['XDG_STATE_HOME', tmpdir()],
				['DEPLOYMENT', deployment.id],
				['URL', server.url],
			]),
		},
	);
	let output = '';
	let writing: Promise<unknown> = Promise.resolve();
	child.onData((data) => {
		output += data;
		writing = terminal.write(data);
	});
	return {
		child,
		terminal,
		output: () => output,
		async shows(text: string | RegExp) {
			await vi.waitFor(async () => {
				await writing;
				expect(terminal.text().join('\n')).toMatch(text);
			}, patience);
		},
		signal(name: NodeJS.Signals) {
			const id = execFileSync('pgrep', ['-P', String(child.pid)], {
				encoding: 'utf8',
			});
			process.kill(Number(id.split('\n', 1)[0]), name);
		},
	};
}

type Started = ReturnType<typeof startBelowShell>;

const endings: ReadonlyArray<
	readonly [
		name: string,
		size: readonly [columns: number, rows: number],
		end: (started: Started) => void,
		code: number,
	]
> = [
	[
		'q',
		[160, 45],
		({child}) => {
			child.write('q');
		},
		0,
	],
	[
		'ctrl+c',
		[80, 24],
		({child}) => {
			child.write('\u0003');
		},
		0,
	],
	[
		'ctrl+c after a cancelled prompt',
		[44, 10],
		({child}) => {
			child.write('/abc\u0003\u0003');
		},
		0,
	],
	[
		'SIGTERM',
		[44, 10],
		({signal}) => {
			signal('SIGTERM');
		},
		143,
	],
	[
		'SIGHUP',
		[80, 24],
		({signal}) => {
			signal('SIGHUP');
		},
		129,
	],
	[
		'a crash',
		[160, 45],
		({signal}) => {
			signal('SIGUSR2');
		},
		1,
	],
	[
		'a crash',
		[44, 10],
		({signal}) => {
			signal('SIGUSR2');
		},
		1,
	],
];

test.each(endings)(
	'the terminal is as it was after %s at %j',
	async (name, [columns, rows], end, code) => {
		const started = startBelowShell(columns, rows);
		await started.shows('entry 99.');
		expect(started.terminal.modes()).toEqual({
			isAlternate: true,
			wraps: false,
			marksPastes: true,
			tellsMouse: false,
		});
		end(started);
		await started.shows(`ended ${code}`);
		await started.shows('icanon echo');
		const text = started.terminal.text().join('\n');
		expect(text).not.toMatch('-icanon');
		expect(started.terminal.modes()).toEqual({
			isAlternate: false,
			wraps: true,
			marksPastes: false,
			tellsMouse: false,
		});
		const output = started.output();
		expect(output.lastIndexOf('\u001B[?25h')).toBeGreaterThan(
			output.lastIndexOf('\u001B[?25l'),
		);
		expect(output).not.toContain('\u001B[2J');
		expect(output).not.toContain('\u001B[3J');
		if (name === 'a crash') {
			expect(output).toMatch(/Please report this\.\s.*broken/sv);
		} else {
			expect(started.terminal.text()[0]).toBe('before');
		}
	},
	60_000,
);

test('deplog quits though nobody reads the terminal', async () => {
	using deplog = openDeplog([deployment.id, '--api-url', server.url]);
	await deplog.shows('entry 99.');
	const {child} = deplog;
	child.pause();
	let written = -1;
	let calmCount = 0;
	// Repaints until the terminal takes no more.
	await vi.waitFor(
		() => {
			child.write('\u000C');
			const before = written;
			written = writtenBytes(child.pid);
			calmCount = before === written ? calmCount + 1 : 0;
			expect(calmCount).toBeGreaterThan(10);
		},
		{timeout: 30_000, interval: 50},
	);
	child.write('q');
	await vi.waitFor(() => {
		expect(() => process.kill(child.pid, 0)).toThrow('ESRCH');
	}, patience);
}, 60_000);

/** All bytes that a process has written so far. */
function writtenBytes(id: number): number {
	const counts = readFileSync(`/proc/${id}/io`, 'utf8');
	return Number(/^wchar: (?<count>\d+)$/mv.exec(counts)?.groups?.['count']);
}
