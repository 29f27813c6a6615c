import process from 'node:process';
import v8 from 'node:v8';
import {type Worker} from 'node:worker_threads';

/** The engine's space for young objects grows no more: what comes in is columns of bytes, so few objects are made, and each megabyte of the space is held three times. It is some 30 MB less, and no slower. Printing bounds it once a page has come, for which it must not be too small. */
export function boundYoungSpace(): void {
	v8.setFlagsFromString('--semi-space-growth-factor=1');
}

/** So many steps back take about a millisecond. */
const mostSteps = 20_000;

/** The same for as long as the process runs: the engine of a thread that starts gives up the bound for all of them. */
export function keepYoungSpaceBound(): void {
	boundYoungSpace();
	process.on('worker', (thread: Worker) => {
		thread.once('online', boundYoungSpace);
	});
}

/** A regular expression that goes back too often in a message is searched for in linear time from there on, so that no expression that is typed stops everything. */
export function boundExpressions(): void {
	// With this the engine tells, by the flag `l`, what it cannot search for so.
	v8.setFlagsFromString('--enable-experimental-regexp-engine');
	v8.setFlagsFromString(
		'--enable-experimental-regexp-engine-on-excessive-backtracks',
	);
	v8.setFlagsFromString(`--regexp-backtracks-before-fallback=${mostSteps}`);
}

/** The engine as it is unless told otherwise: it takes no compiled script that was made with other flags. */
export const unboundFlags = [
	'--semi-space-growth-factor=2',
	'--no-enable-experimental-regexp-engine',
	'--no-enable-experimental-regexp-engine-on-excessive-backtracks',
	'--regexp-backtracks-before-fallback=50000',
];
