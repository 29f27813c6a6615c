import {parseDuration} from './duration.ts';
import {type Micros} from './entry.ts';
import {readCalendarWords, readNumericDate} from './date-words.ts';
import {parseStamp} from './stamp.ts';
import {farAhead, type TimeRange} from './time-range.ts';
import {offsetAt} from './wall-time.ts';
import {readTime} from './wire-time.ts';

/** The one instant that is meant: `15m` and `2h ago` before now, `yesterday 14:00`, RFC 3339 to the microsecond. A clock time without a day is the last one there was. What has two readings is none. */
export async function parseInstant(
	text: string,
	context: TimeContext,
): Promise<Instant | Unclear> {
	return (await read(text, context)) ?? unclear(text);
}

type TimeContext = {
	readonly now: Micros;
	/** `local`, `utc` or an IANA name: where a time is meant that names no zone. */
	readonly timeZone: string;
	/** When the deployment was created, as far as that is known. */
	readonly deployedAt?: Micros;
	/** Of the selected entry: `@ -5m` counts from it. */
	readonly selectedAt?: Micros;
};

type Unclear = {
	readonly kind: 'unclear';
	/** A sentence with a next step. */
	readonly reason: string;
};

export type Instant = {
	readonly kind: 'instant';
	readonly time: Micros;
	/** It is later by as much as the clock is: `15m`, `an hour ago`, and not `14:00`. */
	readonly isCounted?: boolean;
	/** The clock that was meant shows it once more, since clocks were put back. */
	readonly again?: Micros;
};

/** What a text about time asks for: a range, which goes on live where it has a start alone, or an instant to go to. */
export type RangeInWords =
	{readonly kind: 'range'; readonly range: TimeRange} | Instant | Unclear;

/** A reader's clock may be wrong by minutes: what is written out may be in its future. */
const clockMargin: Micros = 900_000_000;

/** The same, where only what has been is of use: nothing is logged in the future. */
export async function parsePastInstant(
	text: string,
	context: TimeContext,
): Promise<Instant | Unclear> {
	return refuseFuture(await parseInstant(text, context), text, context);
}

/** What is typed at the time prompt: an instant (from then on, and live), `a to b` (a past range), `until b`, or `@` and an instant (go there). */
export async function parseRange(
	text: string,
	context: TimeContext,
): Promise<RangeInWords> {
	const words = text.trim();
	if (words.startsWith('@')) {
		return (
			countedFrom(words.slice(1), context.selectedAt) ??
			parsePastInstant(words.slice(1), context)
		);
	}

	const [, end] = /^(?:until|before)\s+(\S.*)$/iv.exec(words) ?? [];
	if (end !== undefined) {
		const until = await parsePastInstant(end, context);
		return until.kind === 'instant' ? toRange({until}) : until;
	}

	const start = words.replace(/^(?:since|from|after)\s+/iv, '');
	const since = await read(start, context);
	if (since === undefined) {
		return parseBothEnds(start, context);
	}

	const instant = refuseFuture(since, start, context);
	return instant.kind === 'instant' ? toRange({since: instant}) : instant;
}

/** The range between instants, one of which may be open. */
export function toRange(
	sides: Readonly<Partial<Record<'since' | 'until', Instant>>>,
): Extract<RangeInWords, {kind: 'range'}> {
	const {since, until} = sides;
	const counted = (['since', 'until'] as const).filter(
		(side) => sides[side]?.isCounted === true,
	);
	return {
		kind: 'range',
		range: {
			...(since !== undefined && {since: since.time}),
			// Nothing that may be meant is left out.
			...(until !== undefined && {until: until.again ?? until.time}),
			...(counted.length > 0 && {counted}),
		},
	};
}

async function parseBothEnds(
	text: string,
	context: TimeContext,
): Promise<RangeInWords> {
	const between = /\s(?:to|until|till|[\-–—])\s|\.\.+/iv.exec(text);
	const start = text.slice(0, between?.index).trim();
	const end = text
		.slice((between?.index ?? 0) + (between?.[0].length ?? 0))
		.trim();
	if (between === null || start === '' || end === '') {
		return unclear(text);
	}

	const since = await parseInstant(start, context);
	if (since.kind === 'unclear') {
		return since;
	}

	const until =
		countedFrom(end, since.time, since.isCounted) ??
		(await read(end, context, since.time)) ??
		unclear(end);
	if (until.kind === 'unclear') {
		return until;
	}

	if (since.time >= until.time) {
		return {
			kind: 'unclear',
			reason: `${quote(end)} is not after ${quote(start)}. Give the earlier time first.`,
		};
	}

	const past = refuseFuture(until, end, context);
	return past.kind === 'instant' ? toRange({since, until: past}) : past;
}

