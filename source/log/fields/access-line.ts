/** What an access log's line tells by where it stands: `GET /path 200 in 12 ms`. */
import {
	blank,
	can,
	canOf,
	digitsEnd,
	escape,
	isBlank,
	isDigit,
	openBracket,
	quote,
	skipBlanks,
} from './field-bytes.ts';
import {ValueReader} from './typed-value.ts';

/** Finds what a line of an access log tells, off its bytes. Hot: most messages are no such lines, which is told by their first bytes. */
export class AccessLine {
	readonly #take: TakeImplied;
	readonly #values = new ValueReader();

	constructor(take: TakeImplied) {
		this.#take = take;
	}

	/** Reads method and path, status, duration or size, as far as they are there; returns whether a duration was. */
	readHead(source: Uint8Array, from: number, to: number): boolean {
		let at = skipSigns(source, from, to);
		let wordTo = methodEnd(source, at, to);
		if (wordTo === -1) {
			at = findQuotedRequest(source, from, to);
			wordTo = at === -1 ? -1 : methodEnd(source, at, to);
		}

		const pathFrom = wordTo === -1 ? -1 : skipSigns(source, wordTo, to);
		const pathTo = pathFrom === -1 ? -1 : pathEnd(source, pathFrom, to);
		if (pathTo === -1) {
			return false;
		}

		this.#take(method, at, wordTo);
		this.#take(path, pathFrom, pathTo);
		at = skipSigns(source, skipProtocol(source, pathTo, to), to);
		const statusTo = digitsEnd(source, at, to);
		if (statusTo - at !== 3 || !isEndOfWord(source[statusTo] ?? blank)) {
			return false;
		}

		this.#take(status, at, statusTo);
		at = skipSigns(source, statusTo, to);
		at = skipSigns(source, skipTook(source, at, to), to);
		const end = this.#values.measureEnd(source, at, to);
		const code = end === at ? 0 : this.#values.read(source, at, end);
		if (code === 3) {
			this.#take(duration, at, end);
		} else if (code === 2 || code === 4) {
			this.#take(size, at, end);
		}

		return code === 3;
	}

	/** Reads `… in 12 ms`, `… took 12 ms` at the end of a message. */
	readTail(source: Uint8Array, from: number, to: number) {
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
			this.#take(duration, at, end);
		}
	}
}

/** Names that do not stand in the line; the others have these numbers. */
export const impliedNames = [
	'',
	'method',
	'path',
	'status',
	'duration',
	'size',
] as const;
const method = 1;
const path = 2;
const status = 3;
const duration = 4;
const size = 5;

/** The longest word behind which a duration ends a line. */
const mostTail = 32;
/** In the common log format the request stands between quotes, behind who asked and when. */
const mostBeforeRequest = 256;

const encoder = new TextEncoder();
const methods = 'GET HEAD POST PUT PATCH DELETE OPTIONS'
	.split(' ')
	.map((name) => encoder.encode(name));

/** Takes what is found: the number of its name, and where its value stands. */
type TakeImplied = (name: number, from: number, to: number) => void;

function isOfNumber(code: number): boolean {
	return isDigit(code) || code === 0x2e;
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

function isEndOfWord(code: number): boolean {
	// eslint-disable-next-line no-bitwise -- What a byte can be is told by bits.
	return ((canOf[code] ?? 0) & can.followValue) !== 0 || code === 0xff;
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
