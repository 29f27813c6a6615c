import {spawn} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import process from 'node:process';
import {endProcessTree} from './end-process-tree.ts';

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

/** As shells say it. */
const notExecutable = 126;
const notFound = 127;
