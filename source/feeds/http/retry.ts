import {type Clock} from '../clock.ts';
import {ApiError} from '../errors.ts';
import {longestRetryAfter} from './http-date.ts';

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
