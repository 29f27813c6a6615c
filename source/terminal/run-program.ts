import {spawn} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import process from 'node:process';

/** Runs a command line of the shell's, such as `less -R`, with a file on the terminal, until it ends. Fails where it cannot be run. */
export async function runProgram(command: string, file: string): Promise<void> {
	// Standard input may be a pipe; keys come from the terminal.
	const keys = process.stdin.isTTY ? undefined : openSync('/dev/tty', 'r');
	try {
		await new Promise<void>((resolve, reject) => {
			const child = spawn('/bin/sh', ['-c', `${command} "$1"`, 'sh', file], {
				stdio: [keys ?? 'inherit', 'inherit', 'inherit'],
			});
			child.on('error', reject);
			child.on('exit', (code) => {
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
