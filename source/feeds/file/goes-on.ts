/** The record that a line may go on with. */
export type OpenRecord = {
	/** Its lines so far. */
	readonly lines: readonly string[];
	/** It began with a time, so that what has none is likely to be its. */
	readonly isTimed: boolean;
};

/** Whether a line that says nothing by itself belongs to the record before it: what is indented, the frames of a stack, the brackets that close what was printed over several lines. */
export function goesOn(line: string, {lines, isTimed}: OpenRecord): boolean {
	return (
		/^[ \t]/v.test(line) ||
		/^(?:Caused by: |\.\.\. \d|[\]\)\}]{1,8}[,;]?$|at [\w.$<]+ ?\(|Stack trace:|#\d+ )/v.test(
			line,
		) ||
		(isTimed &&
			/^(?:Traceback \(most recent|During handling of the above|The above exception was|(?:[\w$]{1,60}\.){0,10}[\w$]{0,60}(?:Error|Exception)(?::|$| \[))/v.test(
				line,
			)) ||
		isEndOfTraceback(line, lines)
	);
}

/** Python says what was thrown below the stack: `ValueError: …`. */
function isEndOfTraceback(line: string, lines: readonly string[]): boolean {
	return (
		/^[A-Za-z_][\w.]{0,120}(?::|$)/v.test(line) &&
		/^[ \t]/v.test(lines.at(-1) ?? '') &&
		lines.some((one) => one.includes('Traceback (most recent call last)'))
	);
}
