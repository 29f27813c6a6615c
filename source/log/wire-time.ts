import {parseStamp} from './stamp.ts';
import {type Micros} from './wall-time.ts';

/**
A time as the world writes it → microseconds since the epoch; `undefined` where nothing says which instant is meant.

RFC 3339, also with a space or a comma, without colon, seconds or zone (then it is UTC), with what Go, Java and JavaScript write behind the zone; `27/Nov/2026:10:00:00 +0000`, `Fri, 27 Nov 2026 10:00:00 GMT` and `Nov 27, 2026, 10:00:00 AM`; the epoch's seconds, milliseconds, microseconds or nanoseconds.
*/
export function readTime(text: string): Micros | undefined {
	if (text === '' || text.length > longestTime) {
		return undefined;
	}

	return parseTime(text) ?? parseEpoch(text) ?? parseOther(text);
}

const microsPerDay = 86_400_000_000;
const microsPerMinute = 60_000_000;

const longestTime = 100;

/** A time whose sense does not depend on how its language or runtime decorates it. */
function parseOther(text: string): Micros | undefined {
	const bare = text
		.replaceAll(/[\u00A0\u202F]/gv, ' ')
		.replaceAll('\u2212', '-')
		// RFC 9557 and Java: `[Europe/Berlin]`, `[u-ca=gregory]`.
		.replace(/(?: ?\[!?[\w+\-\/=]{1,40}\]){1,3}$/v, '')
		// Go: `+0000 UTC m=+0.000000001`; its zones without a name repeat the offset.
		.replace(/ m=[+\-][\d.]{1,40}$/v, '')
		.replace(/( [+\-]\d{4}) (?:[A-Z]{1,5}|[+\-]\d{2,4})$/v, '$1')
		// JavaScript: `GMT+0100 (Central European Standard Time)`.
		.replace(/ (?:GMT|UTC)([+\-]\d{4})(?: \([^\)]{1,60}\))?$/v, ' $1')
		// .NET: `/Date(1795773600000+0100)/`.
		.replace(/^\/Date\((\d{9,14})(?:[+\-]\d{4})?\)\/$/v, '$1')
		// Years of six digits.
		.replace(/^\+00(?=\d{4}-)/v, '');
	const hour = bare.replace(
		/^(\d{4}-\d\d-\d\d[T ])24(?=:00(?::00(?:[.,]0{1,9})?)?(?:$|[Zz +\-]))/v,
		'$100',
	);
	const time = parseEpoch(hour) ?? parseStamp(hour, 'utc');
	return time === undefined || hour === bare ? time : time + microsPerDay;
}

/** What a number counts is told by its size: each unit has three digits more than the one before. What is less than three years of seconds was counted from elsewhere. */
function parseEpoch(text: string): Micros | undefined {
	const [, digits = '', fraction = ''] =
		/^\s*\+?(\d{8,20})(?:\.(\d{1,12}))?\s*$/v.exec(text) ??
		exponential(text) ??
		[];
	const whole = digits.replace(/^0+/v, '');
	if (whole.length < 9) {
		return undefined;
	}

	// Digits before the point of a number of seconds: ten until the year 2286.
	const unit =
		whole.length <= 11
			? 0
			: whole.length <= 14
				? 3
				: whole.length <= 17
					? 6
					: 9;
	const all = whole + fraction;
	const length = whole.length - unit + 6;
	const micros = Number(all.slice(0, length).padEnd(length, '0'));
	return Number.isSafeInteger(micros) ? micros : undefined;
}

/** `1.7642402e9`, as some write large numbers. */
function exponential(text: string): readonly string[] | undefined {
	return /^\s*\d\.?\d{0,20}e\+?\d{1,2}\s*$/iv.test(text)
		? (/^(\d+)(?:\.(\d+))?$/v.exec(
				Number(text).toLocaleString('en', {
					useGrouping: false,
					maximumFractionDigits: 6,
				}),
			) ?? undefined)
		: undefined;
}

/**
RFC 3339 → microseconds since the epoch; `undefined` where the text is no such time.

Digits beyond the sixth of a fraction are cut off. A leap second is the first second of the next minute, as POSIX has it. It is called for every entry: no regular expression, and the day is worked out only when it changes.
*/
export function parseTime(text: string): Micros | undefined {
	// 2026-11-24T10:00:00Z: a shorter text cannot be a time.
	if (
		text.length < 20 ||
		text.codePointAt(13) !== colon ||
		text.codePointAt(16) !== colon
	) {
		return undefined;
	}

	const separator = text.codePointAt(10);
	const hour = twoDigits(text, 11);
	const minute = twoDigits(text, 14);
	const second = twoDigits(text, 17);
	const midnight = parseDay(text);
	if (
		midnight === undefined ||
		(separator !== upperT && separator !== lowerT && separator !== space) ||
		!(hour < 24 && minute < 60 && second <= 60)
	) {
		return undefined;
	}

	const [fraction, zoneIndex] = parseFraction(text);
	const offset = parseOffset(text, zoneIndex);
	const micros =
		midnight +
		(hour * 60 + minute - offset) * microsPerMinute +
		second * 1_000_000 +
		fraction;
	return Number.isSafeInteger(micros) ? micros : undefined;
}

