/* eslint-disable no-bitwise -- Bytes are compared and hashed by their bits, as this is hot. */
import {can, canOf, equals} from './field-bytes.ts';

/** What the value of a field is; durations are compared in milliseconds, sizes in bytes. */
export type ValueKind = 'text' | 'number' | 'duration' | 'size' | 'boolean';

/** The same as small numbers, for columns. */
const valueCodes = {
	text: 1,
	number: 2,
	duration: 3,
	size: 4,
	boolean: 5,
} as const satisfies Readonly<Record<ValueKind, number>>;

export const textCode = valueCodes.text;

export type ValueCode = (typeof valueCodes)[ValueKind];

// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- The codes have just these names.
const kinds = Object.keys(valueCodes) as readonly ValueKind[];

export function kindOf(code: ValueCode): ValueKind {
	return kinds[code - 1] ?? 'text';
}

export function isText(code: ValueCode): boolean {
	return code === valueCodes.text;
}

/** Whether values of a kind are more or less than others. */
export function isMeasure(
	kind: ValueKind,
): kind is 'number' | 'duration' | 'size' {
	return kind === 'number' || kind === 'duration' || kind === 'size';
}

type Unit = readonly [code: ValueCode, size: number];

const durations: ReadonlyArray<readonly [size: number, names: string]> = [
	[1e-6, 'ns nsec nsecs nanos nanosecond nanoseconds'],
	[1e-3, 'us µs μs usec usecs micros microsecond microseconds'],
	[1, 'ms msec msecs millis millisecond milliseconds'],
	[1000, 's sec secs second seconds'],
	[60_000, 'm min mins minute minutes'],
	[3_600_000, 'h hr hrs hour hours'],
	[86_400_000, 'd day days'],
];
const sizes: ReadonlyArray<readonly [size: number, names: string]> = [
	[1, 'b byte bytes'],
	[1e3, 'kb'],
	[1e6, 'mb'],
	[1e9, 'gb'],
	[1e12, 'tb'],
	[1024, 'kib'],
	[1024 ** 2, 'mib'],
	[1024 ** 3, 'gib'],
	[1024 ** 4, 'tib'],
];

/** A unit as it stands behind a number, and how much it is of the one that values are compared in. */
const units: ReadonlyMap<string, Unit> = new Map(
	[
		...durations.map((unit) => [valueCodes.duration, ...unit] as const),
		...sizes.map((unit) => [valueCodes.size, ...unit] as const),
	].flatMap(([code, size, names]) =>
		names.split(' ').map((name) => [name, [code, size]] as const),
	),
);

const longestUnit = 12;
/** In bytes: of so many one number can be made. */
const packable = 6;
const percent = 0x25;
const blank = 0x20;
const capitalM = 0x4d;
const capitalP = 0x50;
const capitalT = 0x54;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const unitsByBytes: ReadonlyMap<number, Unit> = new Map(
	[...units].flatMap(([name, unit]) => {
		const bytes = encoder.encode(name);
		return bytes.length > packable
			? []
			: [[pack(bytes, 0, bytes.length), unit] as const];
	}),
);
const booleans: ReadonlyMap<number, number> = new Map(
	Object.entries({true: 1, yes: 1, false: 0, no: 0}).map(([word, number]) => {
		const bytes = encoder.encode(word);
		return [pack(bytes, 0, bytes.length), number] as const;
	}),
);
const longestBoolean = 5;

/** The letters of ISO 8601 before and behind its `T`, and how many milliseconds they are; years and months have no length of their own. */
const isoDays: ReadonlyMap<number, number> = lettersOf([
	['W', 7 * 86_400_000],
	['D', 86_400_000],
]);
const isoTimes: ReadonlyMap<number, number> = lettersOf([
	['H', 3_600_000],
	['M', 60_000],
	['S', 1000],
]);

function lettersOf(
	sizes: ReadonlyArray<readonly [letter: string, size: number]>,
): ReadonlyMap<number, number> {
	return new Map(
		sizes.map(([letter, size]) => [letter.codePointAt(0) ?? 0, size]),
	);
}

/** Tells from the bytes of a value what it is: `12`, `-1.5e3`, `85%`, `12 ms`, `1m30s`, `PT1M30S`, `4.2 kB`, `true`; all else is text. Hot. */
export class ValueReader {
	/** What was read last, in milliseconds, bytes, or 1 and 0. */
	number = 0;
	#end = 0;

