import {Buffer} from 'node:buffer';
import {type EntryColumns} from '../../../log/entry-columns.ts';
import {Block} from '../../json/block.ts';
import {
	type JsonPlan,
	type MemberReaders,
	type Member,
	type Shape,
	shapeOf,
} from './json-plan.ts';
import {
	isAsWritten,
	isEscape,
	isWholeNumber,
	nowhere,
	readPlain,
	readText,
	shownAs,
	writeEscaped,
} from './json-values.ts';
import {
	type ByteReader,
	FewTexts,
	letters,
	roomOfPlace,
	writePlace,
} from './line-bytes.ts';
import {type SameHour} from './same-hour.ts';

/** Reads objects of JSON from their bytes: those that have the members of a plan, written as on the line from which the plan was made. */
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
	#lastNumber = '';
	#lastWord = '';

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
			columns.writeBytes(
				words,
				isEmpty && index === 0 ? 1 : 0,
				words.byteLength,
			);
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
		let index = 0;
		for (const member of members) {
			if (!member.before.standsAt(block, at)) {
				return false;
			}

			at = this.#readValue(index, at + member.before.length, to);
			if (at > to || !this.#take(index, member.role)) {
				return false;
			}

			index++;
		}

		return after.standsAt(block, at) && at + after.length === to;
	}

	/** Finds where a value ends; beyond `to` where it is to be read otherwise. */
	#readValue(index: number, from: number, to: number): number {
		const {bytes} = this.#block;
		const isText = bytes[from] === quoteMark;
		const start = isText ? from + 1 : from;
		const value = isText
			? readText(this.#block, start, to)
			: readPlain(bytes, start, to);
		this.#starts[index] = start;
		this.#ends[index] = Math.abs(value);
		this.#kinds[index] = isText ? (value < 0 ? 'escaped' : 'text') : 'plain';
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
				this.#level = kind === 'plain' ? this.#levelWord(text) : text;
				return (
					kind === 'text' ||
					(kind === 'plain' && isWholeNumber(bytes, from, to))
				);
			}

			case 'place': {
				this.#place =
					kind === 'text' ? this.#places.textOf(bytes, from, to) : '';
				return kind === 'text';
			}

			case 'field': {
				if (kind !== 'text') {
					return kind === 'plain' && isAsWritten(bytes, from, to);
				}

				const shown = shownAs(bytes, from, to);
				this.#kinds[index] = shown === 'quoted' ? shown : kind;
				return shown !== 'other';
			}
		}
	}

	/** Of a number. Most are the one before. */
	#levelWord(number: string): string {
		if (number !== this.#lastNumber) {
			this.#lastNumber = number;
			this.#lastWord = this.#readers.level(Number(number));
		}

		return this.#lastWord;
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

/** As many as `JsonPlans` has. */
const mostShapes = 8;

/** A number or a word; a text without escapes, one with some, one that is shown with its quotes. */
type ValueKind = 'plain' | 'text' | 'escaped' | 'quoted';

/** Of the epoch's milliseconds. */
const milliLength = 13;

const quoteMark = 0x22;
const digit0 = 0x30;
const lowerN = 0x6e;
const lowerR = 0x72;
