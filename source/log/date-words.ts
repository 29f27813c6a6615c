import {type ParsedComponents} from 'chrono-node';
import {type Micros} from './entry.ts';
import {
	instantInUtc,
	instantOf,
	offsetAt,
	type WallTime,
	microsPerDay,
} from './wall-time.ts';

/**
`yesterday 14:00`, `monday 9am`, `12 May` in a time zone; a day without a clock time is its beginning.

What the words leave open is in the past: `14:00` is the last one there was, `monday` the last one, unless they say otherwise (`next monday`). With `after` it is the first such time after that instant, so that the end of a range follows its start.

Chrono reads the words; which instant a wall time is depends on the zone's summer time, which chrono does not know.
*/
export async function readCalendarWords(
	text: string,
	{
		now,
		timeZone,
		after,
	}: {
		readonly now: Micros;
		readonly timeZone: string;
		readonly after?: Micros;
	},
): Promise<Micros | undefined> {
	const {parse} = await import('chrono-node/en');
	const parseAt = (reference: Micros) =>
		parse(text, {
			instant: new Date(reference / 1000),
			timezone: offsetAt(reference, timeZone) / microsPerMinute,
		});
	let [result, ...others] = parseAt(now);
	if (after !== undefined && result !== undefined && !hasDay(result.start)) {
		[result, ...others] = parseAt(after);
	}

	if (
		result?.end !== null ||
		others.length > 0 ||
		// What chrono did not understand it leaves out.
		/[^\s,.]/v.test(text.replace(result.text, '')) ||
		isGuessed(result.start, text)
	) {
		return undefined;
	}

	const {start} = result;
	const wall = wallTime(start, partOfDay.test(text));
	const instant = (days: number, years = 0) => {
		const moved = {
			...wall,
			day: wall.day + days,
			year: wall.year + years,
		};
		const offset = start.isCertain('timezoneOffset')
			? start.get('timezoneOffset')
			: null;
		return offset === null
			? instantOf(moved, timeZone)
			: instantInUtc(moved) - offset * microsPerMinute;
	};

	const time = instant(0);
	const {days, years} = period(start);
	if (after !== undefined) {
		return time > after ? time : instant(days, years);
	}

	return time > now && !ofFuture.test(text) ? instant(-days, -years) : time;
}

const ofFuture =
	/\b(?:next|coming|following|tomorrow|tonight|from now|later|hence)\b|^\s*(?:in\b|\+)/iv;

/** Whether chrono made of numbers what nobody would: `jan 32` in 2032, an offset of a day. */
function isGuessed(start: ParsedComponents, text: string): boolean {
	const offset = start.isCertain('timezoneOffset')
		? start.get('timezoneOffset')
		: null;
	return (
		Math.abs(offset ?? 0) > mostOffset ||
		(start.isCertain('year') &&
			monthName.test(text) &&
			!text.includes(String(start.get('year'))))
	);
}

/** In minutes. */
const mostOffset = 14 * 60;
const monthName = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/iv;

const microsPerMinute = 60_000_000;

function hasDay(start: ParsedComponents): boolean {
	return start.isCertain('day') || start.isCertain('weekday');
}

const partOfDay = /morning|afternoon|evening|night|noon/iv;

function wallTime(start: ParsedComponents, isPartOfDay: boolean): WallTime {
	const part = (name: Parameters<ParsedComponents['get']>[0]) =>
		start.get(name) ?? 0;
	const hasClock = start.isCertain('hour') || isPartOfDay;
	return {
		year: part('year'),
		month: part('month'),
		day: part('day'),
		hour: hasClock ? part('hour') : 0,
		minute: hasClock ? part('minute') : 0,
		second: hasClock ? part('second') : 0,
		micros: hasClock ? part('millisecond') * 1000 : 0,
	};
}

/** After how long the words fit again, as far as they leave that open. */
function period(start: ParsedComponents): {days: number; years: number} {
	if (start.isCertain('day')) {
		const isYearly = start.isCertain('month') && !start.isCertain('year');
		return {days: 0, years: isYearly ? 1 : 0};
	}

	return {days: start.isCertain('weekday') ? 7 : 1, years: 0};
}

