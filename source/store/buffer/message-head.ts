import {mostCounted} from '../../log/first-line.ts';
import {type Bytes} from './columns.ts';

/** What was read of a message: of one of megabytes a row shows no more. */
export type MessageHead = {
	readonly message: string;
	/** How many lines it has beside those that were read; more than `mostCounted` are not told apart. Absent where all of it was read. */
	readonly unreadLines?: number | undefined;
};

/** In UTF-8, for one code unit of a text. */
export const mostBytesPerCharacter = 3;
/** So many blanks and newlines at most are skipped to find what a message says. */
const mostBlanks = 1_048_576;

/** Reads the beginning of a message: so many characters, or a few more. Where these are all blank, it begins with the line that says something. */
export function readHead(bytes: Bytes, characters: number): MessageHead {
	const length = characters * mostBytesPerCharacter;
	if (length >= bytes.length) {
		return {message: bytes.toString('utf8')};
	}

	const first = decode(bytes, 0, length);
	const start = /\S/v.test(first.text) ? 0 : startOfWords(bytes, length);
	const {text, end} = start === 0 ? first : decode(bytes, start, length);
	return {
		message: text,
		unreadLines:
			countNewlines(bytes.subarray(0, start)) +
			countNewlines(bytes.subarray(end, endOfLines(bytes))),
	};
}

/** Parts no character, and leaves no newline at the end, which would be taken for that of the message. */
function decode(
	bytes: Bytes,
	from: number,
	length: number,
): {readonly text: string; readonly end: number} {
	let end = Math.min(from + length, bytes.length);
	for (let step = 0; step < 3 && isContinuation(bytes[end]); step++) {
		end--;
	}

	while (end > from && bytes[end - 1] === newline) {
		end--;
	}

	return {text: bytes.toString('utf8', from, end), end};
}

function isContinuation(byte: number | undefined): boolean {
	return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}

/** Where the line begins in which the first sign stands that is no blank; 0 where there is none nearby. */
function startOfWords(bytes: Bytes, from: number): number {
	const limit = Math.min(bytes.length, from + mostBlanks);
	let at = from;
	while (at < limit && (bytes[at] ?? 0) <= blank) {
		at++;
	}

	return at === limit ? 0 : bytes.lastIndexOf(newline, at) + 1;
}

/** Before the newline that ends a message. */
function endOfLines(bytes: Bytes): number {
	return bytes.length - (bytes.at(-1) === newline ? 1 : 0);
}

function countNewlines(bytes: Bytes): number {
	let count = 0;
	for (
		let at = bytes.indexOf(newline);
		at !== -1 && count <= mostCounted;
		at = bytes.indexOf(newline, at + 1)
	) {
		count++;
	}

	return count;
}

const newline = 0x0a;
const blank = 0x20;
