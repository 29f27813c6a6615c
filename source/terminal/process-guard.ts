import process from 'node:process';
import {sanitize} from '../text/sanitize.ts';

export type ProcessGuardOptions = {
	/** Leaves the terminal as it was, with these last words on it; at once, whatever the state. */
	readonly leave: (lastWords?: string) => void;
	/** The shell wants the terminal back for a while. */
	readonly suspend: () => void;
	/** It is ours again. */
	readonly resume: () => void;
	/** Another program has the terminal: its interrupts are not meant for us. */
	readonly isLent?: () => boolean;
};

/** 128 and the signal's number, as shells say it. */
const exitCodes = [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const;

/** However the process ends, the terminal is left as it was. Returns how to end the guard. */
export function guardProcess({
	leave,
	suspend,
	resume,
	isLent = () => false,
}: ProcessGuardOptions): () => void {
	const crash = (error: unknown) => {
		const lastWords = `${describeCrash(error)}\n`;
		// Standard error would block on a terminal that nobody reads.
		if (process.stderr.isTTY) {
			leave(lastWords);
		} else {
			leave();
			process.stderr.write(lastWords);
		}

		// eslint-disable-next-line unicorn/no-process-exit -- After a crash nothing else may run.
		process.exit(1);
	};

	const listeners: ReadonlyArray<
		readonly [event: string, listener: (argument: unknown) => void]
	> = [
		...exitCodes.map(
			([signal, code]) =>
				[
					signal,
					() => {
						if (signal === 'SIGINT' && isLent()) {
							return;
						}

						leave();
						// eslint-disable-next-line unicorn/no-process-exit -- A signal asks for just that.
						process.exit(code);
					},
				] as const,
		),
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

	return () => {
		for (const [event, listener] of listeners) {
			process.off(event, listener);
		}
	};
}

/** Stops this process and those it runs with, until the shell continues them. */
export function stopProcess(): void {
	const listeners = process.listeners('SIGTSTP');
	process.removeAllListeners('SIGTSTP');
	process.kill(0, 'SIGTSTP');
	for (const listener of listeners) {
		process.on('SIGTSTP', listener);
	}
}

function describeCrash(error: unknown): string {
	const text =
		error instanceof Error ? (error.stack ?? error.message) : String(error);
	return `deplog crashed. Please report this.\n${text}`
		.split('\n')
		.map((line) => sanitize(line))
		.join('\n');
}