/** What comes of a date in numbers. */
type NumericDate =
	/** The text with the date as `2026-01-31`, which nobody misreads. */
	| {readonly kind: 'clear'; readonly text: string}
	/** A sentence with a next step. */
	| {readonly kind: 'doubtful'; readonly reason: string}
	/** A day that no calendar has. */
	| {readonly kind: 'impossible'};

type Day = {
	readonly year: number;
	readonly month: number;
	readonly day: number;
};

/**
Reads the date in numbers that a text holds: `13/04/2026`, `3.4.2026`, `2026-4-3`, `13/04`.

The year comes first or last. Points stand between day, month and year, in this order; slashes and dashes stand in either order, so what could be two days is refused with both. Without a year it is the last such day. Gives nothing for a text without such a date.
*/
export function readNumericDate(
	text: string,
	now: Micros,
): NumericDate | undefined {
	const [found, ...others] = text.matchAll(numericDate);
	if (found === undefined || others.length > 0) {
		return undefined;
	}

	const [written] = found;
	const read = readDays(found.groups ?? {}, now);
	if (read === undefined) {
		return {
			kind: 'doubtful',
			reason: `${JSON.stringify(written)} does not say which number is the year. Write it in full, as in 2026-01-31.`,
		};
	}

	const [first, second] = read.filter((day) => isPossible(day));
	if (first === undefined) {
		return {kind: 'impossible'};
	}

	return second === undefined || iso(first) === iso(second)
		? {
				kind: 'clear',
				text: text.replace(written, iso(first)),
			}
		: {
				kind: 'doubtful',
				reason: `${JSON.stringify(written)} may be ${inWords(first)} or ${inWords(second)}. Write ${iso(first)} or ${iso(second)}.`,
			};
}

/** Three numbers with the same mark between them, or two where they can be nothing else. */
const numericDate =
	/(?<![\w.:\/\-])(?:(?<a>\d{1,4})(?<mark>[.\/\-])(?<b>\d{1,2})\k<mark>(?<c>\d{1,4})|(?<d>\d{1,2})(?:\/(?<e>\d{1,2})|\.(?<f>\d{1,2})\.))(?![\d.:\/\-])/gv;

/** The days that may be meant; absent where the year is not told. */
function readDays(
	{a, b, c, d, e, f, mark}: Readonly<Record<string, string | undefined>>,
	now: Micros,
): readonly Day[] | undefined {
	if (d !== undefined) {
		const days =
			f === undefined
				? eitherWay(Number(d), Number(e))
				: [{day: Number(d), month: Number(f)}];
		return days.map((day) => lastBefore(day, now));
	}

	if (a?.length === 4 && c !== undefined && c.length <= 2) {
		return [{year: Number(a), month: Number(b), day: Number(c)}];
	}

	if (c?.length === 4 && a !== undefined && a.length <= 2) {
		const year = Number(c);
		return mark === '.'
			? [{year, month: Number(b), day: Number(a)}]
			: eitherWay(Number(a), Number(b)).map((day) => ({...day, year}));
	}

	return undefined;
}

function eitherWay(
	one: number,
	other: number,
): ReadonlyArray<Omit<Day, 'year'>> {
	return [
		{day: one, month: other},
		{day: other, month: one},
	];
}

function lastBefore(date: Omit<Day, 'year'>, now: Micros): Day {
	const today = new Date(now / 1000);
	const day = {...date, year: today.getUTCFullYear()};
	const time = instantInUtc({...day, hour: 0, minute: 0, second: 0, micros: 0});
	// Somewhere it is tomorrow already.
	return time > now + microsPerDay ? {...day, year: day.year - 1} : day;
}

function isPossible({year, month, day}: Day): boolean {
	return (
		month >= 1 &&
		month <= 12 &&
		day >= 1 &&
		day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
	);
}

function iso({year, month, day}: Day): string {
	const digits = (value: number, length: number) =>
		String(value).padStart(length, '0');
	return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

function inWords({year, month, day}: Day): string {
	const name = new Date(Date.UTC(2000, month - 1, 1)).toLocaleDateString('en', {
		month: 'long',
		timeZone: 'UTC',
	});
	return `${day} ${name} ${year}`;
}