/** `-5m`, `+1h`: so long before or after an instant; nothing for other words. */
function countedFrom(
	text: string,
	time: Micros | undefined,
	isCounted = false,
): Instant | Unclear | undefined {
	const [, sign, words = ''] = /^\s*([+\-−])\s*(\d.*)$/v.exec(text) ?? [];
	const duration = sign === undefined ? undefined : parseDuration(words);
	if (duration === undefined) {
		return undefined;
	}

	return time === undefined
		? {
				kind: 'unclear',
				reason: `${quote(text.trim())} counts from the selected entry, and none is selected. Give a time, such as 14:00.`,
			}
		: {
				kind: 'instant',
				time: Math.min(
					farAhead,
					Math.max(0, time + (sign === '+' ? duration : -duration)),
				),
				isCounted,
			};
}

function refuseFuture(
	read: Instant | Unclear,
	text: string,
	{now}: TimeContext,
): Instant | Unclear {
	return read.kind === 'unclear' ||
		read.time <= now + (read.isCounted === true ? 0 : clockMargin)
		? read
		: {
				kind: 'unclear',
				reason: `${quote(text)} is yet to come, and nothing is logged there. Give a time that has been, such as 15m or yesterday 14:00; without an end a range goes on to now.`,
			};
}

/** Gives nothing for a text that is no instant at all. */
async function read(
	text: string,
	context: TimeContext,
	after?: Micros,
): Promise<Instant | Unclear | undefined> {
	const instant = await readBy(text, context, after);
	if (instant?.kind !== 'instant') {
		return instant;
	}

	// Whatever the words are: what counts from now is later where now is.
	const later = await readBy(
		text,
		{...context, now: context.now + clockStep},
		after,
	);
	return later?.kind === 'instant' && later.time - instant.time === clockStep
		? {...instant, isCounted: true}
		: instant;
}

/** Other times are full hours and days apart. */
const clockStep: Micros = 7_000_000;

async function readBy(
	text: string,
	context: TimeContext,
	after?: Micros,
): Promise<Instant | Unclear | undefined> {
	const words = text.trim();
	if (/^now$/iv.test(words)) {
		return {kind: 'instant', time: context.now};
	}

	const [, epoch] =
		/^@?(\d{10}(?:\.\d{1,9})?|\d{13}|\d{16}|\d{19})$/v.exec(words) ?? [];
	if (epoch !== undefined) {
		return instantAt(readTime(epoch));
	}

	if (/^now\s*[+\-−]\s*\d/iv.test(words)) {
		return countedFrom(words.slice('now'.length), context.now);
	}

	if (/^(?:this\s+)?(?:deploy(?:ment)?|revision)$/iv.test(words)) {
		return instantAt(context.deployedAt);
	}

	const duration = parseDuration(words);
	if (duration !== undefined) {
		return instantAt(context.now - duration);
	}

	const date = readNumericDate(words, context.now);
	switch (date?.kind) {
		case undefined: {
			return readInZone(words, context, after);
		}

		case 'clear': {
			return readInZone(date.text, context, after);
		}

		case 'doubtful': {
			return {kind: 'unclear', reason: date.reason};
		}

		case 'impossible': {
			return unclear(text);
		}
	}
}

async function readInZone(
	text: string,
	context: TimeContext,
	after?: Micros,
): Promise<Instant | Unclear | undefined> {
	const named = readZoneName(text);
	switch (named?.kind) {
		case undefined: {
			return readCalendar(text, context, after);
		}

		case 'doubtful': {
			return {kind: 'unclear', reason: named.reason};
		}

		case 'place': {
			return readCalendar(
				named.words,
				{...context, timeZone: named.zone},
				after,
			);
		}

		case 'season': {
			// As if it were that time in UTC.
			const {offset} = named;
			const read = await readCalendar(
				named.words,
				{...context, now: context.now + offset, timeZone: 'utc'},
				after === undefined ? undefined : after + offset,
			);
			if (read === undefined) {
				return undefined;
			}

			const time = read.time - offset;
			const reason = doubtSeason(named, time);
			return reason === undefined
				? {kind: 'instant', time}
				: {kind: 'unclear', reason};
		}
	}
}

async function readCalendar(
	words: string,
	context: TimeContext,
	after?: Micros,
): Promise<Instant | undefined> {
	const readIn = async (timeZone: string) =>
		parseStamp(words, timeZone) ??
		readCalendarWords(words, {...context, timeZone, after});
	const instant = instantAt(await readIn(context.timeZone));
	const again = instant && showsAgain(instant.time, context.timeZone);
	// What names its offset comes once.
	return again === undefined || (await readIn('utc')) === instant?.time
		? instant
		: instant && {...instant, again};
}

/** When a clock shows the same once more. */
function showsAgain(time: Micros, zone: string): Micros | undefined {
	const offset = offsetAt(time, zone);
	const back = offset - offsetAt(time + 60 * microsPerMinute, zone);
	return back > 0 && offsetAt(time + back, zone) === offset - back
		? time + back
		: undefined;
}

