import {parseDuration} from './duration.ts';
import {type Micros} from './entry.ts';
import {readCalendarWords} from './calendar-words.ts';
import {parseStamp} from './stamp.ts';
import {type TimeRange} from './time-range.ts';

export type TimeContext = {
	readonly now: Micros;
	/** `local`, `utc` or an IANA name: where a time is meant that names no zone. */
	readonly timeZone: string;
	/** When the deployment was created, as far as that is known. */
	readonly deployedAt?: Micros;
};

export type Unclear = {
	readonly kind: 'unclear';
	/** A sentence with a next step. */
	readonly reason: string;
};

export type Instant = {readonly kind: 'instant'; readonly time: Micros};

/** A range with a start alone goes on live; an instant is gone to. */
export type RangeInWords =
	{readonly kind: 'range'; readonly range: TimeRange} | Instant | Unclear;

/** The one instant that is meant: `15m` and `2h ago` before now, `yesterday 14:00`, RFC 3339 to the microsecond. A clock time without a day is the last one there was. */
export async function parseInstant(
	text: string,
	context: TimeContext,
): Promise<Instant | Unclear> {
	const time = await read(text, context);
	return time === undefined ? unclear(text) : {kind: 'instant', time};
}

/** What is typed at the time prompt: an instant (from then on, and live), `a to b` (a past range), `until b`, or `@` and an instant (go there). */
export async function parseRange(
	text: string,
	context: TimeContext,
): Promise<RangeInWords> {
	const words = text.trim();
	if (words.startsWith('@')) {
		return parseInstant(words.slice(1), context);
	}

	const [, end] = /^(?:until|before)\s+(\S.*)$/iv.exec(words) ?? [];
	if (end !== undefined) {
		const until = await read(end, context);
		return until === undefined ? unclear(end) : {kind: 'range', range: {until}};
	}

	const start = words.replace(/^(?:since|from|after)\s+/iv, '');
	const since = await read(start, context);
	return since === undefined
		? parseBothEnds(start, context)
		: {kind: 'range', range: {since}};
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

	const since = await read(start, context);
	const until =
		since === undefined ? undefined : await read(end, context, since);
	if (since === undefined || until === undefined) {
		return unclear(since === undefined ? start : end);
	}

	return since < until
		? {kind: 'range', range: {since, until}}
		: {
				kind: 'unclear',
				reason: `${quote(end)} is not after ${quote(start)}. Give the earlier time first.`,
			};
}

async function read(
	text: string,
	context: TimeContext,
	after?: Micros,
): Promise<Micros | undefined> {
	const words = text.trim();
	if (/^now$/iv.test(words)) {
		return context.now;
	}

	if (/^(?:this\s+)?deploy(?:ment)?$/iv.test(words)) {
		return context.deployedAt;
	}

	const duration = parseDuration(words);
	if (duration !== undefined) {
		return Math.max(0, context.now - duration);
	}

	return (
		parseStamp(words, context.timeZone) ??
		readCalendarWords(words, {...context, after})
	);
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
