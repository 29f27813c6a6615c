import {type Clock} from '../clock.ts';
import {ApiError} from '../errors.ts';
import {type Micros} from '../../log/entry.ts';

/** Does a task again while its error `isRetryable` and the next attempt would start within `patience`, in milliseconds; then fails with the last error. */
export async function retry<Result>(
	task: () => Promise<Result>,
	{
		patience,
		signal,
		clock,
		random,
	}: {
		patience: number;
		signal: AbortSignal;
		clock: Clock;
		random: () => number;
	},
): Promise<Result> {
	const start = clock.now();
	for (let attempt = 1; ; attempt++) {
		try {
			// eslint-disable-next-line no-await-in-loop -- An attempt follows the other.
			return await task();
		} catch (error) {
			if (!(error instanceof ApiError && error.isRetryable)) {
				throw error;
			}

			const {retryAfter} = error;
			const delay = retryDelay({attempt, retryAfter, random});
			if (clock.now() + delay - start > patience) {
				throw error;
			}

			// eslint-disable-next-line no-await-in-loop -- As above.
			await clock.sleep(delay, signal);
		}
	}
}

const longestDelay = 30_000;

/**
How long to wait before an attempt, in milliseconds: the first after a failure is at once, then come 1, 2, 4 … 30 s, each shortened by up to a half so that not all clients come back together. What the server asked for in `Retry-After` is kept.
*/
export function retryDelay({
	attempt,
	retryAfter = 0,
	random,
}: {
	/** 1 for the first attempt after a failure. */
	attempt: number;
	retryAfter?: number;
	/** From 0 to 1. */
	random: () => number;
}): number {
	const delay =
		attempt <= 1 ? 0 : Math.min(longestDelay, 1000 * 2 ** (attempt - 2));
	return Math.max(
		delay * (1 - random() / 2),
		Math.min(retryAfter, longestRetryAfter),
	);
}

/** The `Date` header → microseconds. A clock that was never set says nothing. */
export function parseDate(text = ''): Micros | undefined {
	const milliseconds = parseHttpDate(text) ?? 0;
	return milliseconds < earliestDate || milliseconds > latestDate
		? undefined
		: milliseconds * 1000;
}

/** The `Age` header, for how many seconds a cache has kept an answer → microseconds. */
export function parseAge(text = ''): Micros {
	return /^\s*\d{1,8}\s*$/v.test(text) ? Number(text) * 1_000_000 : 0;
}

const earliestDate = Date.UTC(2020, 0);
const latestDate = Date.UTC(2100, 0);

/** The `Retry-After` header, seconds or an HTTP date → milliseconds. The date is read by the server's own clock where it tells. What nobody would wait for is read as a day. */
export function parseRetryAfter(
	text = '',
	serverDate?: string,
	now: () => number = Date.now,
): number | undefined {
	const seconds =
		/^(?<seconds>\d+(?:\.\d*)?) ?(?:s(?:ec|econds?)?)? ?(?:,|$)/iv.exec(
			text.trim(),
		)?.groups?.['seconds'];
	if (seconds !== undefined) {
		return Math.min(Math.ceil(Number(seconds) * 1000), longestRetryAfter);
	}

	const milliseconds = parseHttpDate(text);
	if (milliseconds === undefined) {
		return undefined;
	}

	const current = (parseDate(serverDate) ?? now() * 1000) / 1000;
	return Math.min(Math.max(0, milliseconds - current), longestRetryAfter);
}

/** In milliseconds: what nobody would wait for is not waited for. */
const longestRetryAfter = 86_400_000;

/** `Sun, 06 Nov 1994 08:49:37 GMT`, also as RFC 850 and C write it, or RFC 3339; what `Date.parse` makes of other texts, such as `-5`, is no date. What names no zone is in GMT, not in that of the reader. */
function parseHttpDate(text: string): number | undefined {
	const date = text.trim();
	const time = /\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?/v.exec(date);
	if (
		time === null ||
		!/^(?:[a-z]{3,9},? |\d{4}-\d{2}-\d{2}[t ])/iv.test(date)
	) {
		return undefined;
	}

	const afterTime = date.slice(time.index + time[0].length).trim();
	const hasZone = afterTime !== '' && !/^\d{4}$/v.test(afterTime);
	const milliseconds = Date.parse(hasZone ? date : `${date} GMT`);
	return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
