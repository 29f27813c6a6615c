import {type Micros} from '../../log/entry.ts';

/** The `Date` header → microseconds. A clock that was never set says nothing. */
export function parseDate(text = ''): Micros | undefined {
	const milliseconds = parseHttpDate(text) ?? 0;
	return milliseconds < earliestDate || milliseconds > latestDate
		? undefined
		: milliseconds * 1000;
}

const earliestDate = Date.UTC(2020, 0);
const latestDate = Date.UTC(2100, 0);

/** The `Retry-After` header, seconds or an HTTP date → milliseconds. The date is read by the server's own clock where it tells. What nobody would wait for is read as a day. */
export function parseRetryAfter(
	text = '',
	serverDate?: string,
	now: () => number = Date.now,
): number | undefined {
	if (/^\s*\d+(?:\.\d*)?\s*$/v.test(text)) {
		return Math.min(Math.ceil(Number(text) * 1000), longestRetryAfter);
	}

	const milliseconds = parseHttpDate(text);
	if (milliseconds === undefined) {
		return undefined;
	}

	const current = (parseDate(serverDate) ?? now() * 1000) / 1000;
	return Math.min(Math.max(0, milliseconds - current), longestRetryAfter);
}

/** In milliseconds: what nobody would wait for is not waited for. */
export const longestRetryAfter = 86_400_000;

/** `Sun, 06 Nov 1994 08:49:37 GMT`; what `Date.parse` makes of other texts, such as `-5`, is no date. */
function parseHttpDate(text: string): number | undefined {
	const milliseconds = /^\s*[a-z]{3,9},? .*\d{2}:\d{2}/iv.test(text)
		? Date.parse(text)
		: Number.NaN;
	return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
