import {Buffer} from 'node:buffer';
import {type Micros} from '../../../log/entry.ts';
import {EntryColumns} from '../../../log/entry-columns.ts';
import {Block} from '../../json/block.ts';
import {
	type ByteReader,
	closeBrace,
	FewTexts,
	letters,
	standsAt,
	endOfQuoted,
} from './line-bytes.ts';
import {type ReadEntry} from './read-entry.ts';
import {type StampReader} from './stamp-reader.ts';

/** Reads `time=2026-01-31T12:03:21Z level=info msg="…" key=value`, in whichever order: the message is what `msg` says, and behind it the other members as they are. */
export class LogfmtReader implements ByteReader {
	readonly #stamps: StampReader;
	readonly #values = {
		time: new Value(),
		level: new Value(),
		message: new Value(),
	};

	/** Beginnings and ends of what is neither. */
	readonly #rest: number[] = [];
	#restCount = 0;
	#block = new Block(Buffer.alloc(0));
	#time: Micros | undefined;
	readonly #levels = new FewTexts();

	constructor(stamps: StampReader) {
		this.#stamps = stamps;
	}

	recognize(block: Block, from: number, to: number): boolean {
		const last = block.bytes[to - 1];
		return (
			last !== closeBrace &&
			last !== space &&
			this.#read(block, from, to) &&
			this.#time !== undefined
		);
	}

	add(columns: EntryColumns, place = '') {
		this.#write(columns, this.#time ?? 0, place);
	}

	readText(line: string): ReadEntry | undefined {
		const bytes = Buffer.from(line.trimEnd());
		if (!this.#read(new Block(bytes), 0, bytes.length)) {
			return undefined;
		}

		const columns = new EntryColumns();
		this.#write(columns, this.#time ?? 0, '');
		const {time, ...entry} = columns.at(0) ?? {
			time: 0,
			level: '',
			message: '',
			region: '',
		};
		return {...entry, ...(this.#time !== undefined && {time})};
	}

	/** Finds what stands where. Nothing else is a line of this format. */
	#read(block: Block, from: number, to: number): boolean {
		const {bytes} = block;
		const {time, level, message} = this.#values;
		this.#block = block;
		this.#restCount = 0;
		time.clear();
		level.clear();
		message.clear();
		if (!beginsWithName(bytes, from, to)) {
			return false;
		}

		for (let at = from; at < to;) {
			const end = this.#readMember(at, to);
			at = end + 1;
			while (at < to && bytes[at] === space) {
				at++;
			}
		}

		this.#time = this.#readTime();
		return level.isFound || this.#time !== undefined;
	}

	/** Returns where it ends. */
	#readMember(from: number, to: number): number {
		const {bytes} = this.#block;
		let at = from;
		while (at < to && bytes[at] !== space && bytes[at] !== equals) {
			at++;
		}

		const role = bytes[at] === equals ? roleOf(bytes, from, at) : undefined;
		const valueStart = Math.min(at + 1, to);
		const isQuoted =
			at < to && bytes[at] === equals && bytes[valueStart] === quote;
		const quoteAt = isQuoted ? endOfQuoted(bytes, valueStart + 1, to) : to;
		let end = quoteAt < to ? quoteAt + 1 : at;
		while (end < to && bytes[end] !== space) {
			end++;
		}

		const isWhole = quoteAt < to && end === quoteAt + 1;
		const value = role === undefined ? undefined : this.#values[role];
		if (
			value === undefined ||
			value.isFound ||
			isQuoted !== isWhole ||
			(!isQuoted && valueStart >= end)
		) {
			this.#addRest(from, end);
			return end;
		}

		value.from = isQuoted ? valueStart + 1 : valueStart;
		value.to = isQuoted ? quoteAt : end;
		value.isQuoted = isQuoted;
		return end;
	}

	#addRest(from: number, to: number) {
		const rest = this.#rest;
		if (this.#restCount > 0 && rest[this.#restCount - 1] === from - 1) {
			rest[this.#restCount - 1] = to;
		} else {
			rest[this.#restCount++] = from;
			rest[this.#restCount++] = to;
		}
	}

	/** What is no time stays in the message. */
	#readTime(): Micros | undefined {
		const {time} = this.#values;
		if (!time.isFound) {
			return undefined;
		}

		const {whole} = this.#stamps;
		if (whole.read(this.#block, time.from) && whole.end === time.to) {
			return whole.time;
		}

		const {bytes} = this.#block;
		const read = this.#stamps.read(letters(bytes, time.from, time.to));
		if (read === undefined) {
			const nameStart = bytes.lastIndexOf(space, time.from - 2) + 1;
			this.#addRest(nameStart, time.to + (time.isQuoted ? 1 : 0));
		}

		return read;
	}

	#write(columns: EntryColumns, time: Micros, place: string) {
		const {view, bytes} = this.#block;
		const {message} = this.#values;
		const rest = this.#rest;
		columns.beginMessage(bytes.length);
		let isFirst = true;
		if (message.isFound && message.to > message.from) {
			isFirst = false;
			if (message.isQuoted) {
				this.#writeQuoted(columns, message);
			} else {
				columns.writeBytes(view, message.from, message.to);
			}
		}

		for (let index = 0; index < this.#restCount; index += 2) {
			if (!isFirst) {
				columns.writeByte(space);
			}

			isFirst = false;
			columns.writeBytes(view, rest[index] ?? 0, rest[index + 1] ?? 0);
		}

		const {level} = this.#values;
		columns.endMessage(
			time,
			level.isFound
				? this.#levels.textOf(this.#block.bytes, level.from, level.to)
				: '',
			place,
		);
	}

	#writeQuoted(columns: EntryColumns, {from, to}: Value) {
		const {view, bytes} = this.#block;
		let start = from;
		for (let at = from; at < to; at++) {
			if (bytes[at] !== backslash) {
				continue;
			}

			const next = bytes[at + 1];
			if (next === quote || next === backslash || next === lowerN) {
				columns.writeBytes(view, start, at);
				columns.writeByte(next === lowerN ? newline : next);
				start = at + 2;
			}

			at++;
		}

		columns.writeBytes(view, start, to);
	}
}

