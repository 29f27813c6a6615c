import {type Micros} from '../../log/entry.ts';
import {parseStamp} from '../../log/stamp.ts';
import {offsetAt} from '../../log/wall-time.ts';
import {parseTime, readTime} from '../../log/wire-time.ts';
import {type TimeContext} from './read-entry.ts';

const microsPerDay = 86_400_000_000;
const microsPerMinute = 60_000_000;
const longest = 64;
/** Hours of which it is known when they begin. */
const mostHours = 2048;

export type StampReader = {
	/** A date and a clock time as programs write them. */
	readonly read: (text: string) => Micros | undefined;
	/** `Nov 27 10:00:00`, in the last year in which that is not later than the file. */
	readonly readWithoutYear: (text: string) => Micros | undefined;
	/** `10:00:00.123`, on the day on which the file was written. */
	readonly readClock: (text: string) => Micros | undefined;
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

	const today = new Date(
		(writtenAt + offsetAt(writtenAt, timeZone)) / 1000,
	).toISOString();
	const year = Number(today.slice(0, 4));

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

	return {
		read: (text) =>
			text.length > longest
				? undefined
				: (parseTime(text) ??
					readWall(text) ??
					parseStamp(text, timeZone) ??
					readTime(text)),
		readWithoutYear(text) {
			const [, name = '', date = '', clock = ''] =
				/^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)$/v.exec(
					text,
				) ?? [];
			const month = String(months.indexOf(name) / 3 + 1).padStart(2, '0');
			const inYear = (one: number) =>
				readWall(`${one}-${month}-${date.padStart(2, '0')} ${clock}`);
			const time = name === '' ? undefined : inYear(year);
			return time !== undefined && time <= writtenAt + microsPerDay
				? time
				: name === ''
					? undefined
					: (inYear(year - 1) ?? time);
		},
		readClock: (text) => readWall(`${today.slice(0, 10)} ${text}`),
	};
}

const wall =
	/^(\d{4}[\-\/]\d\d[\-\/]\d\d)(?:T|, ?| {1,2})(\d\d):([0-5]\d)(?::([0-5]\d|60)(?:[.,](\d{1,9}))?)?$/v;
const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';
