/* eslint-disable no-bitwise -- Bytes are compared and hashed by their bits, as this is hot. */
import {ValueReader} from './typed-value.ts';

/** Of one message so many fields are read at most. */
const mostFields = 1024;
/** Objects deeper than that are not gone into. */
const mostDepth = 32;

/** How a value stands in the bytes. */
export const standing = {
	/** As it is: a number, a word, a list of JSON. */
	bare: 0,
	/** Between quotes, which are left out. */
	quoted: 1,
	/** With its quotes, since escapes stand between them. */
	escaped: 2,
	/** Nothing: it is an object, whose members are fields. */
	object: 3,
} as const;

/** Names of what an access log's line holds, by their numbers. */
const impliedNames = ['', 'method', 'path', 'status', 'duration', 'size'];
const method = 1;
const path = 2;
const status = 3;
const duration = 4;
const size = 5;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The name of a field, made ready to be looked for. */
export type WantedName = {
	readonly bytes: Uint8Array;
	/** Its number among the names of access logs, or 0. */
	readonly implied: number;
};

export function wantedName(name: string): WantedName {
	return {
		bytes: encoder.encode(name),
		implied: Math.max(0, impliedNames.indexOf(name, 1)),
	};
}

/**
Reads the fields of a message off its bytes: members of JSON, also behind other text and nested, `key=value`, and what access logs tell (`GET /path 200 in 12 ms`).

Hot: nothing is made for a message, and no byte is looked at more than a few times, whatever stands open. Of a name that comes twice the last one counts.
*/
export class FieldReader {
	/** Fields of the message that was read last, objects among them. */
	count = 0;
	readonly valueFrom = new Uint32Array(mostFields);
	readonly valueTo = new Uint32Array(mostFields);
	/** One of `standing`. */
	readonly standings = new Uint8Array(mostFields);
	/** The bytes that were read last. */
	source: Uint8Array = new Uint8Array();
	readonly #nameFrom = new Uint32Array(mostFields);
	readonly #nameTo = new Uint32Array(mostFields);
	readonly #parents = new Int16Array(mostFields);
	readonly #implied = new Uint8Array(mostFields);
	readonly #outer = new Int16Array(mostDepth);
	readonly #values = new ValueReader();
	#hasDuration = false;

	read(source: Uint8Array, from: number, to: number) {
		this.source = source;
		this.count = 0;
		this.#hasDuration = false;
		this.#readAccess(from, to);
		let at = from;
		let start = from;
		while (at < to && this.count < mostFields) {
			const code = source[at];
			if (code === openBrace) {
				at = this.#readObject(at, to);
				start = at;
			} else if (code === equals) {
				at = this.#readPair(start, at, to);
				start = at;
			} else {
				at++;
			}
		}

		if (!this.#hasDuration) {
			this.#readTail(from, to);
		}
	}

	/** The field of a name; -1 where there is none. */
	indexOf({bytes, implied}: WantedName): number {
		for (let index = this.count - 1; index >= 0; index--) {
			if (
				this.standings[index] !== standing.object &&
				(this.#implied[index] === 0
					? this.#isNamed(index, bytes, bytes.length)
					: this.#implied[index] === implied)
			) {
				return index;
			}
		}

		return -1;
	}

	/** `error.name`: what stands before it first. */
	name(index: number): string {
		const implied = this.#implied[index] ?? 0;
		if (implied !== 0) {
			return impliedNames[implied] ?? '';
		}

		const parent = this.#parents[index] ?? -1;
		const own = this.#decode(
			this.#nameFrom[index] ?? 0,
			this.#nameTo[index] ?? 0,
		);
		return parent === -1 ? own : `${this.name(parent)}.${own}`;
	}

