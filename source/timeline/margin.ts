import {type Micros} from '../log/entry.ts';

const leastMargin: Micros = 2_000_000;
/** Regions' clocks may differ by half a minute either way. */
export const mostMargin: Micros = 75_000_000;

/** So long past logs may lag behind live ones. */
export const longestLag: Micros = 30_000_000;

/**
How far entries are taken to stand out of order, in the stream and in past logs: twice as far as they were seen to. Where a stream begins or ends, so much of it is asked for again.

Nothing on the wire bounds it.
*/
export function seamMargin({lateness}: {readonly lateness: Micros}): Micros {
	return Math.min(mostMargin, Math.max(leastMargin, 2 * lateness));
}
