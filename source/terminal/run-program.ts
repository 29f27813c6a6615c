import {spawn, execFileSync} from 'node:child_process';
import {closeSync, openSync, readdirSync, readFileSync} from 'node:fs';
import process from 'node:process';
import {sleep} from './timer.ts';

/** Runs a command line of the shell's, such as `less -R`, with a file on the terminal, until it ends; it is ended when deplog ends before it. Fails where it cannot be run. */
export async function runProgram(
	command: string,
	file: string,
	errorDescriptor?: number,
): Promise<void> {
	// Standard input may be a pipe; keys come from the terminal.
	const keys = process.stdin.isTTY ? undefined : openSync('/dev/tty', 'r');
	try {
		await new Promise<void>((resolve, reject) => {
			const child = spawn('/bin/sh', ['-c', `${command} "$1"`, 'sh', file], {
				stdio: [keys ?? 'inherit', 'inherit', errorDescriptor ?? 'inherit'],
			});
			const endChild = () => {
				if (child.pid !== undefined) {
					endProcessTree(child.pid);
				}
			};

			process.on('exit', endChild);
			child.on('error', reject);
			child.on('exit', (code) => {
				process.off('exit', endChild);
				if (code === notFound || code === notExecutable) {
					reject(new Error(`${command} cannot be run.`));
				} else {
					resolve();
				}
			});
		});
	} finally {
		if (keys !== undefined) {
			closeSync(keys);
		}
	}
}

/** A program may take so long to put the terminal back. */
const endMilliseconds = 300;
const lookMilliseconds = 10;

type Process = {
	readonly id: number;
	readonly parent: number;
	/** Whether it has ended, and nobody has asked yet how. */
	readonly isOver: boolean;
};

/** As shells say it. */
const notExecutable = 126;
const notFound = 127;

/** Ends a process and those that it has started. They belong to the same group as deplog and the script that may have started it, so that they cannot be ended as a group. Blocks until they are gone: it is called when deplog itself ends. */
function endProcessTree(root: number): void {
	const ids = treeOf(root, listProcesses());
	const deadline = performance.now() + endMilliseconds;
	signalAll(ids, 'SIGTERM');
	// One that is stopped must go on to end.
	signalAll(ids, 'SIGCONT');
	while (isAnyRunning(ids) && performance.now() < deadline) {
		sleep(lookMilliseconds);
	}

	signalAll(ids, 'SIGKILL');
}

function treeOf(root: number, all: readonly Process[]): readonly number[] {
	const tree = [root];
	for (const parent of tree) {
		tree.push(...all.filter((one) => one.parent === parent).map(({id}) => id));
	}

	return tree;
}

function isAnyRunning(ids: readonly number[]): boolean {
	return listProcesses().some(({id, isOver}) => !isOver && ids.includes(id));
}

function listProcesses(): readonly Process[] {
	try {
		return readdirSync('/proc')
			.filter((name) => /^\d+$/v.test(name))
			.flatMap((name) => readProcess(name));
	} catch {
		return askForProcesses();
	}
}

function readProcess(id: string): readonly Process[] {
	try {
		// The name in brackets may hold anything, brackets too.
		const [state = '', parent = ''] = readFileSync(`/proc/${id}/stat`, 'utf8')
			.replace(/^.*\) /sv, '')
			.split(' ');
		return [
			{id: Number(id), parent: Number(parent), isOver: 'ZX'.includes(state)},
		];
	} catch {
		return [];
	}
}

/** Where there is no `/proc`. */
function askForProcesses(): readonly Process[] {
	try {
		return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], {
			encoding: 'utf8',
		})
			.split('\n')
			.map((line) => line.trim().split(/ +/v))
			.map(([id, parent, state = '']) => ({
				id: Number(id),
				parent: Number(parent),
				isOver: state.startsWith('Z'),
			}));
	} catch {
		return [];
	}
}

function signalAll(ids: readonly number[], signal: NodeJS.Signals) {
	for (const id of ids) {
		try {
			process.kill(id, signal);
		} catch {
			// It has ended.
		}
	}
}