	/** Names that are the same have the same one; others hardly ever. */
	nameHash(index: number): number {
		const parent = this.#parents[index] ?? -1;
		let hash =
			parent === -1 ? (this.#implied[index] ?? 0) : this.nameHash(parent);
		const to = this.#nameTo[index] ?? 0;
		hash = Math.imul(hash ^ 0x9e_37_79_b9, 0x85_eb_ca_6b);
		for (let at = this.#nameFrom[index] ?? 0; at < to; at++) {
			hash = Math.imul(hash ^ (this.source[at] ?? 0), 0x01_00_01_93);
			hash ^= hash >>> 15;
		}

		return hash;
	}

	text(index: number): string {
		return decodeValue(
			this.source,
			this.valueFrom[index] ?? 0,
			this.valueTo[index] ?? 0,
			this.standings[index] === standing.escaped,
		);
	}

	#decode(from: number, to: number): string {
		return decoder.decode(this.source.subarray(from, to));
	}

	/** Whether the first `length` bytes of a wanted name are that of a field, with those of the objects around it. */
	#isNamed(index: number, wanted: Uint8Array, length: number): boolean {
		const from = this.#nameFrom[index] ?? 0;
		const own = (this.#nameTo[index] ?? 0) - from;
		const start = length - own;
		if (start < 0) {
			return false;
		}

		for (let at = own - 1; at >= 0; at--) {
			if (this.source[from + at] !== wanted[start + at]) {
				return false;
			}
		}

		const parent = this.#parents[index] ?? -1;
		return parent === -1
			? start === 0
			: start > 0 &&
					wanted[start - 1] === dot &&
					this.#isNamed(parent, wanted, start - 1);
	}

