import {Buffer} from 'node:buffer';
import {type EntryColumns} from '../../log/entry-columns.ts';
import {Block, hexDigits, Literal, plainBytes} from '../json/block.ts';
import {
	type ByteReader,
	FewTexts,
	letters,
	roomOfPlace,
	standsAt,
	writePlace,
} from './line-bytes.ts';
import {fieldName} from './json-members.ts';
import {type JsonPlan, type MemberReaders} from './json-plan.ts';
import {type SameHour} from './same-hour.ts';

/** One member of an object, as it stands on a line. */
type Member = {
	/** What stands before its value: `{"time":`, `,"msg":`. */
	readonly before: Literal;
	readonly role: 'time' | 'level' | 'message' | 'place' | 'field';
};

/** How the objects stand on their lines that have the members of a plan. */
type Shape = {
	readonly members: readonly Member[];
	/** Behind the last value: `}`. */
	readonly after: Literal;
	/** The fields in the order in which they are shown: their members, and ` name=`. */
	readonly fields: ReadonlyArray<{
		readonly member: number;
		readonly words: DataView;
	}>;
	/** In bytes: how much longer a message may be than its line. */
	readonly room: number;
};

/** As many as `JsonPlans` has. */
const mostShapes = 8;

/** Reads objects off their bytes whose members are those of a plan, written as on the line that the plan was made of. */
export class PlannedBytes implements ByteReader {
	readonly #readers: MemberReaders;
	readonly #times: SameHour;
	readonly #levels = new FewTexts();
	readonly #places = new FewTexts();
	#shapes: readonly Shape[] = [];
	#shape: Shape | undefined;
	#block = new Block(Buffer.alloc(0));
	/** By member: where its value begins and ends, and what kind it is. */
	readonly #starts: number[] = [];
	readonly #ends: number[] = [];
	readonly #kinds: ValueKind[] = [];
	#time = 0;
	#level = '';
	#place = '';
	#messageAt = 0;
	#lineLength = 0;

	constructor(readers: MemberReaders, times: SameHour) {
		this.#readers = readers;
		this.#times = times;
	}

	/** The plan was made of this line. */
	learn(line: string, plan: JsonPlan) {
		const shape = shapeOf(line, plan);
		if (shape !== undefined) {
			this.#shapes = [shape, ...this.#shapes].slice(0, mostShapes);
		}
	}

	recognize(block: Block, from: number, to: number): boolean {
		this.#block = block;
		for (const shape of this.#shapes) {
			if (this.#fits(shape, from, to)) {
				this.#shape = shape;
				this.#lineLength = to - from;
				return true;
			}
		}

		return false;
	}

