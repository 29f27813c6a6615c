import {closeSync, fstatSync, readFileSync} from 'node:fs';
import os from 'node:os';
import process from 'node:process';

/** Calls back with the exit code that shells give to a process that such a signal ended: 128 and its number. Returns how to stop that. */
export function onEndingSignal(
	end: (signal: NodeJS.Signals, exitCode: number) => void,
): () => void {
	const listeners = endingSignals.flatMap((signal) => {
		const number = os.constants.signals[signal];
		// Not every system has every signal, and a profile of the program is taken by SIGPROF.
		if (number === undefined || (signal === 'SIGPROF' && isProfiled())) {
			return [];
		}

		const listener = () => {
			if (signal !== 'SIGXFSZ' || !hasFileSizeLimit()) {
				end(signal, 128 + number);
			}
		};

		try {
			process.on(signal, listener);
		} catch {
			return [];
		}

		return [[signal, listener] as const];
	});
	return () => {
		for (const [signal, listener] of listeners) {
			process.off(signal, listener);
		}
	};
}

/**
Signals that end a process unless it catches them.

Not among them: those of a fault in the program (SIGSEGV, SIGABRT and the like), after which nothing may run; SIGUSR1, by which Node starts its debugger; SIGPIPE, which Node ignores, since a write that fails says it too.
*/
const endingSignals: readonly NodeJS.Signals[] = [
	'SIGHUP',
	'SIGINT',
	'SIGQUIT',
	'SIGUSR2',
	'SIGALRM',
	'SIGTERM',
	'SIGSTKFLT',
	'SIGXCPU',
	'SIGXFSZ',
	'SIGVTALRM',
	'SIGPROF',
	'SIGIO',
	'SIGPWR',
];

function isProfiled(): boolean {
	return [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some(
		(option) => option.includes('prof'),
	);
}

/** Where there is a limit, SIGXFSZ comes of a write that went beyond it, and that write fails with a reason to be told. */
function hasFileSizeLimit(): boolean {
	try {
		const limits = readFileSync('/proc/self/limits', 'utf8');
		return !/^Max file size\s+unlimited/mv.test(limits);
	} catch {
		return false;
	}
}

/** Node aborts at its end where it cannot put back the modes of a terminal that is gone, such as that of a window that was closed. It leaves alone what is closed. */
export function closeGoneTerminals(): void {
	for (const descriptor of [0, 1, 2]) {
		try {
			if (
				fstatSync(descriptor).isCharacterDevice() &&
				// Loaded here, as a short run needs nothing else of it.
				!process.getBuiltinModule('node:tty').isatty(descriptor)
			) {
				closeSync(descriptor);
			}
		} catch {
			// It is closed already.
		}
	}
}
