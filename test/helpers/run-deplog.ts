import {Buffer} from 'node:buffer';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import process from 'node:process';

const program = path.join(import.meta.dirname, '../../dist/cli.js');

export type Running = {
	/** All of standard output so far. */
	readonly output: () => Uint8Array;
	/** All of standard error so far. */
	readonly messages: () => string;
	readonly kill: (signal: NodeJS.Signals) => void;
	/** Nobody reads standard output any more. */
	readonly closeOutput: () => void;
	readonly pauseOutput: () => void;
	readonly resumeOutput: () => void;
	/** What has arrived while the output was paused. */
	readonly unreadBytes: () => number;
	readonly exitCode: Promise<number>;
};

export type RunOptions = {
	readonly environment?: Readonly<Record<string, string>>;
	readonly nodeArguments?: readonly string[];
};

/** Starts the built program, its output into pipes; nothing of this environment's settings is passed on. */
export function startDeplog(
	argv: readonly string[],
	{environment = {}, nodeArguments = []}: RunOptions = {},
): Running {
	const child = spawn(process.execPath, [...nodeArguments, program, ...argv], {
		env: {...pathOnly(), ...environment},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const output: Uint8Array[] = [];
	const messages: Uint8Array[] = [];
	child.stdout.on('data', (bytes: Uint8Array) => {
		output.push(bytes);
	});
	child.stderr.on('data', (bytes: Uint8Array) => {
		messages.push(bytes);
	});
	return {
		output: () => Buffer.concat(output),
		messages: () => Buffer.concat(messages).toString(),
		kill(signal) {
			child.kill(signal);
		},
		closeOutput() {
			child.stdout.destroy();
		},
		pauseOutput() {
			child.stdout.pause();
		},
		resumeOutput() {
			child.stdout.resume();
		},
		unreadBytes: () => child.stdout.readableLength,
		exitCode: exitCode(child),
	};
}

/** Runs the built program to its end. */
export async function runDeplog(
	argv: readonly string[],
	options?: RunOptions,
): Promise<{
	readonly exitCode: number;
	readonly output: string;
	readonly messages: string;
}> {
	const running = startDeplog(argv, options);
	return {
		exitCode: await running.exitCode,
		output: Buffer.from(running.output()).toString(),
		messages: running.messages(),
	};
}

async function exitCode(child: ChildProcess): Promise<number> {
	await once(child, 'close');
	if (child.exitCode === null) {
		throw new Error(
			`deplog was ended by ${child.signalCode}, without a code of its own`,
		);
	}

	return child.exitCode;
}

function pathOnly(): Record<string, string> {
	return Object.fromEntries([['PATH', process.env['PATH'] ?? '']]);
}
