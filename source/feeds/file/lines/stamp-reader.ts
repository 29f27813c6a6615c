import {type Micros} from '../../../log/entry.ts';
import {parseStamp} from '../../../log/stamp.ts';
import {offsetAt} from '../../../log/wall-time.ts';
import {parseTime, readTime} from '../../../log/wire-time.ts';
import {type TimeContext} from './read-entry.ts';
import {SameHour} from './same-hour.ts';

/** Reads times; one that names no zone is meant in the reader's. To ask for the offset of a zone takes long, so it is asked for once an hour of the log. */
export function createStampReader({
	timeZone,
	writtenAt,
}: TimeContext): StampReader {
	const hours = new Map<string, Micros | undefined>();
	const hourOf = (hour: string): Micros | undefined => {
		if (!hours.has(hour)) {
			if (hours.size >= mostHours) {
				hours.clear();
			}

			hours.set(hour, parseStamp(`${hour}:00:00`, timeZone));
		}

		return hours.get(hour);
	};

	let today = '';
	/** The day on which the file was written: to ask for an offset takes long, and most times name their day. */
	const dayOfWriting = () => {
		today ||= new Date((writtenAt + offsetAt(writtenAt, timeZone)) / 1000)
			.toISOString()
			.slice(0, 10);
		return today;
	};

	const readWall = (text: string): Micros | undefined => {
		const [, date = '', hour = '', minute = '', second = '', fraction = ''] =
			wall.exec(text) ?? [];
		const start = date === '' ? undefined : hourOf(`${date} ${hour}`);
		return start === undefined
			? undefined
			: start +
					Number(minute) * microsPerMinute +
					Number(second) * 1_000_000 +
					Number(fraction.slice(0, 6).padEnd(6, '0'));
	};

	/** Whether `3/4/2026` is in April: a number above 12 stood first once. */
	let isDayFirst = false;
	const readWritten = (text: string): Micros | undefined => {
		const written = takeApart(text, isDayFirst);
		if (written === undefined) {
			return undefined;
		}

		const {date, clock, zone} = written;
		isDayFirst ||= written.isDayFirst === true;
		return date.length < 'YYYY-MM-DD'.length
			? inLastYear(date, clock)
			: zone === undefined
				? readWall(`${date} ${clock}`)
				: zone.includes('/')
					? readInZone(`${date} ${clock}`, zone)
					: parseStamp(`${date} ${clock} ${zone}`, timeZone);
	};

	const readAny = (text: string): Micros | undefined =>
		parseTime(text) ??
		readWall(text) ??
		parseStamp(text, timeZone) ??
		readTime(text) ??
		readWritten(text);
	/** The last time before the file was written that has this day and clock. */
	const inLastYear = (date: string, clock: string): Micros | undefined => {
		const inYear = (one: number) => readWall(`${one}-${date} ${clock}`);
		const year = Number(dayOfWriting().slice(0, 4));
		const time = inYear(year);
		return time !== undefined && time <= latest
			? time
			: (inYear(year - 1) ?? time);
	};

	const latest = writtenAt + microsPerDay;
	const whole = new SameHour();
	const yearless = new SameHour();
	return {
		leading: new SameHour(),
		whole,
		read(text) {
			if (text.length > longest) {
				return undefined;
			}

			const like = whole.readWhole(text);
			if (like !== undefined) {
				return like;
			}

			const time = readAny(text);
			if (time !== undefined) {
				whole.learn(text, time);
			}

			return time;
		},
		readWithoutYear(text) {
			const like = yearless.readWhole(text);
			if (like !== undefined) {
				return like;
			}

			const [, name = '', date = '', clock = ''] =
				/^([A-Z][a-z]{2})(?: {1,2}|-)(\d{1,2}) (\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)$/v.exec(
					text,
				) ?? [];
			if (name === '') {
				return undefined;
			}

			const month = String(months.indexOf(name) / 3 + 1).padStart(2, '0');
			const time = inLastYear(`${month}-${date.padStart(2, '0')}`, clock);
			// Which year is meant may change within an hour.
			if (time !== undefined && Math.abs(time - latest) > microsPerHour) {
				yearless.learn(text, time);
			}

			return time;
		},
		readClock(text) {
			const [, clock = '', half] =
				/^(\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(?: ?([AaPp])[Mm])?$/v.exec(
					text,
				) ?? [];
			const time = readWall(`${dayOfWriting()} ${wholeClock(clock, half)}`);
			return time !== undefined && time > writtenAt + microsPerHour
				? time - microsPerDay
				: time;
		},
	};
}

/** A whole time with its zone at the beginning of a line, as an expression: `2026-10-11T22:14:15.003Z`. */
export const wholeTime = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+\-]\d\d:?\d\d)`;

const microsPerDay = 86_400_000_000;
const microsPerMinute = 60_000_000;
const microsPerHour = 60 * microsPerMinute;
const longest = 64;
/** Hours of which it is known when they begin. */
const mostHours = 2048;

export type StampReader = {
	/** A date and a clock time as programs write them. */
	readonly read: (text: string) => Micros | undefined;
	/** `Nov 27 10:00:00`, in the last year in which that is not later than the file. */
	readonly readWithoutYear: (text: string) => Micros | undefined;
	/** `10:00:00.123` or `3:04PM`, on the last day on which that was before the file was written. */
	readonly readClock: (text: string) => Micros | undefined;
	/** Times that lines begin with, learnt by who looks for them. */
	readonly leading: SameHour;
	/** Times that `read` has read. */
	readonly whole: SameHour;
};

function readInZone(text: string, zone: string): Micros | undefined {
	try {
		return parseStamp(text, zone);
	} catch {
		// There is no such place.
		return undefined;
	}
}

const wall =
	/^(\d{4}[\-\/]\d\d[\-\/]\d\d)(?:T|, ?| {1,2})(\d\d):([0-5]\d)(?::([0-5]\d|60)(?:[.,](\d{1,9}))?)?$/v;
const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** A date and a clock time taken apart. */
type WrittenTime = {
	/** `2026-11-24`; without a year `11-24`. */
	readonly date: string;
	/** `09:00:01.123`. */
	readonly clock: string;
	/** `Z`, `+01:00`, or an IANA name. */
	readonly zone?: string;
	/** Its first number is no month: so is that of others in the file. */
	readonly isDayFirst?: boolean;
};

/** In minutes east of UTC. Names that mean several zones (`IST`) are not among them; `CST` and the like are America's, as Postgres has it. */
const zones: ReadonlyMap<string, number> = new Map([
	['UTC', 0],
	['GMT', 0],
	['WET', 0],
	['WEST', 60],
	['BST', 60],
	['CET', 60],
	['CEST', 120],
	['EET', 120],
	['EEST', 180],
	['MSK', 180],
	['JST', 540],
	['KST', 540],
	['AEST', 600],
	['AEDT', 660],
	['NZST', 720],
	['NZDT', 780],
	['EST', -300],
	['EDT', -240],
	['CST', -360],
	['CDT', -300],
	['MST', -420],
	['MDT', -360],
	['PST', -480],
	['PDT', -420],
]);

const weekday = String.raw`(?:[A-Z][a-z]{2},? )?`;
const monthNames = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const name = `(?<name>${monthNames})[a-z]{0,6}`;
const year = String.raw`(?<year>\d{4})`;
const clock = String.raw`(?<clock>\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(?:[ \u202F]?(?<half>[AaPp])[Mm])?`;
const zoneName = [...zones.keys()].join('|');
const closing = String.raw`(?=\])`;
/** PHP writes the name of a place, in brackets with the time. */
const zone = String.raw`(?: ?(?<zone>Z|[+\-]\d\d:?\d\d|${zoneName}|[A-Z][A-Za-z]{1,20}\/[A-Z][A-Za-z_]{1,30}${closing}))?`;

const forms = [
	// `2026-11-24 9:00:01 CET`, `Tue 2026-11-24 10:00:00 UTC`.
	String.raw`${weekday}${year}[\-\/.](?<month>\d\d)[\-\/.](?<day>\d\d)(?:T|, ?| {1,2})${clock}${zone}`,
	// `2026-W48-2T10:00:00Z`, `2026-328T10:00:00Z`: a day of a week, and of a year, as ISO 8601 counts them.
	String.raw`${year}-(?:W(?<week>\d\d)-(?<weekday>[1-7])|(?<ordinal>\d{3}))T${clock}${zone}`,
	// `24/Nov/2026:10:00:00 +0100`, `24-Nov-2026 10:00:00.123`, `24 Nov 26 10:00:00`.
	String.raw`${weekday}(?<day>\d{1,2})[ \-\/.]${name}[ \-\/.](?<year>\d{4}|\d\d)[:, ]{1,2}${clock}${zone}`,
	// `Nov 24, 2026 10:00:00 AM`.
	String.raw`${weekday}${name} {1,2}(?<day>\d{1,2}),? ${year},? ${clock}${zone}`,
	// `Tue Nov 24 10:00:00.123456 EST 2026`.
	String.raw`[A-Z][a-z]{2} ${name} {1,2}(?<day>\d{1,2}) ${clock}(?: (?<zone>${zoneName}))? ${year}`,
	// `11/24/2026, 3:00:01 PM`, `24.11.2026 10:00:00`.
	String.raw`(?<first>\d{1,2})(?<mark>[\/.\-])(?<second>\d{1,2})[\/.\-]${year},? {1,2}${clock}${zone}`,
	// `26/11/24 10:00:00`: Spark.
	String.raw`(?<year>\d\d)\/(?<month>\d\d)\/(?<day>\d\d) ${clock}`,
	// `11-24 10:00:00.123`: Android.
	String.raw`(?<month>\d\d)-(?<day>\d\d) (?<clock>\d\d:\d\d:\d\d\.\d{3,6})`,
] as const;

/** Finds a time with its date wherever it stands in a text. */
export const datedTime = forms
	.map((form) => form.replaceAll(/\(\?<\w+>/gv, '(?:'))
	.join('|');

const readers = forms.map(
	(form) => new RegExp(`^${form.replaceAll(closing, '')}$`, 'v'),
);

/** Takes a time apart that is written in whichever way. Of two numbers that may both be the month, the first is, unless `isDayFirst`. */
function takeApart(text: string, isDayFirst: boolean): WrittenTime | undefined {
	let groups: Readonly<Record<string, string | undefined>> | undefined;
	for (const reader of readers) {
		groups = reader.exec(text)?.groups;
		if (groups !== undefined) {
			break;
		}
	}

	if (groups === undefined) {
		return undefined;
	}

	const {first, second, mark, half} = groups;
	const isMonthFirst = mark !== '.' && !isDayFirst && Number(first) <= 12;
	const month =
		groups['name'] === undefined
			? (groups['month'] ?? (isMonthFirst ? first : second))
			: String(monthNames.split('|').indexOf(groups['name']) + 1);
	const day = groups['day'] ?? (isMonthFirst ? second : first);
	const inYear = groups['year'];
	const offset = offsetOf(groups['zone']);
	return {
		date:
			countedDate(groups) ??
			[
				...(inYear === undefined ? [] : [inYear.padStart(4, '20')]),
				twoFigures(month),
				twoFigures(day),
			].join('-'),
		clock: wholeClock(groups['clock'] ?? '', half),
		...(offset !== undefined && {zone: offset}),
		...(mark === '/' && Number(first) > 12 && {isDayFirst: true}),
	};
}

/** Of a day that is counted by weeks, or from the beginning of its year. */
function countedDate({
	year,
	week,
	weekday,
	ordinal,
}: Readonly<Record<string, string | undefined>>): string | undefined {
	if (week === undefined && ordinal === undefined) {
		return undefined;
	}

	// Weeks begin on Mondays, and the first one holds the fourth of January.
	const fourth = new Date(Date.UTC(Number(year), 0, 4));
	const monday = 4 - ((fourth.getUTCDay() + 6) % 7);
	const day =
		ordinal === undefined
			? monday + (Number(week) - 1) * 7 + Number(weekday) - 1
			: Number(ordinal);
	return new Date(Date.UTC(Number(year), 0, day)).toISOString().slice(0, 10);
}

/** `3:04`, `p` → `15:04:00`. */
function wholeClock(text: string, half: string | undefined): string {
	const [hour = '', ...rest] = text.split(':');
	const hours =
		half === undefined
			? hour
			: (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
	return [
		twoFigures(String(hours)),
		...rest,
		...(rest.length < 2 ? ['00'] : []),
	].join(':');
}

function offsetOf(text: string | undefined): string | undefined {
	const minutes = zones.get(text ?? '');
	if (minutes === undefined) {
		return text;
	}

	const size = Math.abs(minutes);
	return `${minutes < 0 ? '-' : '+'}${twoFigures(String(Math.floor(size / 60)))}:${twoFigures(String(size % 60))}`;
}

function twoFigures(text = ''): string {
	return text.padStart(2, '0');
}
