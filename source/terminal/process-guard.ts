import process from 'node:process';
import {sanitize} from '../text/sanitize.ts';
import {onEndingSignal} from './ending-signals.ts';

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

		// eslint-disable-next-line unicorn/no-process-exit -- After a crash nothing else may run.
		process.exit(1);
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
