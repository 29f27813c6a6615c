/* eslint-disable no-bitwise -- Bytes are compared and hashed by their bits, as this is hot. */
import {wholeMessage} from '../../log/fields/field-filter.ts';
import {decodeValue} from '../../log/fields/field-bytes.ts';
import {type FieldReader} from '../../log/fields/field-reader.ts';
import {type WantedName, wantedName} from '../../log/fields/found-fields.ts';
import {
	isText,
	kindOf,
	textCode,
	type ValueCode,
	type ValueKind,
	type ValueReader,
} from '../../log/fields/typed-value.ts';
import {type Bytes} from '../buffer/columns.ts';
import {type Segment} from '../buffer/segment.ts';

/**
The values of one field in a segment: what they are, where their texts stand in the messages, and their numbers.

Seven bytes an entry, and eight more once one of them is no text; read when they are asked for.
*/
export class FieldColumn {
	readonly segment: Segment;
	/** What of its name stands in each message that names it, but for letters with escapes; it may be empty. */
	readonly needle: string;
	/** Whether no message has it that does not name it. */
	readonly isNamed: boolean;
	readonly #name: WantedName;
	readonly #isMessage: boolean;
	#states: Uint8Array;
	#offsets: Uint32Array;
	#lengths: Uint16Array;
	#numbers: Float64Array | undefined;

	constructor(segment: Segment, name: string) {
		this.segment = segment;
		this.#name = wantedName(name);
		this.#isMessage = name === wholeMessage;
		this.needle = plainPart(name);
		// Access logs tell fields without their names.
		this.isNamed = !this.#isMessage && this.#name.implied === 0;
		const capacity = segment.count;
		this.#states = new Uint8Array(capacity);
		this.#offsets = new Uint32Array(capacity);
		this.#lengths = new Uint16Array(capacity);
	}