	add(columns: EntryColumns, place?: string) {
		const shape = this.#shape;
		if (shape === undefined) {
			return;
		}

		const {view} = this.#block;
		const messageAt = this.#messageAt;
		const from = this.#starts[messageAt] ?? 0;
		const to = this.#ends[messageAt] ?? 0;
		columns.beginMessage(
			this.#lineLength + shape.room + roomOfPlace(this.#place),
		);
		const textEnd = this.#endOfMessage(from, to);
		if (this.#kinds[messageAt] === 'escaped') {
			writeEscaped(columns, this.#block, from, textEnd);
		} else {
			columns.writeBytes(view, from, textEnd);
		}

		const isEmpty = textEnd === from;
		for (let index = 0; index < shape.fields.length; index++) {
			const field = shape.fields[index];
			if (field === undefined) {
				continue;
			}

			const {member, words} = field;
			const quote = this.#kinds[member] === 'quoted' ? 1 : 0;
			// Nothing stands before the first one then.
			columns.writeBytes(words, isEmpty && index === 0 ? 1 : 0, words.byteLength);
			columns.writeBytes(
				view,
				(this.#starts[member] ?? 0) - quote,
				(this.#ends[member] ?? 0) + quote,
			);
		}

		columns.endMessage(
			this.#time,
			this.#level,
			writePlace(columns, this.#place, place),
		);
	}

	/** Without one newline at its end. */
	#endOfMessage(from: number, to: number): number {
		const {bytes} = this.#block;
		const isBroken =
			to - from >= 2 &&
			bytes[to - 1] === lowerN &&
			isEscape(bytes, from, to - 2);
		if (!isBroken) {
			return to;
		}

		const isReturned =
			to - from >= 4 &&
			bytes[to - 3] === lowerR &&
			isEscape(bytes, from, to - 4);
		return isReturned ? to - 4 : to - 2;
	}

	#fits({members, after}: Shape, from: number, to: number): boolean {
		const block = this.#block;
		this.#place = '';
		let at = from;
		for (let index = 0; index < members.length; index++) {
			const member = members[index];
			if (member === undefined || !member.before.standsAt(block, at)) {
				return false;
			}

			at = this.#readValue(index, at + member.before.length, to);
			if (at > to || !this.#take(index, member.role)) {
				return false;
			}
		}

		return after.standsAt(block, at) && at + after.length === to;
	}

	/** Finds where a value ends; beyond `to` where it is to be read otherwise. */
	#readValue(index: number, from: number, to: number): number {
		const {bytes} = this.#block;
		const isText = bytes[from] === quoteMark;
		const start = isText ? from + 1 : from;
		const value = isText
			? readText(bytes, start, to)
			: readPlain(bytes, start, to);
		this.#starts[index] = start;
		this.#ends[index] = Math.abs(value);
		this.#kinds[index] = !isText ? 'plain' : value < 0 ? 'escaped' : 'text';
		return value === nowhere ? to + 1 : Math.abs(value) + (isText ? 1 : 0);
	}

	/** Whether a value is what is planned with. */
	#take(index: number, role: Member['role']): boolean {
		const {bytes} = this.#block;
		const from = this.#starts[index] ?? 0;
		const to = this.#ends[index] ?? 0;
		const kind = this.#kinds[index];
		switch (role) {
			case 'time': {
				return this.#takeTime(from, to, kind);
			}

			case 'message': {
				this.#messageAt = index;
				return kind === 'text' || kind === 'escaped';
			}

			case 'level': {
				const text = this.#levels.textOf(bytes, from, to);
				this.#level =
					kind === 'plain' ? this.#readers.level(Number(text)) : text;
				return (
					kind === 'text' || (kind === 'plain' && isWholeNumber(bytes, from, to))
				);
			}

			case 'place': {
				this.#place =
					kind === 'text' ? this.#places.textOf(bytes, from, to) : '';
				return kind === 'text';
			}

			case 'field': {
				if (kind === 'text' && isQuoted(bytes, from, to)) {
					this.#kinds[index] = 'quoted';
				}

				return kind === 'plain'
					? isAsWritten(bytes, from, to)
					: kind === 'text' && !hasHighBytes(bytes, from, to);
			}
		}
	}

	#takeTime(from: number, to: number, kind: ValueKind | undefined): boolean {
		const {bytes} = this.#block;
		if (kind === 'plain' && to - from === milliLength) {
			let millis = 0;
			for (let at = from; at < to; at++) {
				millis = millis * 10 + (bytes[at] ?? 0) - digit0;
			}

			this.#time = millis * 1000;
			return isWholeNumber(bytes, from, to) && bytes[from] !== digit0;
		}

		if (
			kind === 'text' &&
			this.#times.read(this.#block, from) &&
			this.#times.end === to
		) {
			this.#time = this.#times.time;
			return true;
		}

		const text = letters(bytes, from, to);
		const time =
			kind === 'text'
				? this.#readers.time(text)
				: kind === 'plain' && isAsWritten(bytes, from, to)
					? this.#readers.time(Number(text))
					: undefined;
		this.#time = time ?? 0;
		return time !== undefined;
	}
}

/** A number or a word; a text without escapes, one with some, one that is shown with its quotes. */
type ValueKind = 'plain' | 'text' | 'escaped' | 'quoted';

