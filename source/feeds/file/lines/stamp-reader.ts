import {type Micros} from '../../../log/entry.ts';
import {parseStamp} from '../../../log/stamp.ts';
import {offsetAt} from '../../../log/wall-time.ts';
import {parseTime, readTime} from '../../../log/wire-time.ts';
import {type TimeContext} from './read-entry.ts';
import {SameHour} from './same-hour.ts';
import {takeApart, wholeClock} from './written-time.ts';

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

/** Reads times that name no zone in the reader's. To ask for an offset takes long, so it is asked once an hour of the log. */
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
