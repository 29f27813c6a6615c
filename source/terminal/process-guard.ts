import process from 'node:process';
import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {
	closeSync,
	constants,
	fstatSync,
	openSync,
	readSync,
	unlinkSync,
	writeSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {sanitize} from '../text/sanitize.ts';
import {onEndingSignal} from './ending-signals.ts';

/** However the process ends, the terminal is left as it was. Returns how to end the guard. */
export function guardProcess({
	leave,
	suspend,
	resume,
	isLent = () => false,
	describeCrash = sayThatItCrashed,
}: ProcessGuardOptions): () => void {
	const crash = (error: unknown) => {
		const lastWords = describeCrash(error);
		// Standard error would block on a terminal that nobody reads.
		if (process.stderr.isTTY) {
			leave(lastWords);
		} else {
			leave();
			process.stderr.write(lastWords);
		}

		/* eslint-disable unicorn/no-process-exit -- After a crash nothing else may run. */
		try {
			process.exit(1);
		} finally {
			// A listener has thrown, such as Ink's, which draws once more: no further one is called.
			process.exit(1);
		}
		/* eslint-enable unicorn/no-process-exit */
	};

	const listeners: ReadonlyArray<
		readonly [event: string, listener: (argument: unknown) => void]
	> = [
		['uncaughtException', crash],
		['unhandledRejection', crash],
		[
			'exit',
			() => {
				leave();
			},
		],
		['SIGTSTP', suspend],
		['SIGCONT', resume],
	];
	for (const [event, listener] of listeners) {
		process.on(event, listener);
	}

	const offSignals = onEndingSignal((signal, exitCode) => {
		const isInterrupt = signal === 'SIGINT' || signal === 'SIGQUIT';
		if (!isInterrupt || !isLent()) {
			leave();
			// eslint-disable-next-line unicorn/no-process-exit -- A signal asks for just that.
			process.exit(exitCode);
		}
	});
	return () => {
		offSignals();
		for (const [event, listener] of listeners) {
			process.off(event, listener);
		}
	};
}

type ProcessGuardOptions = {
	/** Leaves the terminal as it was, for good, with these last words on it, which must be safe; at once, whatever the state. */
	readonly leave: (lastWords?: string) => void;
	/** The shell wants the terminal back for a while. */
	readonly suspend: () => void;
	/** It is ours again. */
	readonly resume: () => void;
	/** Another program has the terminal: its interrupts are not meant for us. */
	readonly isLent?: () => boolean;
	/** What is said of an error that nobody caught, safe to show. */
	readonly describeCrash?: ((error: unknown) => string) | undefined;
};

/** Stops this process and those it runs with, until the shell continues them. */
export function stopProcess(): void {
	const listeners = process.listeners('SIGTSTP');
	process.removeAllListeners('SIGTSTP');
	process.kill(0, 'SIGTSTP');
	for (const listener of listeners) {
		process.on('SIGTSTP', listener);
	}
}

function sayThatItCrashed(error: unknown): string {
	const [message = ''] = String(error).split('\n', 1);
	return `deplog crashed. Please report this.\n${sanitize(message)}\n`;
}

/** What others than the screen write while it is up: warnings of the runtime and of libraries, the debugger's messages. */
type StrayOutput = {
	/** Where a program that is lent the terminal writes its errors to. */
	readonly terminalDescriptor: number | undefined;
	/** Gives standard output and standard error back. The result is the last of what was written, safe to show; empty if nothing was. */
	readonly release: () => string;
};

const mostBytes = 16_384;
const mostLines = 20;

/** Keeps away from the terminal what is written past the screen. */
export function keepStrayOutput(stdout: NodeJS.WriteStream): StrayOutput {
	const {stderr} = process;
	const kept: Uint8Array[] = [];
	const redirected = stderr.isTTY ? redirectStandardError() : undefined;
	const streams = stderr.isTTY ? [stdout, stderr] : [stdout];
	const originals = streams.map((stream) => {
		const original = stream.write;
		stream.write = keepInstead;
		return [stream, original] as const;
	});

	function keepInstead(
		chunk: Uint8Array | string,
		...rest: readonly unknown[]
	): boolean {
		keep(Buffer.from(chunk));
		const written = rest.at(-1);
		if (typeof written === 'function') {
			process.nextTick(() => {
				Reflect.apply(written, undefined, []);
			});
		}

		return true;
	}

	function keep(bytes: Uint8Array) {
		if (redirected !== undefined) {
			writeSync(standardError, bytes);
		} else if (kept.reduce((sum, {length}) => sum + length, 0) < mostBytes) {
			kept.push(bytes);
		}
	}

	return {
		terminalDescriptor: redirected?.terminal,
		release() {
			for (const [stream, original] of originals) {
				stream.write = original;
			}

			try {
				const bytes = redirected?.release() ?? Buffer.concat(kept);
				return lastLines(Buffer.from(bytes).toString());
			} catch {
				// The terminal is gone: nobody can be told.
				return '';
			}
		},
	};
}

const standardError = 2;

/** Node has no dup2, but the system gives the lowest descriptor that is free. Done once, before anything else opens files at the same time. */
function redirectStandardError():
	{readonly terminal: number; readonly release: () => Uint8Array} | undefined {
	// Deno has descriptors of its own.
	if ('deno' in process.versions) {
		return undefined;
	}

	let terminal: number;
	try {
		terminal = openStandardError(standardError);
	} catch {
		return undefined;
	}

	closeSync(standardError);
	openKept();
	return {
		terminal,
		release() {
			const {size} = fstatSync(standardError);
			const bytes = Buffer.alloc(Math.min(size, mostBytes));
			readSync(standardError, bytes, 0, bytes.length, size - bytes.length);
			closeSync(standardError);
			openStandardError(terminal);
			return bytes;
		},
	};
}

function openStandardError(descriptor: number): number {
	// eslint-disable-next-line no-bitwise -- Flags of open(2).
	const flags = constants.O_WRONLY | constants.O_NOCTTY;
	return openSync(`/dev/fd/${descriptor}`, flags);
}

/** A file without a name, which is gone with the process; nowhere, where none can be made. */
function openKept() {
	const file = path.join(tmpdir(), `deplog-${randomBytes(8).toString('hex')}`);
	try {
		openSync(file, 'ax+', 0o600);
		unlinkSync(file);
	} catch {
		openSync('/dev/null', 'r+');
	}
}

function lastLines(text: string): string {
	const lines = text
		.split('\n')
		.map((line) => sanitize(line, {hasColors: false}))
		.filter((line) => line.trim() !== '');
	return lines.length === 0
		? ''
		: [
				'Other programs wrote this meanwhile; it was kept off the screen:',
				...lines.slice(-mostLines),
				'',
			].join('\n');
}
