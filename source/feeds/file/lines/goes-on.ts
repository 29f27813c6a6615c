import {Buffer} from 'node:buffer';
import {letters, standsAt} from './line-bytes.ts';

/** Whether a line that says nothing by itself belongs to the record before it: what is indented, the frames of a stack, XML, the brackets that close what was printed over several lines. */
export function goesOn(line: string, {lines, isHead}: RecordSoFar): boolean {
	return (
		(/^[ \t]/v.test(line) && !indentedHead.test(line)) ||
		partOfStack.test(line) ||
		(isHead && /^<[A-Za-z?!\/]/v.test(line)) ||
		(headOfStack.test(line) && tellsWhatWasThrown(lines, isHead)) ||
		isEndOfTraceback(line, lines) ||
		isFrame(line, lines, isHead) ||
		isSecondHalf(line, lines.at(-1) ?? '') ||
		isTagged(line, lines[0] ?? '')
	);
}

/** Rust's tracing indents the heads of records as well, a little less than what belongs to them. */
const indentedHead = /^ {2}\d{4}-\d\d-\d\dT\d\d:\d\d/v;

/** The head of a stack: `TypeError: …`, `Uncaught (in promise) Error: …`, `java.lang.IllegalStateException: …`. */
export function levelOfHead(
	bytes: Uint8Array,
	from: number,
	to: number,
): string {
	if (standsAt(bytes, from, nodeHead)) {
		return letters(bytes, from, to).includes('UnhandledPromiseRejection')
			? 'error'
			: 'warning';
	}

	return (isStackHead(bytes, from) || hasErrorName(bytes, from, to)) &&
		thrown.test(letters(bytes, from, to))
		? 'error'
		: '';
}

function isStackHead(bytes: Uint8Array, from: number): boolean {
	for (const head of stackHeads) {
		if (standsAt(bytes, from, head)) {
			return true;
		}
	}

	return false;
}

const nodeHead = Buffer.from('(node:');
const stackHeads = [
	'Uncaught ',
	'Unhandled ',
	'error: ',
	'panic: ',
	'fatal error: ',
	'Traceback (',
	'Exception in thread ',
	"thread '",
	'** (',
].map((head) => Buffer.from(head));

/** Whether it begins with the name of an error. */
function hasErrorName(bytes: Uint8Array, from: number, to: number): boolean {
	let at = from;
	for (; at < to && isOfName(bytes, at); at++);
	return (
		(at - from >= errorName.length &&
			standsAt(bytes, at - errorName.length, errorName)) ||
		(at - from >= exceptionName.length &&
			standsAt(bytes, at - exceptionName.length, exceptionName))
	);
}

const errorName = Buffer.from('Error');
const exceptionName = Buffer.from('Exception');

function isOfName(bytes: Uint8Array, at: number): boolean {
	const code = bytes[at] ?? 0;
	return (
		(code >= 0x61 && code <= 0x7a) ||
		(code >= 0x41 && code <= 0x5a) ||
		(code >= 0x30 && code <= 0x39) ||
		code === dot ||
		code === 0x24 ||
		code === 0x5f ||
		(code === colon && (bytes[at + 1] === colon || bytes[at - 1] === colon))
	);
}

/** The name of what was thrown, as an expression: `java.io.IOException:`. */
const thrownName = String.raw`(?:[\w$]{1,60}(?:\.|::)){0,10}[\w$]{0,60}(?:Error|Exception)(?::|$| [\[\(])`;

const thrown = new RegExp(
	String.raw`^(?:Uncaught |Unhandled |error: |panic: |fatal error: |Traceback \(|Exception in thread |thread '[^']{0,60}' panicked |\*\* \()|^${thrownName}`,
	'v',
);

const dot = 0x2e;
const colon = 0x3a;

/** The record that a line may go on with. */
type RecordSoFar = {
	/** Its lines so far. */
	readonly lines: readonly string[];
	/** It began with a time or a level, so that what has none is likely to be its. */
	readonly isHead: boolean;
};

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
