/** Microseconds since the Unix epoch: a safe integer until the year 2255. */
export type Micros = number;

/** What a calendar and a clock on the wall show. */
export type WallTime = {
	readonly year: number;
	/** 1 to 12. */
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	/** Microseconds of the second. */
	readonly micros: number;
};

/** The instant of a wall time in a zone (`local`, `utc` or an IANA name). One that comes twice is the first of the two; one that is skipped in spring is as much later as the clock is put forward. */
export function instantOf(wall: WallTime, zone: string): Micros {
	const asUtc = instantInUtc(wall);
	const before = asUtc - offsetAt(asUtc - microsPerDay, zone);
	const after = asUtc - offsetAt(asUtc + microsPerDay, zone);
	const isShown = (time: Micros) => time + offsetAt(time, zone) === asUtc;
	return [before, after].find((time) => isShown(time)) ?? before;
}

export function instantInUtc(wall: WallTime): Micros {
	const {year, month, day, hour, minute, second, micros} = wall;
	// The constructor takes the years of the first century for those of the twentieth.
	const date = new Date(Date.UTC(2000, 0, 1, hour, minute, second));
	return date.setUTCFullYear(year, month - 1, day) * 1000 + micros;
}

/** How far a zone is ahead of UTC at an instant, in microseconds. */
export function offsetAt(time: Micros, zone: string): Micros {
	if (zone === 'utc') {
		return 0;
	}

	const seconds = Math.floor(time / microsPerSecond);
	const parts = new Map(
		new Intl.DateTimeFormat('en-US', {
			...(zone !== 'local' && {timeZone: zone}),
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		})
			.formatToParts(seconds * 1000)
			.map(({type, value}) => [type, Number(value)]),
	);
	const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
	const shown = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return shown * 1000 - seconds * microsPerSecond;
}

const microsPerSecond = 1_000_000;
export const microsPerDay = 86_400 * microsPerSecond;

/** `2026-11-24T10:00:00.123Z`, with six digits where the microseconds ask for them. Our clock tells parts of them, too, which are cut off. */
export function formatTime(time: Micros): string {
	const text = formatMilliseconds(time);
	const micros = ((Math.floor(time) % 1000) + 1000) % 1000;
	return micros === 0
		? text
		: `${text.slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
}

/** `2026-11-24T10:00:00Z`: what is left of a second is cut off. */
export function formatSeconds(time: Micros): string {
	return formatMilliseconds(time).replace(/\.\d+Z$/v, 'Z');
}

/** `2026-11-24T10:00:00.123Z`: what is left of a millisecond is cut off. */
export function formatMilliseconds(time: Micros): string {
	return new Date(Math.floor(time / 1000)).toISOString();
}
