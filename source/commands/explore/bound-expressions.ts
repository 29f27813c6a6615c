import v8 from 'node:v8';

/** So many steps back take about a millisecond. */
const mostSteps = 20_000;

/** A regular expression that goes back too often in a message is searched for in linear time from there on, so that no expression that is typed stops everything. */
export function boundExpressions(): void {
	// With this the engine tells, by the flag `l`, what it cannot search for so.
	v8.setFlagsFromString('--enable-experimental-regexp-engine');
	v8.setFlagsFromString(
		'--enable-experimental-regexp-engine-on-excessive-backtracks',
	);
	v8.setFlagsFromString(`--regexp-backtracks-before-fallback=${mostSteps}`);
}
