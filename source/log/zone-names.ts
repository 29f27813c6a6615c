import {type Micros} from './entry.ts';
import {offsetAt} from './wall-time.ts';

/** Takes the name of a zone off the end of a text: `CEST`, `EST`, `PT`, `Europe/Paris`. */
export function readZoneName(text: string): NamedZone | undefined {
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
export function doubtSeason(
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