/** Of the epoch's milliseconds. */
const milliLength = 13;

/** How an object of a plan stands on its line; nothing where its values are not to be read off their bytes. */
function shapeOf(
	line: string,
	{names, time, level, message, place, rest}: JsonPlan,
): Shape | undefined {
	const bytes = Buffer.from(line);
	const roles = new Map<string | undefined, Member['role']>([
		[place, 'place'],
		[time, 'time'],
		[level, 'level'],
		[message, 'message'],
	]);
	const members: Member[] = [];
	let at = 0;
	for (const [index, name] of names.entries()) {
		const start = at;
		const sign = index === 0 ? openBrace : comma;
		const valueStart = startOfValue(bytes, start, [sign, name]);
		at =
			valueStart === undefined
				? bytes.length
				: endOfValue(bytes, valueStart, bytes.length);
		if (valueStart === undefined || at >= bytes.length) {
			return undefined;
		}

		members.push({
			before: new Literal(bytes.subarray(start, valueStart)),
			role: roles.get(name) ?? 'field',
		});
	}

	const fields = rest.map((name) => ({
		member: names.indexOf(name),
		words: new Block(Buffer.from(` ${fieldName(name)}=`)).view,
	}));
	return /^[ \t]{0,100}\}[ \t]{0,100}$/v.test(bytes.toString('latin1', at))
		? {
				members,
				after: new Literal(bytes.subarray(at)),
				fields,
				room: fields.reduce((sum, {words}) => sum + words.byteLength, 0),
			}
		: undefined;
}

/** Behind a sign, the name of a member and its colon; nothing where they do not stand there. */
function startOfValue(
	bytes: Uint8Array,
	from: number,
	[sign, name]: readonly [sign: number, name: string],
): number | undefined {
	const key = Buffer.from(JSON.stringify(name));
	const signAt = skipBlanks(bytes, from);
	const keyAt = skipBlanks(bytes, signAt + 1);
	const colonAt = skipBlanks(bytes, keyAt + key.length);
	return bytes[signAt] === sign &&
		standsAt(bytes, keyAt, key) &&
		bytes[colonAt] === colon
		? skipBlanks(bytes, colonAt + 1)
		: undefined;
}

function skipBlanks(bytes: Uint8Array, from: number): number {
	let at = from;
	while (bytes[at] === space || bytes[at] === tab) {
		at++;
	}

	return at;
}

/** Behind a value; `to` where it is a list or an object, or no JSON. */
function endOfValue(bytes: Uint8Array, from: number, to: number): number {
	if (bytes[from] !== quoteMark) {
		const end = readPlain(bytes, from, to);
		return end === nowhere ? to : end;
	}

	const end = readText(bytes, from + 1, to);
	return end === nowhere ? to : Math.abs(end) + 1;
}

const nowhere = 0;

/** Hot. Where the quote stands that closes a text, below 0 where it has escapes; nowhere where those are rare ones, or it is no JSON. */
function readText(bytes: Uint8Array, from: number, to: number): number {
	let hasEscapes = false;
	for (let at = from; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte === quoteMark) {
			return hasEscapes ? -at : at;
		}

		if (byte < space) {
			return nowhere;
		}

		if (byte === backslash) {
			hasEscapes = true;
			at++;
			const letter = bytes[at] ?? 0;
			if ((plainBytes[letter] ?? 0) !== 0) {
				continue;
			}

			const code = letter === lowerU ? readHex(bytes, at + 1) : -1;
			if (code === -1 || isRare(code)) {
				return nowhere;
			}

			at += 4;
		}
	}

	return nowhere;
}

/** Half of a character, or what may be the newline at the end of a message. */
function isRare(code: number): boolean {
	return (
		(code >= 0xd8_00 && code <= 0xdf_ff) ||
		code === newline ||
		code === carriageReturn
	);
}

