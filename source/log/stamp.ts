import {type Micros} from './entry.ts';
import {instantInUtc, instantOf} from './wall-time.ts';

/** RFC 3339, more or less: `2026-01-31T14:00:00.123456+01:00`. Without a zone the time is meant in the zone given, without a clock time the day's beginning; digits beyond microseconds are cut off. */
export function parseStamp(text: string, zone: string): Micros | undefined {
	const {groups} =
		/^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)(?:[Tt ]+(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?\s*(?<offset>[Zz]|[+\-]\d\d:?\d\d)?)?$/v.exec(
			text.trim(),
		) ?? {};
	if (groups === undefined) {
		return undefined;
	}

	const part = (name: string) => Number(groups[name] ?? 0);
	const wall = {
		year: part('year'),
		month: part('month'),
		day: part('day'),
		hour: part('hour'),
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
	return offset === undefined
		? instantOf(wall, zone)
		: instantInUtc(wall) - offsetMinutes(offset) * 60_000_000;
}

/** `+01:00` → 60; `Z` → 0. */
function offsetMinutes(offset: string): number {
	const [, sign, hours, minutes] =
		/^([+\-])(\d\d):?(\d\d)$/v.exec(offset) ?? [];
	const total = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
	return sign === '-' ? -total : total;
}