/** Whether `formatTime` makes `text` of its time again, without doing so. `text` must be a time. */
export function isCanonicalTime(text: string): boolean {
	const {length} = text;
	return (
		(length === 24 || (length === 27 && !text.endsWith('000Z'))) &&
		text.codePointAt(length - 1) === upperZ &&
		text.codePointAt(10) === upperT &&
		// A leap second comes back as the second after it.
		text.codePointAt(17) !== digit6
	);
}

/** `parseTime` of a text that `formatTime` gives back, else `undefined`. Hot: entries of a minute differ only behind it. */
export function parseCanonicalTime(text: string): Micros | undefined {
	if (!text.startsWith(lastMinute) || lastMinute === '') {
		const time = parseTime(text);
		if (time === undefined || !isCanonicalTime(text)) {
			return undefined;
		}

		lastMinute = text.slice(0, minuteLength);
		lastMinuteTime = parseTime(`${lastMinute}00Z`) ?? Number.NaN;
		return time;
	}

	const {length} = text;
	const millis = twoDigits(text, 20) * 10 + digitAt(text, 22);
	const micros =
		length === 27 ? twoDigits(text, 23) * 10 + digitAt(text, 25) : 0;
	const time =
		lastMinuteTime +
		twoDigits(text, minuteLength) * 1_000_000 +
		millis * 1000 +
		micros;
	return isCanonicalTime(text) &&
		text.codePointAt(19) === dot &&
		!Number.isNaN(time)
		? time
		: undefined;
}

/** Of `2026-11-24T10:00:`. */
const minuteLength = 17;
let lastMinute = '';
let lastMinuteTime: Micros = Number.NaN;

const space = 0x20;
const plus = 0x2b;
const hyphen = 0x2d;
const dot = 0x2e;
const digit0 = 0x30;
const digit6 = 0x36;
const colon = 0x3a;
const upperT = 0x54;
const upperZ = 0x5a;
const lowerT = 0x74;
const lowerZ = 0x7a;

let lastDay = 0;
let lastMidnight: Micros | undefined;

/** `2026-11-24` → its midnight; logs come a day at a time. */
function parseDay(text: string): Micros | undefined {
	const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
	const month = twoDigits(text, 5);
	const day = twoDigits(text, 8);
	const key = (year * 100 + month) * 100 + day;
	if (text.codePointAt(4) !== hyphen || text.codePointAt(7) !== hyphen) {
		return undefined;
	}

	if (key !== lastDay) {
		lastDay = key;
		lastMidnight = midnightOf(year, month, day);
	}

	return lastMidnight;
}

function midnightOf(year: number, month: number, day: number) {
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
		? (date.getTime() / 86_400_000) * microsPerDay
		: undefined;
}

/** The fraction in microseconds, and the index of what follows it. Without digits after the dot the index is that of the dot, which no zone begins with. */
function parseFraction(text: string): [micros: number, endIndex: number] {
	if (text.codePointAt(19) !== dot) {
		return [0, 19];
	}

	let micros = 0;
	let scale = 100_000;
	let index = 20;
	for (; index < text.length; index++) {
		const digit = digitAt(text, index);
		if (Number.isNaN(digit)) {
			break;
		}

		micros += digit * scale;
		scale = Math.floor(scale / 10);
	}

	return [micros, index === 20 ? 19 : index];
}

/** `Z` or `+01:00` → minutes east of UTC; `NaN` where it is neither. */
function parseOffset(text: string, index: number): number {
	const sign = text.codePointAt(index);
	if (sign === upperZ || sign === lowerZ) {
		return text.length === index + 1 ? 0 : Number.NaN;
	}

	const hours = twoDigits(text, index + 1);
	const minutes = twoDigits(text, index + 4);
	if (
		text.length !== index + 6 ||
		text.codePointAt(index + 3) !== colon ||
		!(hours < 24 && minutes < 60)
	) {
		return Number.NaN;
	}

	if (sign === plus) {
		return hours * 60 + minutes;
	}

	return sign === hyphen ? -(hours * 60 + minutes) : Number.NaN;
}

function twoDigits(text: string, index: number): number {
	return digitAt(text, index) * 10 + digitAt(text, index + 1);
}

function digitAt(text: string, index: number): number {
	const digit = (text.codePointAt(index) ?? 0) - digit0;
	return digit >= 0 && digit <= 9 ? digit : Number.NaN;
}
