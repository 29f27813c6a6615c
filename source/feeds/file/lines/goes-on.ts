import {thrownName} from './stack-head.ts';

/** The record that a line may go on with. */
type RecordSoFar = {
	/** Its lines so far. */
	readonly lines: readonly string[];
	/** It began with a time or a level, so that what has none is likely to be its. */
	readonly isHead: boolean;
};

/** Whether a line that says nothing by itself belongs to the record before it: what is indented, the frames of a stack, XML, the brackets that close what was printed over several lines. */
export function goesOn(line: string, {lines, isHead}: RecordSoFar): boolean {
	return (
		/^[ \t]/v.test(line) ||
		partOfStack.test(line) ||
		(isHead && /^<[A-Za-z?!\/]/v.test(line)) ||
		(headOfStack.test(line) && tellsWhatWasThrown(lines, isHead)) ||
		isEndOfTraceback(line, lines) ||
		isFrame(line, lines, isHead) ||
		isSecondHalf(line, lines.at(-1) ?? '') ||
		isTagged(line, lines[0] ?? '')
	);
}

/** Java, Node and .NET; Python; Go; PHP; Rust; Ruby and Dropwizard. */
const partOfStack = new RegExp(
	[
		String.raw`^(?:Caused by: |Suppressed: |\.\.\. \d|at [\w.$<]+ ?\(|--- End of |! |Node\.js v\d)`,
		String.raw`(?:During handling of the above|The above exception was|\(Background on this error)`,
		String.raw`(?:goroutine \d+ \[|created by |\[signal |exit status \d)`,
		String.raw`(?:Stack trace:|\[stacktrace\]|\[previous exception\]|#\d+ |--> )`,
		String.raw`(?:note: run with |stack backtrace:|[\w.\/\-]{1,200}\.rb:\d+:in )`,
		// What closes a list or an object, and a text in it.
		String.raw`"?[\]\)\}]{1,8}[,;]?\s*$`,
		// The body of an object.
		String.raw`\{$`,
	].join('|^'),
	'v',
);

/** What was thrown, below the line that tells of it. */
const headOfStack = new RegExp(
	String.raw`^(?:Traceback \(most recent|\*\* \(|${thrownName})`,
	'v',
);

/** Whether what was thrown belongs to the record before it: not where that is a stack itself, unless it announces another. */
function tellsWhatWasThrown(
	lines: readonly string[],
	isHead: boolean,
): boolean {
	return (
		(isHead && !headOfStack.test(lines[0] ?? '')) ||
		/^(?:During handling of|The above exception)/v.test(lines.at(-1) ?? '')
	);
}

/** Python says what was thrown below the stack: `ValueError: …`. */
function isEndOfTraceback(line: string, lines: readonly string[]): boolean {
	return (
		/^(?:[A-Za-z_][\w.]{0,120}(?::|$)|> File )/v.test(line) &&
		/^(?:[ \t]|Traceback \()/v.test(lines.at(-1) ?? '') &&
		lines.some((one) => one.includes('Traceback (most recent call last)'))
	);
}

/** Go writes what is called above where it is: `main.load(...)`, and below it `\t/app/main.go:8`. */
function isFrame(
	line: string,
	lines: readonly string[],
	isHead: boolean,
): boolean {
	return (
		/^(?:[\w.\/\-]{1,200}\.[\w.\(\)*\[\]\{\}\-…]{1,200}|panic)(?:\([^\)]{0,200}\))?$/v.test(
			line,
		) &&
		((isHead && lines.length === 1) ||
			/^\t\S|^goroutine \d|^panic\(/v.test(lines.at(-1) ?? ''))
	);
}

/** Java's own logging writes the place, then the level and the message: `INFO: up`. Rust tells below the place why it panicked. */
function isSecondHalf(line: string, before: string): boolean {
	return (
		(/^(?:SEVERE|WARNING|INFO|CONFIG|FINE|FINER|FINEST): /v.test(line) &&
			/^[\w$]{1,80}(?:\.[\w$]{1,80}){1,12} [\w$<>]{1,80}$/v.test(before)) ||
		/^thread '[^']{0,60}' panicked at .{1,500}:$/v.test(before)
	);
}

/** Rails puts the name of the request before each line of what was thrown. */
function isTagged(line: string, first: string): boolean {
	const [tag] = /^\[[\da-f\-]{8,36}\] /v.exec(line) ?? [];
	return tag !== undefined && first.startsWith(tag);
}