	/** What it takes of the process's memory, in bytes. */
	get allocated(): number {
		return (
			this.#states.length *
			(bytesOfText + (this.#numbers === undefined ? 0 : bytesOfNumber))
		);
	}

	isRead(slot: number): boolean {
		return (this.#states[slot] ?? unread) !== unread;
	}

	/** Hot. Reads the value of a slot; behind `lastAt`, in the segment, its name does not stand. */
	take(
		slot: number,
		{
			fields,
			values,
		}: {readonly fields: FieldReader; readonly values: ValueReader},
		lastAt?: number,
	) {
		this.#grow(slot);
		const {bytes, offsets} = this.segment;
		const start = offsets[slot] ?? 0;
		const end = (offsets[slot + 1] ?? 1) - 1;
		if (!fields.find(bytes, [start, end], this.#name, lastAt)) {
			if (this.#isMessage) {
				this.#takeMessage(slot);
			} else {
				this.leaveOut(slot);
			}

			return;
		}

		const {found} = fields;
		const from = found.valueFrom[0] ?? 0;
		const to = found.valueTo[0] ?? 0;
		const code = values.read(bytes, from, to);
		this.#states[slot] = code | (found.isEscaped(0) ? isEscaped : 0);
		this.#offsets[slot] = from - start;
		this.#lengths[slot] = Math.min(longestValue, to - from);
		if (!isText(code)) {
			this.#numbers ??= new Float64Array(this.#states.length);
			this.#numbers[slot] = values.number;
		}
	}

	/** Hot. Notes that a slot does not have the field. */
	leaveOut(slot: number) {
		this.#grow(slot);
		this.#states[slot] = absent;
	}

	has(slot: number): boolean {
		const state = this.#states[slot] ?? unread;
		return state !== unread && state !== absent;
	}

	/** Of a slot that has a value. */
	code(slot: number): ValueCode {
		// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- It is what was written there.
		return ((this.#states[slot] ?? 0) & 0x0f) as ValueCode;
	}

	kind(slot: number): ValueKind {
		return kindOf(this.code(slot));
	}

	/** In milliseconds, bytes, or 1 and 0; 0 of a text. */
	number(slot: number): number {
		return this.#numbers?.[slot] ?? 0;
	}

	text(slot: number): string {
		const from = this.#messageStart(slot) + (this.#offsets[slot] ?? 0);
		const to = from + (this.#lengths[slot] ?? 0);
		const {bytes} = this.segment;
		return ((this.#states[slot] ?? 0) & isEscaped) === 0
			? knownTexts.take(bytes, from, to)
			: decodeValue(bytes, from, to, true);
	}

	#takeMessage(slot: number) {
		const {bytes, offsets} = this.segment;
		const from = offsets[slot] ?? 0;
		const to = (offsets[slot + 1] ?? 1) - 1;
		const end = to > from && bytes[to - 1] === newline ? to - 1 : to;
		this.#states[slot] = textCode;
		this.#offsets[slot] = 0;
		this.#lengths[slot] = Math.min(longestValue, end - from);
	}

	/** Messages are moved when others are dropped from their segment. */
	#messageStart(slot: number): number {
		return this.segment.offsets[slot] ?? 0;
	}

	/** A segment that is being written grows. */
	#grow(slot: number) {
		const {length} = this.#states;
		if (slot < length) {
			return;
		}

		const capacity = Math.max(
			Math.ceil(length * 1.25) + 256,
			this.segment.count,
		);
		this.#states = enlarge(this.#states, new Uint8Array(capacity));
		this.#offsets = enlarge(this.#offsets, new Uint32Array(capacity));
		this.#lengths = enlarge(this.#lengths, new Uint16Array(capacity));
		if (this.#numbers !== undefined) {
			this.#numbers = enlarge(this.#numbers, new Float64Array(capacity));
		}
	}
}

/** Texts of values, which mostly came before: to find one takes less time than to make it anew. */
class KnownTexts {
	readonly #texts = Array.from({length: mostTexts}, () => '');
	/** Of what came last: only what comes twice is kept, as most of other fields never comes again. */
	readonly #hashes = new Int32Array(mostTexts);

	/** Hot. The text of some bytes. */
	take(bytes: Bytes, from: number, to: number): string {
		if (to - from > longestKnown) {
			return bytes.toString('utf8', from, to);
		}

		let hash = to - from;
		for (let at = from; at < to; at++) {
			const code = bytes[at] ?? 0;
			if (code >= 0x80) {
				return bytes.toString('utf8', from, to);
			}

			hash = Math.imul(hash ^ code, 0x01_00_01_93);
		}

		const index = (hash ^ (hash >>> 15)) & (mostTexts - 1);
		const known = this.#texts[index] ?? '';
		if (isOf(known, bytes, from, to)) {
			return known;
		}

		const text = bytes.toString('latin1', from, to);
		if (this.#hashes[index] === hash) {
			this.#texts[index] = text;
		} else {
			this.#hashes[index] = hash;
		}

		return text;
	}
}

const mostTexts = 4096;
const longestKnown = 48;
const knownTexts = new KnownTexts();

/** Whether bytes of ASCII are those of a text. */
function isOf(
	text: string,
	bytes: Uint8Array,
	from: number,
	to: number,
): boolean {
	if (text.length !== to - from) {
		return false;
	}

	for (let index = 0; index < text.length; index++) {
		// eslint-disable-next-line unicorn/prefer-code-point -- It is faster, and there are no others.
		if (text.charCodeAt(index) !== bytes[from + index]) {
			return false;
		}
	}

	return true;
}

/** The longest part of a name that stands in messages as it is: the names of objects around it stand elsewhere, and signs and letters beyond ASCII may be written with escapes. */
function plainPart(name: string): string {
	const own = name.slice(name.lastIndexOf('.') + 1);
	const [longest = ''] = (own.match(/[\w $@\-]+/gv) ?? []).toSorted(
		(a, b) => b.length - a.length,
	);
	return longest;
}

/** What is known of a slot; other numbers are those of kinds of values. */
const unread = 0;
const absent = 0x40;
const isEscaped = 0x80;
const bytesOfText = 7;
const bytesOfNumber = 8;
const longestValue = 0xff_ff;
const newline = 0x0a;

function enlarge<
	Column extends Uint8Array | Uint16Array | Uint32Array | Float64Array,
>(column: Column, larger: Column): Column {
	larger.set(column);
	return larger;
}
