import {BoundedCache} from '../base/cache.ts';

/**
Writes a regular expression of JavaScript so that it means the same without the flags for Unicode and for either case, which the linear engine does not know.

Look-around, back references, and repetitions beyond what the engine counts are refused. `flags` are those with which the expression can be read: `v` or `u`, and perhaps `i`.
*/
export function linearSource(source: string, flags: string): LinearSource {
	let written = '';
	let index = 0;
	while (index < source.length) {
		const piece = takePiece(source, index);
		const part =
			piece === '[' ? readClass(source, index, flags) : readPiece(piece, flags);
		if (part.kind === 'refused') {
			return part;
		}

		written += part.source;
		index += part.length;
	}

	const repeated = findRepetition(written);
	return repeated === undefined
		? {kind: 'source', source: written}
		: {
				kind: 'refused',
				part: `more than ${mostRepetitions} repetitions (${repeated})`,
			};
}

/** An expression as the linear engine takes it, or what in it cannot be searched for in linear time. */
type LinearSource =
	| {readonly kind: 'source'; readonly source: string}
	| {readonly kind: 'refused'; readonly part: string};

/** The engine refuses to repeat more often, nested repetitions multiplied. */
const mostRepetitions = 16;

/** A piece of a regular expression: an escape, the head of a group, a counted repetition, or a single character. */
const pieceAt =
	/\\(?:c[A-Za-z]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{[\da-fA-F]{1,6}\}|k<\w+>|[pP]\{[^\}]*\}|.)|\(\?(?:[:=!]|<[=!]|<\w+>)|\{\d+(?:,\d*)?\}|./svy;

type Part =
	| {readonly kind: 'part'; readonly source: string; readonly length: number}
	| {readonly kind: 'refused'; readonly part: string};

function takePiece(source: string, index: number): string {
	pieceAt.lastIndex = index;
	return pieceAt.exec(source)?.[0] ?? source.charAt(index);
}

/** What stands outside of a class. */
function readPiece(piece: string, flags: string): Part {
	if (/^\(\?<?[=!]$/v.test(piece)) {
		return {kind: 'refused', part: `what looks around (${piece})`};
	}

	if (/^\\(?:[1-9]|k<)/v.test(piece)) {
		return {kind: 'refused', part: `a back reference (${piece})`};
	}

	if (/^\\p\{/iv.test(piece)) {
		return writeExpanded(piece, flags);
	}

	const character = characterOf(piece);
	return {
		kind: 'part',
		source:
			character === undefined
				? piece
				: writeCharacter(character, flags.includes('i')),
		length: piece.length,
	};
}

/** The character that a piece stands for; nothing where it stands for several, or none. */
function characterOf(piece: string): string | undefined {
	const [, code] = /^\\[xu]\{?([\da-fA-F]+)\}?$/v.exec(piece) ?? [];
	if (code !== undefined) {
		const value = Number.parseInt(code, 16);
		return value <= 0x10_ff_ff ? String.fromCodePoint(value) : undefined;
	}

	return [...piece].length === 1 && !/[\^$.*+?\(\)\[\]\{\}\|\\]/v.test(piece)
		? piece
		: undefined;
}

function writeCharacter(character: string, hasNoCase: boolean): string {
	const both = hasNoCase ? withOtherCase(character) : character;
	if (both !== character) {
		return `[${both}]`;
	}

	return character.length > 1 ? `(?:${character})` : escapeSign(character);
}

function escapeSign(character: string): string {
	return /[\^$.*+?\(\)\[\]\{\}\|\\\/\-]/v.test(character)
		? `\\${character}`
		: character;
}

/** The letter in either case. One whose other case is longer, as of ß, has none. */
function withOtherCase(character: string): string {
	const others = [character.toLowerCase(), character.toUpperCase()].filter(
		(other) => other !== character && other.length === 1,
	);
	return character.length === 1
		? [...new Set(others)].join('') + character
		: character;
}

/** `[a-z\d]`, the ranges and letters of which are given their other case. */
function readClass(source: string, from: number, flags: string): Part {
	const whole = classAt(source, from, flags.includes('v'));
	if (/^.[^]*(?:\[|--|&&|\\[pPq]\{|[\u{10000}-\u{10FFFF}])/v.test(whole)) {
		return writeExpanded(whole, flags);
	}

	const hasNoCase = flags.includes('i');
	let written = '[';
	let index = 1;
	if (whole[index] === '^') {
		written += '^';
		index++;
	}

	while (index < whole.length - 1) {
		const piece = takePiece(whole, index);
		index += piece.length;
		const first = classCharacter(piece);
		const isRange = whole[index] === '-' && index + 1 < whole.length - 1;
		const lastPiece = isRange ? takePiece(whole, index + 1) : '';
		const last = classCharacter(lastPiece);
		if (isRange && first !== undefined && last !== undefined) {
			written += writeRange(first, last, hasNoCase);
			index += 1 + lastPiece.length;
		} else {
			written +=
				first === undefined
					? piece
					: [...(hasNoCase ? withOtherCase(first) : first)]
							.map((one) => escapeSign(one))
							.join('');
		}
	}

	return {kind: 'part', source: `${written}]`, length: whole.length};
}

function writeExpanded(piece: string, flags: string): Part {
	return {
		kind: 'part',
		source: expandClass(piece, flags),
		length: piece.length,
	};
}

/** In a class most signs stand for themselves, escaped or not. */
function classCharacter(piece: string): string | undefined {
	const [, sign] = /^\\?([\^$.*+?\(\)\[\]\{\}\|\\\/\-])$/v.exec(piece) ?? [];
	return sign ?? characterOf(piece);
}

function writeRange(first: string, last: string, hasNoCase: boolean): string {
	const range = `${escapeSign(first)}-${escapeSign(last)}`;
	if (!hasNoCase) {
		return range;
	}

	const others = new Set<string>();
	const end = last.codePointAt(0) ?? 0;
	for (let code = first.codePointAt(0) ?? 0; code <= end; code++) {
		for (const other of withOtherCase(String.fromCodePoint(code))) {
			if (other < first || other > last) {
				others.add(other);
			}
		}
	}

	return range + [...others].map((one) => escapeSign(one)).join('');
}

/** A repetition that, with those around it, is more than the engine counts. */
function findRepetition(source: string): string | undefined {
	/** For each group that is open, and the outside: the most repetitions of what is in it. */
	const groups = [1];
	let last = 1;
	let index = 0;
	while (index < source.length) {
		const piece =
			source[index] === '['
				? classAt(source, index, false)
				: takePiece(source, index);
		index += piece.length;
		const [, from, to] = /^\{(\d+)(?:,(\d*))?\}$/v.exec(piece) ?? [];
		if (piece.startsWith('(')) {
			groups.push(1);
			last = 1;
		} else if (piece === ')') {
			last = groups.pop() ?? 1;
		} else if (from === undefined) {
			last = 1;
		} else {
			last *= Math.max(1, Number(from), Number(to ?? 0));
			if (last > mostRepetitions) {
				return piece;
			}
		}

		groups.push(Math.max(groups.pop() ?? 1, last));
	}

	return undefined;
}

/** The class that begins at `from`; with sets, classes stand in classes. */
function classAt(source: string, from: number, hasSets: boolean): string {
	let depth = 0;
	let end = from;
	do {
		if (source[end] === '\\') {
			end++;
		} else if (source[end] === '[' && (hasSets || end === from)) {
			depth++;
		} else if (source[end] === ']') {
			depth--;
		}

		end++;
	} while (depth > 0 && end < source.length);

	return source.slice(from, end);
}

/** A class that the linear engine does not know, such as `\\p{Lu}` or `[[a-z]--[aeiou]]`, as one without flags: its characters are asked of the usual engine, and those beyond the first 65,536 are written as their two halves. */
function expandClass(source: string, flags: string): string {
	return expanded.take(`${flags} ${source}`, () => expand(source, flags));
}

/** Behind these planes no characters are assigned but tags and private ones. */
const lastCode = 0x3_ff_ff;
const firstAstral = 0x1_00_00;

const expanded = new BoundedCache<string, string>(32);

type Range = readonly [from: number, to: number];

function expand(source: string, flags: string): string {
	const ranges = rangesOf(new RegExp(`^${source}$`, flags));
	const first = ranges.filter(([from]) => from < firstAstral);
	const astral = ranges.filter(([from]) => from >= firstAstral);
	const inFirst = `[${first.map((range) => writeFolded(range)).join('')}]`;
	return `(?:${[inFirst, ...astral.flatMap((range) => writeHalves(range))].join('|')})`;
}

function rangesOf(expression: RegExp): Range[] {
	const ranges: Range[] = [];
	let from: number | undefined;
	for (let code = 0; code <= lastCode + 1; code++) {
		const isHalf = code >= 0xd8_00 && code <= 0xdf_ff;
		const isIn =
			code <= lastCode &&
			!isHalf &&
			expression.test(String.fromCodePoint(code));
		if (from !== undefined && (!isIn || code === firstAstral)) {
			ranges.push([from, code - 1]);
			from = undefined;
		}

		if (isIn) {
			from ??= code;
		}
	}

	return ranges;
}

/** A range beyond the first 65,536, cut where the first half of its characters changes. */
function writeHalves([from, to]: Range): string[] {
	const parts: string[] = [];
	for (let start = from; start <= to;) {
		const end = Math.min(to, Math.floor(start / 0x4_00) * 0x4_00 + 0x3_ff);
		const [high, low] = halvesOf(start);
		parts.push(`${unit(high)}[${writeFolded([low, halvesOf(end)[1]])}]`);
		start = end + 1;
	}

	return parts;
}

function halvesOf(code: number): Range {
	const offset = code - firstAstral;
	return [0xd8_00 + Math.floor(offset / 0x4_00), 0xdc_00 + (offset % 0x4_00)];
}

function writeFolded([from, to]: Range): string {
	return from === to ? unit(from) : `${unit(from)}-${unit(to)}`;
}

function unit(code: number): string {
	return String.raw`\u${code.toString(16).padStart(4, '0')}`;
}
