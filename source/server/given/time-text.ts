import {type Micros} from '../../log/entry.ts';

/** `2026-01-31T12:03:21.340Z`; six digits where milliseconds do not say it all. */
export function formatTime(time: Micros): string {
	const milliseconds = Math.floor(time / 1000);
	const text = new Date(milliseconds).toISOString();
	const micros = time - milliseconds * 1000;
	return micros === 0
		? text
		: `${text.slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
}

const rfc3339 =
	/^(\d{4})-(\d\d)-(\d\d)t(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:z|([+\-])(\d\d):(\d\d))$/iv;

/** The first microsecond that is not before an RFC 3339 time; undefined for any other text. */
export function parseTime(text: string): Micros | undefined {
	const match = rfc3339.exec(text);
	if (!match) {
		return undefined;
	}

	const [, year, month, day, hour, minute, second] = match.map(Number);
	const [fraction = '', sign, offsetHour, offsetMinute] = match.slice(7);
	const date = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
	const isInCalendar =
		inRange(month, 1, 12) &&
		inRange(day, 1, daysInMonth(year ?? 0, month ?? 0)) &&
		inRange(hour, 0, 23) &&
		inRange(minute, 0, 59) &&
		// 60 is a leap second.
		inRange(second, 0, 60) &&
		inRange(Number(offsetHour ?? 0), 0, 23) &&
		inRange(Number(offsetMinute ?? 0), 0, 59);
	if (!isInCalendar) {
		return undefined;
	}

	const offset =
		(sign === '-' ? -1 : 1) *
		(Number(offsetHour ?? 0) * 60 + Number(offsetMinute ?? 0));
	return (date - offset * 60_000) * 1000 + fractionMicros(fraction);
}

function fractionMicros(fraction: string) {
	const micros = Number(fraction.slice(0, 6).padEnd(6, '0'));
	return /[1-9]/v.test(fraction.slice(6)) ? micros + 1 : micros;
}

function inRange(value: number | undefined, lowest: number, highest: number) {
	return value !== undefined && value >= lowest && value <= highest;
}

function daysInMonth(year: number, month: number) {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