	/** The name of the next field; numbers one by one, since a pair of them would be made for each field. */
	#begin(nameFrom: number, nameTo: number, parent: number) {
		const index = this.count;
		this.#nameFrom[index] = nameFrom;
		this.#nameTo[index] = nameTo;
		this.#parents[index] = parent;
		this.#implied[index] = 0;
	}

	/** The value of the field whose name was begun. */
	#add(valueFrom: number, valueTo: number, how: number) {
		const index = this.count;
		if (index < mostFields) {
			this.valueFrom[index] = valueFrom;
			this.valueTo[index] = valueTo;
			this.standings[index] = how;
			this.count = index + 1;
		}
	}

	#addImplied(name: number, from: number, to: number) {
		if (this.count < mostFields) {
			this.#begin(0, 0, -1);
			this.#implied[this.count] = name;
			this.#add(from, to, standing.bare);
		}
	}

	/** Reads an object as far as it is JSON, and returns where it was left: what was cut off, or is broken, has what stands before that. */
	#readObject(open: number, to: number): number {
		const {source} = this;
		let depth = 0;
		let parent = -1;
		let at = open + 1;
		for (;;) {
			at = skipBlanks(source, at, to);
			const code = source[at];
			if (at >= to) {
				return to;
			}

			if (code === closeBrace) {
				at++;
				if (depth === 0) {
					return at;
				}

				depth--;
				parent = this.#outer[depth] ?? -1;
				at = skipComma(source, at, to);
				continue;
			}

			if (code !== quote) {
				return at;
			}

			const nameTo = stringEnd(source, at, to);
			if (nameTo === -1) {
				return to;
			}

			const nameFrom = at + 1;
			at = skipBlanks(source, nameTo, to);
			if (source[at] !== colon || at >= to) {
				return at;
			}

			at = skipBlanks(source, at + 1, to);
			if (at >= to || this.count >= mostFields) {
				return to;
			}

			if (source[at] === openBrace) {
				if (depth === mostDepth) {
					return to;
				}

				this.#begin(nameFrom, nameTo - 1, parent);
				this.#add(at, at, standing.object);
				this.#outer[depth] = parent;
				depth++;
				parent = this.count - 1;
				at++;
				continue;
			}

			this.#begin(nameFrom, nameTo - 1, parent);
			const end = this.#readMember(at, to);
			if (end <= at) {
				return Math.max(at, -end);
			}

			at = skipComma(source, end, to);
		}
	}

	/** Reads a value that is no object, and returns its end; where it is none, the negative of where to go on. */
	#readMember(at: number, to: number): number {
		const {source} = this;
		const code = source[at] ?? 0;
		if (code === quote) {
			const end = stringEnd(source, at, to);
			if (end === -1) {
				return -to;
			}

			if (hasEscape(source, at + 1, end - 1)) {
				this.#add(at, end, standing.escaped);
			} else {
				this.#add(at + 1, end - 1, standing.quoted);
			}

			return end;
		}

		if (code === openBracket) {
			const end = listEnd(source, at, to);
			if (end === -1) {
				return -to;
			}

			this.#add(at, end, standing.bare);
			return end;
		}

		let end = at;
		while (end < to && isOfLiteral(source[end] ?? 0)) {
			end++;
		}

		// What is `null` is not there.
		if (end > at && !isNull(source, at, end)) {
			this.#add(at, end, standing.bare);
		}

		return end === at ? -at : end;
	}

	/** Reads the pair whose sign stands at `sign`, and returns where to go on. */
	#readPair(start: number, sign: number, to: number): number {
		const {source} = this;
		let from = sign;
		while (from > start && isOfName(source[from - 1] ?? 0)) {
			from--;
		}

		from = behindColour(source, from, sign, start);
		const before = source[from - 1] ?? 0;
		const isName =
			from < sign &&
			isNameStart(source[from] ?? 0) &&
			(from === start || isBeforeName(before));
		const valueFrom = sign + 1;
		if (!isName || valueFrom >= to) {
			return valueFrom;
		}

		this.#begin(from, sign, -1);

		if (source[valueFrom] === quote) {
			const end = stringEnd(source, valueFrom, to, true);
			if (end === -1) {
				return valueFrom + 1;
			}

			if (hasEscape(source, valueFrom + 1, end - 1)) {
				this.#add(valueFrom, end, standing.escaped);
			} else {
				this.#add(valueFrom + 1, end - 1, standing.quoted);
			}

			return end;
		}

		let end = valueFrom;
		while (end < to && !isBehindValue(source[end] ?? 0)) {
			end++;
		}

		if (end === valueFrom) {
			return end;
		}

		// The unit of a number may stand behind a blank.
		const measured =
			source[end] === blank && isDigit(source[end - 1] ?? 0)
				? this.#values.measureEnd(source, valueFrom, to)
				: end;
		const valueTo = Math.max(end, measured);
		this.#add(valueFrom, valueTo, standing.bare);
		return valueTo;
	}

	/** Reads the line of an access log: method and path, status, duration or size, as far as they are there. */
	#readAccess(from: number, to: number) {
		const {source} = this;
		let at = skipSigns(source, from, to);
		let wordTo = methodEnd(source, at, to);
		if (wordTo === -1) {
			at = findQuotedRequest(source, from, to);
			wordTo = at === -1 ? -1 : methodEnd(source, at, to);
		}

		const pathFrom = wordTo === -1 ? -1 : skipSigns(source, wordTo, to);
		const pathTo = pathFrom === -1 ? -1 : pathEnd(source, pathFrom, to);
		if (pathTo === -1) {
			return;
		}

		this.#addImplied(method, at, wordTo);
		this.#addImplied(path, pathFrom, pathTo);
		at = skipSigns(source, skipProtocol(source, pathTo, to), to);
		const digits = digitsEnd(source, at, to);
		if (digits - at !== 3 || !isEndOfWord(source[digits] ?? blank)) {
			return;
		}

		this.#addImplied(status, at, digits);
		at = skipSigns(source, digits, to);
		at = skipSigns(source, skipTook(source, at, to), to);
		const end = this.#values.measureEnd(source, at, to);
		const code = end === at ? 0 : this.#values.read(source, at, end);
		if (code === 3) {
			this.#hasDuration = true;
			this.#addImplied(duration, at, end);
		} else if (code === 2 || code === 4) {
			this.#addImplied(size, at, end);
		}
	}

	/** `… in 12 ms`, `… took 12 ms` at the end of the first line. */
	#readTail(from: number, to: number) {
		const {source} = this;
		let end = to;
		while (end > from && isBlank(source[end - 1] ?? 0)) {
			end--;
		}

		if (source[end - 1] !== 0x73) {
			return;
		}

		let at = end - 1;
		const least = Math.max(from, end - mostTail);
		while (at > least && !isDigit(source[at - 1] ?? 0)) {
			at--;
		}

		while (at > least && isOfNumber(source[at - 1] ?? 0)) {
			at--;
		}

		const word = source[at - 2];
		const isTook =
			source[at - 1] === blank &&
			at - 4 >= from &&
			(word === 0x6b
				? source[at - 3] === 0x6f && source[at - 4] === 0x6f
				: word === 0x6e && source[at - 3] === 0x69 && source[at - 4] === blank);
		if (isTook && this.#values.read(source, at, end) === 3) {
			this.#addImplied(duration, at, end);
		}
	}
}