	read(source: Uint8Array, from: number, to: number): ValueCode {
		const first = source[from] ?? 0;
		if (!isDigit(first) && first !== 0x2d && first !== 0x2b && first !== 0x2e) {
			return this.#readWord(source, from, to);
		}

		if (!this.#readNumber(source, from, to)) {
			return valueCodes.text;
		}

		return this.#end === to ||
			(this.#end === to - 1 && source[this.#end] === percent)
			? valueCodes.number
			: this.#readUnits(source, this.#end, to);
	}

	/** Behind a number, and its unit, that begins at `from`; `from` where there is none. */
	measureEnd(source: Uint8Array, from: number, to: number): number {
		if (!this.#readNumber(source, from, to)) {
			return from;
		}

		const numberEnd = this.#end;
		const unitFrom = source[numberEnd] === blank ? numberEnd + 1 : numberEnd;
		const unitTo = wordEnd(source, unitFrom, to);
		return unitIn(source, unitFrom, unitTo) !== undefined &&
			!isName(source, unitTo, to)
			? unitTo
			: numberEnd;
	}

	#readWord(source: Uint8Array, from: number, to: number): ValueCode {
		if (source[from] === capitalP && to - from > 2) {
			return this.#readIsoDuration(source, from + 1, to);
		}

		if (to - from > longestBoolean || to === from) {
			return valueCodes.text;
		}

		const boolean = booleans.get(pack(source, from, to));
		if (boolean === undefined) {
			return valueCodes.text;
		}

		this.number = boolean;
		return valueCodes.boolean;
	}

	/** `PT1M30.5S`, `P1DT2H`: what stands behind the `P`. */
	#readIsoDuration(source: Uint8Array, from: number, to: number): ValueCode {
		let letters = isoDays;
		let sum = 0;
		let lastSize = Number.POSITIVE_INFINITY;
		let at = from;
		while (at < to) {
			if (source[at] === capitalT && letters === isoDays) {
				letters = isoTimes;
				at++;
			}

			const isNumber =
				at < to &&
				isDigit(source[at] ?? 0) &&
				this.#readNumber(source, at, to) &&
				this.#end < to;
			const size = isNumber ? letters.get(source[this.#end] ?? 0) : undefined;
			if (size === undefined || size >= lastSize) {
				return valueCodes.text;
			}

			sum += this.number * size;
			lastSize = size;
			at = this.#end + 1;
		}

		this.number = sum;
		return valueCodes.duration;
	}

	/** One unit, or several of falling size, each with its number: `1h2m3.5s`. */
	#readUnits(source: Uint8Array, from: number, to: number): ValueCode {
		let sum = 0;
		let at = from;
		let lastSize = Number.POSITIVE_INFINITY;
		for (;;) {
			const unitFrom = source[at] === blank ? at + 1 : at;
			const unitTo = wordEnd(source, unitFrom, to);
			const unit = unitIn(source, unitFrom, unitTo);
			if (unit === undefined || unit[1] >= lastSize) {
				return valueCodes.text;
			}

			const [code, size] = unit;
			const isNegative = sum < 0;
			sum += this.number * size * (isNegative ? -1 : 1);
			if (unitTo === to) {
				this.number = sum;
				return code;
			}

			if (
				code !== valueCodes.duration ||
				!isDigit(source[unitTo] ?? 0) ||
				!this.#readNumber(source, unitTo, to)
			) {
				return valueCodes.text;
			}

			lastSize = size;
			at = this.#end;
		}
	}

	/** Reads a decimal number as far as it goes. */
	#readNumber(source: Uint8Array, from: number, to: number): boolean {
		let at = from;
		const sign = source[at];
		if (isSign(sign)) {
			at++;
		}

		let value = 0;
		let digits = 0;
		let decimals = 0;
		for (; at < to && isDigit(source[at] ?? 0); at++) {
			value = value * 10 + (source[at] ?? 0) - 0x30;
			digits++;
		}

		if (isPoint(source, at, to)) {
			for (at++; at < to && isDigit(source[at] ?? 0); at++) {
				value = value * 10 + (source[at] ?? 0) - 0x30;
				digits++;
				decimals++;
			}
		}

