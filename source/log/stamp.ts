import {instantInUtc, instantOf, type Micros} from './wall-time.ts';

/**
A date and a clock time as they are written out: `2026-01-31T14:00:00.123456+01:00`, with `/`, `.` or nothing between the parts of the date, a comma for the point, `20260131T140000Z`, `31 Jan 2026 14:00:00`, `31/Jan/2026:14:00:00 +0100`, `Jan 31, 2026, 2:00:00 PM`.

Without a zone the time is meant in the zone given, without a clock time the day's beginning; digits beyond microseconds are cut off. A day that no calendar has, or that could mean two, is none.
*/
export function parseStamp(text: string, zone: string): Micros | undefined {
	const words = text.trim();
	const {groups} =
		stamp.exec(words) ??
		compact.exec(words) ??
		named.exec(words) ??
		cTime.exec(words) ??
		monthFirst.exec(words) ??
		{};
	if (groups === undefined) {
		return undefined;
	}

	const part = (name: string) => Number(groups[name] ?? 0);
	const wall = {
		year: part('year'),
		month:
			groups['name'] === undefined
				? part('month')
				: months.indexOf(groups['name'].toLowerCase()) + 1,
		day: part('day'),
		hour: hourOf(part('hour'), groups['half']),
		minute: part('minute'),
		second: part('second'),
		micros: Number((groups['fraction'] ?? '').slice(0, 6).padEnd(6, '0')),
	};
	const daysInMonth = new Date(Date.UTC(wall.year, wall.month, 0)).getUTCDate();
	const isPossible =
		wall.month >= 1 &&
		wall.month <= 12 &&
		wall.day >= 1 &&
		wall.day <= daysInMonth &&
		wall.hour < 24 &&
		wall.minute < 60 &&
		wall.second <= 60;
	if (!isPossible) {
		return undefined;
	}

	const {offset} = groups;
	if (offset === undefined) {
		return instantOf(wall, zone);
	}

	const minutes = offsetMinutes(offset);
	return minutes === undefined
		? undefined
		: instantInUtc(wall) - minutes * microsPerMinute;
}

const microsPerMinute = 60_000_000;
const afterHour = String.raw`:(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d*))?)?`;
const clock = String.raw`(?<hour>\d\d)${afterHour}`;
const offset = String.raw`(?: ?(?<offset>z|utc|gmt|[+\-]\d\d(?::?\d\d)?))?`;
const stamp = new RegExp(
	String.raw`^(?<year>\d{4})(?<mark>[.\-\/])(?<month>\d\d)\k<mark>(?<day>\d\d)(?:(?:t| {1,3}|, ?)${clock}${offset})?$`,
	'iv',
);
const compact =
	/^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)t(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)(?:[.,](?<fraction>\d+))?(?<offset>z|[+\-]\d\d(?::?\d\d)?)?$/iv;
const months = [
	'jan',
	'feb',
	'mar',
	'apr',
	'may',
	'jun',
	'jul',
	'aug',
	'sep',
	'oct',
	'nov',
	'dec',
];
const monthName = `(?<name>${months.join('|')})[a-z]{0,6}`;
/** Of mail, HTTP and web servers. */
const named = new RegExp(
	String.raw`^(?:[a-z]{3,9},? )?(?<day>\d{1,2})[ \/\-]${monthName}[ \/\-](?<year>\d{4})(?:[ :]${clock}${offset})?$`,
	'iv',
);
const cTime = new RegExp(
	String.raw`^[a-z]{3} ${monthName} {1,2}(?<day>\d{1,2}) ${clock}(?: (?:utc|gmt|z))? (?<year>\d{4})$`,
	'iv',
);
/** Of Java, JavaScript and C#, in English. */
const monthFirst = new RegExp(
	String.raw`^(?:[a-z]{3,9},? )?${monthName}\.? {1,2}(?<day>\d{1,2}),? (?<year>\d{4})(?:(?:,| at)? {1,2}(?<hour>\d{1,2})${afterHour}(?: ?(?<half>[ap]\.?m\b\.?))?${offset})?$`,
	'iv',
);

/** 12 in the morning is 0; an hour that no such clock shows is none. */
function hourOf(hour: number, half: string | undefined): number {
	if (half === undefined) {
		return hour;
	}

	return hour < 1 || hour > 12
		? Number.NaN
		: (hour % 12) + (/^p/iv.test(half) ? 12 : 0);
}

/** `+01:00` → 60; `Z` → 0. */
function offsetMinutes(text: string): number | undefined {
	const [, sign, hours = '0', minutes = '0'] =
		/^([+\-])(\d\d):?(\d\d)?$/v.exec(text) ?? [];
	const total = Number(hours) * 60 + Number(minutes);
	if (Number(hours) > 23 || Number(minutes) > 59) {
		return undefined;
	}

	return sign === '-' ? -total : total;
}
