import {Buffer} from 'node:buffer';
import {type Micros} from '../../../log/entry.ts';
import {type Block, Literal} from '../../json/block.ts';
import {closeBrace, TextHead} from './line-bytes.ts';

/** Reads times that are written as the last one was and are of the same hour: only minutes, seconds and their fraction are told apart, which takes a tenth of reading all. */
export class SameHour {
	/** How many signs stand before the time that was learnt. */
	start = 0;
	/** What was read last. */
	time: Micros = 0;
	/** Where that ends. */
	end = 0;
	#isKnown = false;
	/** Up to the colon behind the hour. */
	#head = nothing;
	/** Behind the fraction: a zone, a year. */
	#tail = nothing;
	#hour: Micros = 0;
	readonly #text = new TextHead(longestTime);

	/** `text` is that time, behind `start` signs before it. */
	learn(text: string, time: Micros, start = 0) {
		const found = clockTime.exec(text);
		if (found !== null) {
			const [clock, minute, second, fraction = ''] = found;
			this.#isKnown = true;
			this.start = start;
			this.#head = literal(text.slice(0, found.index + 'HH:'.length));
			this.#tail = literal(text.slice(found.index + clock.length));
			this.#hour =
				time -
				Number(minute) * microsPerMinute -
				Number(second) * 1_000_000 -
				Number(fraction.slice(1, 7).padEnd(6, '0'));
		}
	}

	/** Hot. As `read`, of a line that ends at `to`; not of one that may end with JSON, which is read as text. */
	readLine(block: Block, from: number, to: number): boolean {
		return this.read(block, from) && block.bytes[to - 1] !== closeBrace;
	}

	/** Hot. Whether such a time begins at `from`: then `time` and `end` say which, and where it ends. */
	read(block: Block, from: number): boolean {
		if (!this.#isKnown || !this.#head.standsAt(block, from)) {
			return false;
		}

		const {bytes} = block;
		const clock = from + this.#head.length;
		const minute = twoDigits(bytes, clock);
		const second = twoDigits(bytes, clock + 3);
		if (
			minute < 0 ||
			minute > 59 ||
			second < 0 ||
			second > 59 ||
			bytes[clock + 2] !== colon
		) {
			return false;
		}

		let at = clock + 'MM:SS'.length;
		let micros = 0;
		const mark = bytes[at];
		if (mark === dot || mark === comma) {
			const start = at + 1;
			at = endOfDigits(bytes, start);
			if (at === start) {
				return false;
			}

			for (let index = 0; index < 6; index++) {
				micros =
					micros * 10 +
					(start + index < at ? digitAt(bytes, start + index) : 0);
			}
		}

		if (!this.#tail.standsAt(block, at)) {
			return false;
		}

		this.end = at + this.#tail.length;
		this.time = this.#hour + (minute * 60 + second) * 1_000_000 + micros;
		return true;
	}

	/** The same of the beginning of a text. */
	readText(text: string): boolean {
		if (!this.#isKnown) {
			return false;
		}

		this.#text.write(text);
		return this.read(this.#text.block, 0);
	}

	/** The time that is all of a text; nothing where it is to be read otherwise. */
	readWhole(text: string): Micros | undefined {
		return this.readText(text) && this.end === text.length
			? this.time
			: undefined;
	}
}

const microsPerMinute = 60_000_000;
const longestTime = 64;

function literal(text: string): Literal {
	return new Literal(Buffer.from(text));
}

const nothing = literal('');

const clockTime = /(?<!\d)\d\d:([0-5]\d):([0-5]\d)([.,]\d{1,9})?(?![\d:])/v;

const comma = 0x2c;
const dot = 0x2e;
const digit0 = 0x30;
const colon = 0x3a;

/** Below 0 where it is no number. */
function twoDigits(bytes: Uint8Array, index: number): number {
	const tens = digitAt(bytes, index);
	const ones = digitAt(bytes, index + 1);
	return tens < 0 || ones < 0 ? -1 : tens * 10 + ones;
}

function digitAt(bytes: Uint8Array, index: number): number {
	const digit = (bytes[index] ?? 0) - digit0;
	return digit > 9 ? -1 : digit;
}

/** Behind at most nine of them. */
function endOfDigits(bytes: Uint8Array, from: number): number {
	let at = from;
	while (at < from + 9 && digitAt(bytes, at) >= 0) {
		at++;
	}

	return at;
}
