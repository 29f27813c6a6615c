import {Buffer} from 'node:buffer';
import {Block} from './block.ts';

/** Hands every value of a block of whole lines to `take`, with its line, which says whether it is one that was looked for; but for those that `takeBytes` takes. */
export function parseLines(
	block: Uint8Array,
	take: (value: unknown, line: string) => boolean,
	takeBytes?: TakeBytes,
): ParsedLines {
	const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
	const lines = new Block(block);
	const leftOut = new Set<number>();
	let malformedCount = 0;
	let lineIndex = 0;
	for (let from = 0; from < bytes.length; lineIndex++) {
		const next = takeBytes?.(lines, from);
		if (next !== undefined) {
			from = next;
			continue;
		}

		const end = bytes.indexOf(newline, from);
		const to = end === -1 ? bytes.length : end;
		const line = bytes.toString('utf8', from, to);
		from = to + 1;
		if (!takeLine(line, take)) {
			leftOut.add(lineIndex);
			malformedCount += isNothing(line) ? 0 : 1;
		}
	}

	let known: readonly number[] | undefined;
	const starts = () => {
		known ??= lineStarts(block, leftOut);
		return known;
	};

	const rawLine = (index: number) =>
		lineAt(block, starts()[index] ?? block.length);
	const isVerbatim =
		leftOut.size === 0 &&
		bytes.at(-1) === newline &&
		!bytes.includes(carriageReturn);
	return {
		malformedCount,
		rawLine,
		rawLines(from, to) {
			if (!isVerbatim) {
				return Array.from({length: to - from}, (_, index) =>
					Buffer.concat([rawLine(from + index), lineEnd]),
				);
			}

			const start = from === 0 ? 0 : starts()[from];
			const end = to === lineIndex ? block.length : starts()[to];
			return [block.subarray(start, end)];
		},
	};
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const lineEnd = Buffer.from('\n');

/** What the lines of a block hold: `rawLine` is that of the `index`th value that was taken. */
type ParsedLines = {
	readonly malformedCount: number;
	readonly rawLine: (index: number) => Uint8Array;
	/** The lines of several values in a row, in blocks, each with its newline. */
	readonly rawLines: (from: number, to: number) => readonly Uint8Array[];
};

/** Takes the line that begins at `from`, whatever it holds, and returns where the next one begins; `undefined` leaves it to be parsed. */
export type TakeBytes = (block: Block, from: number) => number | undefined;

function takeLine(
	line: string,
	take: (value: unknown, line: string) => boolean,
): boolean {
	if (line === '') {
		return false;
	}

	try {
		return take(JSON.parse(line.replace(marks, '')), line);
	} catch {
		return false;
	}
}

/** Between lines: byte order marks of files that were put together, what begins a text of RFC 7464, and the zeros that a crash leaves in a file. */
// eslint-disable-next-line no-control-regex -- It is to be found.
export const marks = /^[\uFEFF\u001E\0]+/v;

/** Some servers write an empty list so, or a sign of life. */
function isNothing(line: string): boolean {
	// eslint-disable-next-line no-control-regex -- It is to be found.
	return /^[\s\uFEFF\u001E\0]*(?:(?:null|\{\s*\})\s*)?$/v.test(line);
}

function lineStarts(block: Uint8Array, leftOut: ReadonlySet<number>) {
	const starts: number[] = [];
	let lineIndex = 0;
	for (let from = 0; from < block.length; lineIndex++) {
		if (!leftOut.has(lineIndex)) {
			starts.push(from);
		}

		const end = block.indexOf(newline, from);
		from = end === -1 ? block.length : end + 1;
	}

	return starts;
}

function lineAt(block: Uint8Array, start: number): Uint8Array {
	const newlineIndex = block.indexOf(newline, start);
	const end = newlineIndex === -1 ? block.length : newlineIndex;
	return block.subarray(
		start,
		end > start && newlineIndex !== -1 && block[end - 1] === carriageReturn
			? end - 1
			: end,
	);
}
