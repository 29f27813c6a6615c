import {type ParsedComponents} from 'chrono-node';
import {type Micros} from './entry.ts';
import {instantInUtc, instantOf, offsetAt, type WallTime} from './wall-time.ts';

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