/** Nothing was logged before the first instant. */
function instantAt(time: Micros | undefined): Instant | undefined {
	return time === undefined
		? undefined
		: {kind: 'instant', time: Math.max(0, time)};
}

function unclear(text: string): Unclear {
	return {
		kind: 'unclear',
		reason: `${quote(text)} is no time that deplog can read. Try 15m, 2h ago, yesterday 14:00 or 2026-01-31T14:00:00Z.`,
	};
}

function quote(text: string): string {
	const words = text.trim();
	return JSON.stringify(words.length > 40 ? `${words.slice(0, 40)}…` : words);
}

/** Takes the name of a zone off the end of a text: `CEST`, `EST`, `PT`, `Europe/Paris`. */
function readZoneName(text: string): NamedZone | undefined {
	const all = text.trim();
	const nameFrom = all.lastIndexOf(' ') + 1;
	const words = all.slice(0, nameFrom).trim();
	const name = all.slice(nameFrom);
	if (words === '') {
		return undefined;
	}

	const upper = name.toUpperCase();
	const meanings = doubtful.get(upper);
	if (meanings !== undefined) {
		return {
			kind: 'doubtful',
			reason: `${upper} may be ${meanings}. Write the offset instead, as in 14:00+02:00.`,
		};
	}

	const place = places.get(upper) ?? (isPlace(name) ? name : undefined);
	if (place !== undefined) {
		return {kind: 'place', words, zone: place};
	}

	const season = seasons.get(upper);
	return season && {kind: 'season', words, name: upper, ...season};
}

/** In which zone a text is to be read, and what is left of it. */
type NamedZone =
	/** `local`, `utc` or an IANA name. */
	| {readonly kind: 'place'; readonly words: string; readonly zone: string}
	/** A name of a zone's winter or summer time. */
	| {
			readonly kind: 'season';
			readonly words: string;
			readonly name: string;
			readonly offset: Micros;
			/** Where clocks show it, for a part of the year. */
			readonly zone: string;
	  }
	/** A sentence with a next step. */
	| {readonly kind: 'doubtful'; readonly reason: string};

/** A sentence where clocks of the zone did not show that time then: what is written has two readings. */
function doubtSeason(
	{name, offset, zone}: Extract<NamedZone, {kind: 'season'}>,
	time: Micros,
): string | undefined {
	const shown = offsetAt(time, zone);
	return shown === offset
		? undefined
		: `${name} is ${offsetText(offset)}, but on that day clocks there show ${offsetText(shown)}. Write the one that is meant, as in 14:00${offsetText(shown)}.`;
}

function isPlace(name: string): boolean {
	if (!name.includes('/')) {
		return false;
	}

	try {
		return new Intl.DateTimeFormat('en', {timeZone: name}).format(0) !== '';
	} catch {
		return false;
	}
}

function offsetText(offset: Micros): string {
	const minutes = Math.abs(offset) / microsPerMinute;
	const digits = (value: number) => String(value).padStart(2, '0');
	return `${offset < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`;
}

const microsPerMinute = 60_000_000;

const places: ReadonlyMap<string, string> = new Map([
	['ET', 'America/New_York'],
	['CT', 'America/Chicago'],
	['MT', 'America/Denver'],
	['PT', 'America/Los_Angeles'],
]);

/** Names that places far from each other use. */
const doubtful: ReadonlyMap<string, string> = new Map([
	['IST', '+05:30 (India), +02:00 (Israel) or +01:00 (Ireland)'],
	['CST', '-06:00 (America) or +08:00 (China)'],
	['AST', '-04:00 (Atlantic) or +03:00 (Arabia)'],
]);

const seasons: ReadonlyMap<
	string,
	{readonly offset: Micros; readonly zone: string}
> = new Map(
	(
		[
			['WET', 0, 'Europe/Lisbon'],
			['WEST', 1, 'Europe/Lisbon'],
			['BST', 1, 'Europe/London'],
			['CET', 1, 'Europe/Paris'],
			['CEST', 2, 'Europe/Paris'],
			['EET', 2, 'Europe/Helsinki'],
			['EEST', 3, 'Europe/Helsinki'],
			['MSK', 3, 'Europe/Moscow'],
			['JST', 9, 'Asia/Tokyo'],
			['AEST', 10, 'Australia/Sydney'],
			['AEDT', 11, 'Australia/Sydney'],
			['NZST', 12, 'Pacific/Auckland'],
			['NZDT', 13, 'Pacific/Auckland'],
			['EST', -5, 'America/New_York'],
			['EDT', -4, 'America/New_York'],
			['CDT', -5, 'America/Chicago'],
			['MST', -7, 'America/Denver'],
			['MDT', -6, 'America/Denver'],
			['PST', -8, 'America/Los_Angeles'],
			['PDT', -7, 'America/Los_Angeles'],
		] as const
	).map(([name, hours, zone]) => [
		name,
		{offset: hours * 60 * microsPerMinute, zone},
	]),
);