		if (digits === 0) {
			return false;
		}

		const mantissaEnd = at;
		if (((source[at] ?? 0) | 0x20) === 0x65) {
			at = exponentEnd(source, at, to);
		}

		this.#end = at;
		if (at === mantissaEnd && digits <= 15) {
			// Both are exact, so the quotient is as exact as can be.
			const exact = decimals === 0 ? value : value / 10 ** decimals;
			this.number = sign === 0x2d ? -exact : exact;
			return true;
		}

		this.number = Number(decoder.decode(source.subarray(from, at)));
		return Number.isFinite(this.number);
	}
}

const reader = new ValueReader();

export type TypedValue = {
	readonly kind: ValueKind;
	/** In milliseconds, bytes, or 1 and 0; 0 of a text. */
	readonly number: number;
};

/** What a text is, as the value of a field. */
export function readValue(text: string): TypedValue {
	const bytes = encoder.encode(text);
	const code = reader.read(bytes, 0, bytes.length);
	return {
		kind: kindOf(code),
		number: code === valueCodes.text ? 0 : reader.number,
	};
}

/** What a number without a unit counts, where the name of its field says so: `durationMs`, `took_s`, `body_bytes`. */
export function unitOfName(
	name: string,
): {readonly kind: ValueKind; readonly size: number} | undefined {
	const [, suffix = ''] =
		/(?:[a-z\d](?=[A-Z])|[_\-.])(Ns|Us|Micros|Ms|Millis|Sec|Secs|Seconds|Minutes|Hours|Bytes|KB|KiB|MB|MiB|GB|GiB|ns|us|micros|ms|millis|s|sec|secs|seconds|minutes|hours|bytes|kb|kib|mb|mib|gb|gib)$/v.exec(
			name,
		) ?? [];
	const unit = units.get(suffix.toLowerCase());
	return unit === undefined
		? undefined
		: {kind: kindOf(unit[0]), size: unit[1]};
}

function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}

/** Whether decimals begin at `at`: a point alone is none. */
function isPoint(source: Uint8Array, at: number, to: number): boolean {
	return source[at] === 0x2e && at + 1 < to && isDigit(source[at + 1] ?? 0);
}

function isSign(code: number | undefined): boolean {
	return code === 0x2d || code === 0x2b;
}

/** Behind the exponent whose letter stands at `from`; `from` where it is none. */
function exponentEnd(source: Uint8Array, from: number, to: number): number {
	const digitsFrom = from + (isSign(source[from + 1]) ? 2 : 1);
	let end = digitsFrom;
	while (end < to && isDigit(source[end] ?? 0)) {
		end++;
	}

	return end > digitsFrom && end <= to ? end : from;
}

/** Behind the letters that begin at `from`. */
function wordEnd(source: Uint8Array, from: number, to: number): number {
	let at = from;
	while (at < to && isOfWord(source[at] ?? 0)) {
		at++;
	}

	return at;
}

function isOfWord(code: number): boolean {
	return ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) || code >= 0x80;
}

/** Whether a word is the next name of pairs (`a=1 b=2`): what stands behind it. */
function isName(source: Uint8Array, wordTo: number, to: number): boolean {
	let at = wordTo;
	while (at < to && ((canOf[source[at] ?? 0] ?? 0) & can.beInName) !== 0) {
		at++;
	}

	return at < to && source[at] === equals;
}

/** The unit that a word is, whatever the case of its letters; but `M` alone may mean millions, or megabytes. */
function unitIn(
	source: Uint8Array,
	from: number,
	to: number,
): Unit | undefined {
	const length = to - from;
	if (length === 1 && source[from] === capitalM) {
		return undefined;
	}

	return length <= packable
		? unitsByBytes.get(pack(source, from, to))
		: length <= longestUnit
			? units.get(decoder.decode(source.subarray(from, to)).toLowerCase())
			: undefined;
}

/** A few bytes as one number, whatever the case of letters. */
function pack(source: Uint8Array, from: number, to: number): number {
	let packed = 0;
	for (let at = from; at < to; at++) {
		const code = source[at] ?? 0;
		packed = packed * 256 + (code < 0x80 ? code | 0x20 : code);
	}

	return packed;
}
