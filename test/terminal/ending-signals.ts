import os from 'node:os';
import process from 'node:process';
import {afterEach, expect, it} from 'vitest';
import {onEndingSignal} from '../../source/terminal/ending-signals.ts';

let stop = () => {
	/* Nothing listens yet. */
};

afterEach(() => {
	stop();
});

/** All that end a process by default and can be caught, but those of faults (which nothing may outlive), Node's SIGUSR1 and the SIGPIPE that it ignores. */
const ending = [
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
] as const satisfies readonly NodeJS.Signals[];

it('every signal that ends a process and can be caught is told with its exit code', () => {
	const told: Array<readonly [string, number]> = [];
	const counts = () =>
		Object.keys(os.constants.signals).map((name) =>
			process.listenerCount(name),
		);
	const before = counts();
	stop = onEndingSignal((signal, code) => {
		told.push([signal, code]);
	});
	for (const signal of ending) {
		process.emit(signal, signal);
	}

	expect(told).toEqual(
		ending.map((signal) => [signal, 128 + os.constants.signals[signal]]),
	);
	for (const signal of ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGUSR1', 'SIGPIPE']) {
		expect(process.listenerCount(signal)).toBe(0);
	}

	stop();
	expect(counts()).toEqual(before);
});
