import {BoundedCache} from '../base/cache.ts';

/** Makes what writes times for a reader: `zone` is `local`, `utc` or an IANA name; a RangeError where it is none of these. */
export function createTimestamps(zone: string): Timestamps {
	const offsetAt = remember(offsetReader(zone), microsPerQuarterHour);
	const time = remember((at) => clock(at + offsetAt(at)), microsPerSecond);
	const date = remember(
		(at) => isoText(at + offsetAt(at)).slice(0, -14),
		microsPerQuarterHour,
	);
	const dateTime = (at: Micros) => `${date(at)} ${time(at)}`;
	return {
		offsetAt,
		time,
		timeWithMillis: (at) => `${time(at)}.${millisText(at)}`,
		date,
		dateTime,
		timeOn: (today, at) =>
			today !== undefined && date(today) === date(at) ? time(at) : dateTime(at),
		startOfDay: remember((at) => {
			const local = at + offsetAt(at);
			const midnight = Math.floor(local / microsPerDay) * microsPerDay;
			// The clock may have been changed since.
			return midnight - offsetAt(midnight - offsetAt(at));
		}, microsPerQuarterHour),
		zoneLabel: (at) => label(offsetAt(at)),
	};
}

/** Microseconds since the Unix epoch. */
type Micros = number;

/** Shows instants in one time zone. Hot: each visible row asks. */
export type Timestamps = {
	/** How far the zone is ahead of UTC, in microseconds. */
	readonly offsetAt: (time: Micros) => Micros;
	/** `12:03:21` */
	readonly time: (time: Micros) => string;
	/** `12:03:21.340` */
	readonly timeWithMillis: (time: Micros) => string;
	/** `2026-03-01` */
	readonly date: (time: Micros) => string;
	/** `2026-03-01 12:03:21` */
	readonly dateTime: (time: Micros) => string;
	/** With its date where it is of another day than `today`, or nothing tells which day that is. */
	readonly timeOn: (today: Micros | undefined, time: Micros) => string;
	/** When the day began that it is there. */
	readonly startOfDay: (time: Micros) => Micros;
	/** The zone at that instant: `UTC`, `UTC+01:00`. */
	readonly zoneLabel: (time: Micros) => string;
};

/** The distance from another instant: `+64.1 s`, `-0.3 s`, `+2:01:04.1`, `+13 d 02:01:04`. */
export function relativeTime(time: Micros, origin: Micros): string {
	const tenths = Math.round((time - origin) / 100_000);
	if (Math.abs(tenths) >= tenthsPerHour) {
		return `${tenths < 0 ? '-' : '+'}${longDistance(Math.abs(tenths))}`;
	}

	const digits = String(Math.abs(tenths)).padStart(2, '0');
	return `${tenths < 0 ? '-' : '+'}${digits.slice(0, -1)}.${digits.slice(-1)} s`;
}

const tenthsPerHour = 36_000;
const tenthsPerDay = 24 * tenthsPerHour;

/** From an hour on nobody reads seconds alone, and from a day on no tenths. */
function longDistance(tenths: number): string {
	const days = Math.floor(tenths / tenthsPerDay);
	const clockTime = clock((tenths % tenthsPerDay) * 100_000);
	return days === 0
		? `${clockTime.replace(/^0/v, '')}.${tenths % 10}`
		: `${days} d ${clockTime}`;
}

export function isTimeZone(zone: string): boolean {
	try {
		offsetReader(zone);
		return true;
	} catch {
		return false;
	}
}

const microsPerSecond = 1_000_000;
const microsPerMinute = 60 * microsPerSecond;
/** No zone changes its offset more finely. */
const microsPerQuarterHour = 15 * microsPerMinute;
const microsPerDay = 24 * 60 * microsPerMinute;

/** From an instant to the zone's offset from UTC, in microseconds. */
function offsetReader(zone: string): (time: Micros) => number {
	if (zone === 'utc') {
		return () => 0;
	}

	if (zone === 'local') {
		// What knows all zones takes some 20 ms to load.
		return (time) =>
			-new Date(time / 1000).getTimezoneOffset() * microsPerMinute;
	}

	const format = new Intl.DateTimeFormat('en', {
		timeZone: zone,
		timeZoneName: 'longOffset',
	});
	return (time) => {
		const name = format
			.formatToParts(time / 1000)
			.find(({type}) => type === 'timeZoneName')?.value;
		const [, sign, hours, minutes, seconds] =
			/GMT([+\-−])(\d\d):(\d\d)(?::(\d\d))?/v.exec(name ?? '') ?? [];
		const offset =
			(Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * microsPerMinute +
			Number(seconds ?? 0) * microsPerSecond;
		return sign === '+' ? offset : -offset;
	};
}

function clock(local: Micros): string {
	const inDay = local - Math.floor(local / microsPerDay) * microsPerDay;
	const seconds = Math.floor(inDay / microsPerSecond);
	return [
		Math.floor(seconds / 3600),
		Math.floor(seconds / 60) % 60,
		seconds % 60,
	]
		.map((part) => String(part).padStart(2, '0'))
		.join(':');
}

function millisText(time: Micros): string {
	const inSecond = time - Math.floor(time / microsPerSecond) * microsPerSecond;
	const millis = Math.floor(inSecond / 1000);
	millisTexts[millis] ??= String(millis).padStart(3, '0');
	return millisTexts[millis];
}

/** Hot: there are a thousand. */
const millisTexts: string[] = [];

function isoText(local: Micros): string {
	return new Date(Math.floor(local / 1000)).toISOString();
}

function label(offset: number): string {
	if (offset === 0) {
		return 'UTC';
	}

	const time = clock(Math.abs(offset)).slice(0, 5);
	return `UTC${offset < 0 ? '-' : '+'}${time}`;
}

/** Remembers results by the span of time that an instant is in: rows that follow each other are near each other. */
function remember<Result>(
	compute: (time: Micros) => Result,
	spanLength: number,
): (time: Micros) => Result {
	const results = new BoundedCache<number, Result>(2048);
	const computeSpan = (span: number) => compute(span * spanLength);
	return (time) => results.take(Math.floor(time / spanLength), computeSpan);
}

/** Tells instants in full: `2026-01-31T12:03:21.340+01:00`. */
export function createStamps(timeZone: string): (time: Micros) => string {
	const {date, time: clockTime, zoneLabel} = createTimestamps(timeZone);
	let second: number | undefined;
	let start = '';
	let zone = '';
	return (time) => {
		const own = Math.floor(time / 1_000_000);
		if (own !== second) {
			second = own;
			start = `${date(time)}T${clockTime(time)}`;
			zone = zoneLabel(time).slice('UTC'.length) || 'Z';
		}

		return `${start}.${millisText(time)}${zone}`;
	};
}