/** What the value of a member is to an entry. */
type Role = 'time' | 'level' | 'message';

/** Where a value stands, without its quotes; nowhere before it was found. */
class Value {
	from = -1;
	to = -1;
	isQuoted = false;

	clear() {
		this.from = -1;
	}

	get isFound(): boolean {
		return this.from !== -1;
	}
}

/** A letter, and what may follow it in a name, up to the equals sign. */
function beginsWithName(bytes: Uint8Array, from: number, to: number): boolean {
	const most = Math.min(to, from + longestName);
	let at = from;
	while (at < most && nameSigns[bytes[at] ?? 0] === 1) {
		at++;
	}

	const first = bytes[from] ?? 0;
	return at > from && first > digit9 && bytes[at] === equals;
}

const longestName = 42;
/** By a byte: 1 where it may be of a name. */
const nameSigns = Uint8Array.from({length: 128}, (_, code) =>
	/[\w.\-@]/v.test(String.fromCodePoint(code)) ? 1 : 0,
);

type Name = {readonly bytes: Uint8Array; readonly role: Role};

/** By their first byte. */
const names: ReadonlyArray<readonly Name[] | undefined> = (() => {
	const all: Name[][] = [];
	for (const [role, words] of [
		['time', 'time ts timestamp t at'],
		['level', 'level lvl severity'],
		['message', 'msg message'],
	] as const) {
		for (const word of words.split(' ')) {
			const bytes = Buffer.from(word);
			const first = bytes[0] ?? 0;
			all[first] = [...(all[first] ?? []), {bytes, role}];
		}
	}

	return Array.from({length: 256}, (_, first) => all[first]);
})();

function roleOf(bytes: Uint8Array, from: number, to: number): Role | undefined {
	const some = names[bytes[from] ?? 0];
	if (some === undefined) {
		return undefined;
	}

	for (const one of some) {
		if (one.bytes.length === to - from && standsAt(bytes, from, one.bytes)) {
			return one.role;
		}
	}

	return undefined;
}

const newline = 0x0a;
const space = 0x20;
const quote = 0x22;
const digit9 = 0x39;
const equals = 0x3d;
const backslash = 0x5c;
const lowerN = 0x6e;
