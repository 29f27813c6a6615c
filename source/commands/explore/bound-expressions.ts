import v8 from 'node:v8';

/** So many steps back take about a millisecond. */
const mostSteps = 20_000;

/** A regular expression that goes back too often in a message is searched for in linear time from there on, so that no expression that is typed stops everything. */
export function boundExpressions(): void {
	v8.setFlagsFromString(
		'--enable-experimental-regexp-engine-on-excessive-backtracks',
	);
	v8.setFlagsFromString(`--regexp-backtracks-before-fallback=${mostSteps}`);
}
