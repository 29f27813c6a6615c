import {Buffer} from 'node:buffer';
import {letters, standsAt} from './line-bytes.ts';

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
export const thrownName = String.raw`(?:[\w$]{1,60}(?:\.|::)){0,10}[\w$]{0,60}(?:Error|Exception)(?::|$| [\[\(])`;

const thrown = new RegExp(
	String.raw`^(?:Uncaught |Unhandled |error: |panic: |fatal error: |Traceback \(|Exception in thread |thread '[^']{0,60}' panicked |\*\* \()|^${thrownName}`,
	'v',
);

const dot = 0x2e;
const colon = 0x3a;