/** The number that four hexadecimal digits are; below 0 where they are none. */
function readHex(bytes: Uint8Array, from: number): number {
	let code = 0;
	for (let at = from; at < from + 4; at++) {
		const digit = hexDigits[bytes[at] ?? 0] ?? 0;
		if (digit === 0) {
			return -1;
		}

		code = code * 16 + digit - 1;
	}

	return code;
}

/** Behind a number or a word; nowhere where it is another value. */
function readPlain(bytes: Uint8Array, from: number, to: number): number {
	let at = from;
	while (at < to && plainSigns[bytes[at] ?? 0] === 1) {
		at++;
	}

	return at === from ? nowhere : at;
}

/** By a byte: 1 where it may be of a number, or of `true`, `false`, `null`. */
const plainSigns = Uint8Array.from({length: 256}, (_, code) =>
	/[\da-z.+\-E]/v.test(String.fromCodePoint(code)) ? 1 : 0,
);

function isWholeNumber(bytes: Uint8Array, from: number, to: number): boolean {
	for (let at = from; at < to; at++) {
		const byte = bytes[at] ?? 0;
		if (byte < digit0 || byte > digit9) {
			return false;
		}
	}

	return to > from && (to - from === 1 || bytes[from] !== digit0);
}

/** Whether a number or a word is shown as it is written. */
function isAsWritten(bytes: Uint8Array, from: number, to: number): boolean {
	return isWholeNumber(bytes, from, to)
		? to - from <= mostDigits
		: (bytes[from] ?? 0) > digit9
			? words.some(
					(word) => word.length === to - from && standsAt(bytes, from, word),
				)
			: to - from <= mostDigits && fraction.test(letters(bytes, from, to));
}

/** What a number holds exactly. */
const mostDigits = 15;
const words = ['true', 'false', 'null'].map((word) => Buffer.from(word));
/** A number with a fraction, or a negative one. */
const fraction = /^-?(?:[1-9]\d*|0(?=\.(?!0{6})))(?:\.\d*[1-9])?$/v;

/** Whether a text is shown with quotes: `fieldValue` has them where one would not see its end. */
function isQuoted(bytes: Uint8Array, from: number, to: number): boolean {
	for (let at = from; at < to; at++) {
		if (bytes[at] === space) {
			return true;
		}
	}

	const first = bytes[from];
	return (
		to === from ||
		first === equals ||
		first === openBrace ||
		first === openBracket ||
		first === comma
	);
}

function hasHighBytes(bytes: Uint8Array, from: number, to: number): boolean {
	for (let at = from; at < to; at++) {
		if ((bytes[at] ?? 0) > 0x7e) {
			return true;
		}
	}

	return false;
}

/** Whether a backslash begins an escape, and is not the end of another one. */
function isEscape(bytes: Uint8Array, from: number, at: number): boolean {
	let start = at;
	while (start >= from && bytes[start] === backslash) {
		start--;
	}

	return (at - start) % 2 === 1;
}

/** Hot. Writes what a text of JSON stands for. */
function writeEscaped(
	columns: EntryColumns,
	{bytes, view}: Block,
	from: number,
	to: number,
) {
	let start = from;
	for (let at = from; at < to; at++) {
		if (bytes[at] !== backslash) {
			continue;
		}

		columns.writeBytes(view, start, at);
		at++;
		const plain = plainBytes[bytes[at] ?? 0] ?? 0;
		if (plain === 0) {
			columns.writeCodePoint(readHex(bytes, at + 1));
			at += 4;
		} else {
			columns.writeByte(plain);
		}

		start = at + 1;
	}

	columns.writeBytes(view, start, to);
}

const tab = 0x09;
const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quoteMark = 0x22;
const comma = 0x2c;
const digit0 = 0x30;
const digit9 = 0x39;
const colon = 0x3a;
const equals = 0x3d;
const openBracket = 0x5b;
const backslash = 0x5c;
const lowerN = 0x6e;
const lowerR = 0x72;
const lowerU = 0x75;
const openBrace = 0x7b;
