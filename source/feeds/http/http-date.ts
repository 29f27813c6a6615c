import {type Micros} from '../../log/entry.ts';

/** The `Date` header → microseconds. */
export function parseDate(text = ''): Micros | undefined {
	const milliseconds = Date.parse(text);
	return Number.isNaN(milliseconds) ? undefined : milliseconds * 1000;
}

/** The `Retry-After` header, seconds or an HTTP date → milliseconds. The date is read by the server's own clock where it tells. */
export function parseRetryAfter(
	text = '',
	serverDate?: string,
	now: () => number = Date.now,
): number | undefined {
	if (/^\s*\d+\s*$/v.test(text)) {
		return Number(text) * 1000;
	}

	const milliseconds = Date.parse(text);
	return Number.isNaN(milliseconds)
		? undefined
		: Math.max(
				0,
				milliseconds - (parseDate(serverDate) ?? now() * 1000) / 1000,
			);
}