const mostTail = 32;

/** The text of a value that stands in bytes; one with escapes has its quotes. */
export function decodeValue(
	source: Uint8Array,
	from: number,
	to: number,
	isEscaped: boolean,
): string {
	const text = decoder.decode(source.subarray(from, to));
	return isEscaped ? unescape(text) : text;
}

/** What cannot be read as JSON writes it stays as it stands. */
function unescape(text: string): string {
	try {
		return String(JSON.parse(text));
	} catch {
		return text.slice(1, -1).replaceAll(/\\(["\\])/gv, '$1');
	}
}

const blank = 0x20;
const quote = 0x22;
const dot = 0x2e;
const colon = 0x3a;
const equals = 0x3d;
const openBracket = 0x5b;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const escape = 0x1b;

function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

function isBlank(code: number): boolean {
	return code === blank || (code >= 0x09 && code <= 0x0d);
}

function skipBlanks(source: Uint8Array, from: number, to: number): number {
	let at = from;
	while (at < to && isBlank(source[at] ?? 0)) {
		at++;
	}

	return at;
}

function skipComma(source: Uint8Array, from: number, to: number): number {
	const at = skipBlanks(source, from, to);
	return source[at] === 0x2c ? at + 1 : at;
}

/** Behind the quote that closes the one at `open`; -1 where none does, or, but for `isLoose`, the line ends before. */
function stringEnd(
	source: Uint8Array,
	open: number,
	to: number,
	isLoose = false,
): number {
	for (let at = open + 1; at < to; at++) {
		const code = source[at] ?? 0;
		if (code > backslash) {
			continue;
		}

		if (code === quote) {
			return at + 1;
		}

		if (code === backslash) {
			at++;
		} else if (code < blank && !isLoose) {
			return -1;
		}
	}

	return -1;
}

function hasEscape(source: Uint8Array, from: number, to: number): boolean {
	for (let at = from; at < to; at++) {
		if (source[at] === backslash) {
			return true;
		}
	}

	return false;
}

/** Behind the bracket that closes the one at `open`, whatever stands between them; -1 where none does. */
function listEnd(source: Uint8Array, open: number, to: number): number {
	let depth = 0;
	for (let at = open; at < to; at++) {
		const code = source[at] ?? 0;
		switch (code) {
			case quote: {
				const end = stringEnd(source, at, to);
				if (end === -1) {
					return -1;
				}

				at = end - 1;

				break;
			}

			case openBracket:
			case openBrace: {
				depth++;

				break;
			}

			case 0x5d:
			case closeBrace: {
				depth--;
				if (depth === 0) {
					return at + 1;
				}

				break;
			}
			// No default
		}
	}

	return -1;
}

/** Of a number, `true`, `false` or `null`. */
function isOfLiteral(code: number): boolean {
	return (
		isDigit(code) ||
		(code >= 0x61 && code <= 0x7a) ||
		code === 0x2d ||
		code === 0x2b ||
		code === dot ||
		code === 0x45
	);
}

function isNull(source: Uint8Array, from: number, to: number): boolean {
	return to - from === 4 && source[from] === 0x6e && source[from + 1] === 0x75;
}

/** A letter, a digit, `_`, `.` or `-`. */
function isOfName(code: number): boolean {
	return isNameStart(code) || isDigit(code) || code === dot || code === 0x2d;
}

function isNameStart(code: number): boolean {
	return ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) || code === 0x5f;
}

/** A blank, `(`, `,`, `;`, `[`. */
function isBeforeName(code: number): boolean {
	return (
		isBlank(code) ||
		code === 0x28 ||
		code === 0x2c ||
		code === 0x3b ||
		code === openBracket ||
		// The end of a colour.
		code === 0x6d
	);
}

/** A colour's own letters, `36m`, are no part of the name behind it. */
function behindColour(
	source: Uint8Array,
	from: number,
	to: number,
	start: number,
): number {
	if (
		from - start < 2 ||
		source[from - 1] !== openBracket ||
		source[from - 2] !== escape
	) {
		return from;
	}

	let at = from;
	while (at < to && isDigit(source[at] ?? 0)) {
		at++;
	}

	return source[at] === 0x6d ? at + 1 : from;
}

/** A blank, a quote, a bracket of any kind, `,`, `;`, or the beginning of a colour. */
function isBehindValue(code: number): boolean {
	return (
		isBlank(code) ||
		code === escape ||
		code === quote ||
		code === 0x27 ||
		code === 0x28 ||
		code === 0x29 ||
		code === 0x2c ||
		code === 0x3b ||
		code === openBracket ||
		code === 0x5d ||
		code === openBrace ||
		code === closeBrace
	);
}

function isOfNumber(code: number): boolean {
	return isDigit(code) || code === dot;
}

/** Behind blanks, colours and what points the way: `-->`, `<--`, `-`. */
function skipSigns(source: Uint8Array, from: number, to: number): number {
	let at = from;
	while (at < to) {
		const code = source[at] ?? 0;
		if (code === escape && source[at + 1] === openBracket) {
			at += 2;
			while (at < to && (isDigit(source[at] ?? 0) || source[at] === 0x3b)) {
				at++;
			}

			at++;
		} else if (
			isBlank(code) ||
			code === 0x2d ||
			code === 0x3c ||
			code === 0x3e ||
			code === quote
		) {
			at++;
		} else {
			break;
		}
	}

	return at;
}

const methods = 'GET HEAD POST PUT PATCH DELETE OPTIONS'
	.split(' ')
	.map((name) => encoder.encode(name));

/** Behind the method that stands at `from`; -1 where none does. */
function methodEnd(source: Uint8Array, from: number, to: number): number {
	const first = source[from] ?? 0;
	if (first < 0x44 || first > 0x50) {
		return -1;
	}

	for (const name of methods) {
		const end = from + name.length;
		if (
			first === name[0] &&
			end < to &&
			name.every((code, index) => source[from + index] === code) &&
			(source[end] === blank || source[end] === escape)
		) {
			return end;
		}
	}

	return -1;
}

/** In the common log format the request stands between quotes, behind who asked and when. */
const mostBeforeRequest = 256;

function findQuotedRequest(
	source: Uint8Array,
	from: number,
	to: number,
): number {
	// Its line begins with an address.
	if (!isDigit(source[from] ?? 0)) {
		return -1;
	}

	const end = Math.min(to, from + mostBeforeRequest);
	for (let at = from; at < end; at++) {
		if (source[at] === quote) {
			return at + 1;
		}
	}

	return -1;
}

/** Behind a path or an address; -1 where none stands at `from`. */
function pathEnd(source: Uint8Array, from: number, to: number): number {
	const first = source[from];
	if (first !== 0x2f && first !== 0x68) {
		return -1;
	}

	let at = from;
	while (
		at < to &&
		!isBlank(source[at] ?? 0) &&
		source[at] !== quote &&
		source[at] !== escape
	) {
		at++;
	}

	return at;
}

/** Behind `HTTP/1.1"`. */
function skipProtocol(source: Uint8Array, from: number, to: number): number {
	const at = skipBlanks(source, from, to);
	if (source[at] !== 0x48 || source[at + 1] !== 0x54) {
		return from;
	}

	let end = at;
	while (end < to && !isBlank(source[end] ?? 0)) {
		end++;
	}

	return end;
}

function digitsEnd(source: Uint8Array, from: number, to: number): number {
	let at = from;
	while (at < to && isDigit(source[at] ?? 0)) {
		at++;
	}

	return at;
}

function isEndOfWord(code: number): boolean {
	return isBlank(code) || isBehindValue(code) || code === 0xff;
}

/** Behind `in`, `took` or `(`. */
function skipTook(source: Uint8Array, from: number, to: number): number {
	const first = source[from];
	if (first === 0x28) {
		return from + 1;
	}

	const length = first === 0x69 ? 2 : first === 0x74 ? 4 : 0;
	return length > 0 && from + length < to && source[from + length] === blank
		? from + length
		: from;
}
