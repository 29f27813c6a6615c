/**
Reads the control sequence that begins with the ESC at `index`, as ECMA-48 has it.

A string that another ESC breaks off ends there, as in a terminal. No text takes more than one walk through it, however its sequences are left open.
*/
export function readEscapeSequence(
	source: Characters,
	index: number,
): EscapeSequence {
	const introducer = codeAt(source, index + 1);
	if (introducer === openBracket) {
		return readControlSequence(source, index);
	}

	if (stringIntroducers.has(introducer)) {
		return readControlString(source, index + 2);
	}

	// ESC, any intermediates, one final character: `ESC c`, `ESC ( B`.
	const final = skip(source, index + 1, 0x20, 0x2f);
	return endWith(source, final, 0x30);
}

/** Characters of a text, or bytes of one in UTF-8: control sequences are ASCII in both. */
type Characters = string | Uint8Array;

/** What stands where an ESC is. */
type EscapeSequence =
	| {
			readonly kind: 'whole';
			/** The index after its last character. */
			readonly end: number;
			/** Whether it sets colours and the like (SGR): `ESC [`, parameters, `m`. */
			readonly isSgr: boolean;
	  }
	/** Something that belongs in no sequence stands at `end`. */
	| {readonly kind: 'broken'; readonly end: number}
	/** The text ends within it. */
	| {readonly kind: 'partial'};

/** Terminals look at some 30 parameters; a sequence with more than these characters of them sets no colours. */
const longestSgr = 256;

/** Where the `m` is of the SGR sequence that begins with the ESC at `index`; -1 if there is none. Hot: asked for each colour of each row. */
export function findSgrEnd(text: string, index: number): number {
	if (text.codePointAt(index + 1) !== openBracket) {
		return -1;
	}

	const limit = Math.min(text.length, index + longestSgr);
	for (let at = index + 2; at < limit; at++) {
		const code = text.codePointAt(at) ?? 0;
		if (code === lowerM) {
			return at;
		}

		// Digits, colons and semicolons.
		if (code < 0x30 || code > 0x3b) {
			return -1;
		}
	}

	return -1;
}

const bell = 0x07;
const escape = 0x1b;
const openBracket = 0x5b;
const backslash = 0x5c;
const lowerM = 0x6d;

/** Of OSC, DCS, SOS, PM and APC. */
const stringIntroducers: ReadonlySet<number> = new Set(
	Array.from(']PX^_', (character) => character.codePointAt(0) ?? 0),
);

function readControlSequence(
	source: Characters,
	index: number,
): EscapeSequence {
	const parametersEnd = skip(source, index + 2, 0x30, 0x3f);
	const final = skip(source, parametersEnd, 0x20, 0x2f);
	const sequence = endWith(source, final, 0x40);
	return sequence.kind === 'whole' && codeAt(source, final) === lowerM
		? {...sequence, isSgr: isSgr(source, index + 2, final)}
		: sequence;
}

function isSgr(source: Characters, from: number, to: number): boolean {
	return to - from <= longestSgr && skip(source, from, 0x30, 0x3b) === to;
}

/** Ends with BEL or `ESC \`. */
function readControlString(source: Characters, from: number): EscapeSequence {
	for (let at = from; at < source.length; at++) {
		const code = codeAt(source, at);
		if (code === bell) {
			return {kind: 'whole', end: at + 1, isSgr: false};
		}

		if (code === escape) {
			return at + 1 === source.length
				? {kind: 'partial'}
				: codeAt(source, at + 1) === backslash
					? {kind: 'whole', end: at + 2, isSgr: false}
					: {kind: 'broken', end: at};
		}
	}

	return {kind: 'partial'};
}

function endWith(
	source: Characters,
	index: number,
	from: number,
): EscapeSequence {
	if (index >= source.length) {
		return {kind: 'partial'};
	}

	const code = codeAt(source, index);
	return code >= from && code <= 0x7e
		? {kind: 'whole', end: index + 1, isSgr: false}
		: {kind: 'broken', end: index};
}

function skip(source: Characters, index: number, from: number, to: number) {
	let at = index;
	for (; at < source.length; at++) {
		const code = codeAt(source, at);
		if (code < from || code > to) {
			break;
		}
	}

	return at;
}

function codeAt(source: Characters, index: number): number {
	return (
		(typeof source === 'string' ? source.codePointAt(index) : source[index]) ??
		0
	);
}
