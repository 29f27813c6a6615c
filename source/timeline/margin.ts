import {type Micros} from '../log/entry.ts';

const leastMargin: Micros = 2_000_000;
/** The clock of a region may be wrong by half a minute either way. */
export const mostSkew: Micros = 30_000_000;
/** As far as two of them may be apart, and some more. */
export const mostMargin: Micros = 75_000_000;

/** So long past logs may lag behind live ones. */
export const longestLag: Micros = 30_000_000;

/**
How far the entries of a region are taken to stand out of order, in the stream and in past logs: twice as far as they were seen to. Where a stream begins or ends, so much of it is asked for again.

Nothing on the wire bounds it.
*/
export function seamMargin({lateness}: {readonly lateness: Micros}): Micros {
	return Math.min(mostMargin, Math.max(leastMargin, 2 * lateness));
}

/** The same of all regions together: their clocks were seen to differ. It costs a longer page, and never a longer wait. */
export function overlapMargin({
	lateness,
	spread,
}: {
	readonly lateness: Micros;
	readonly spread: Micros;
}): Micros {
	return Math.min(mostMargin, seamMargin({lateness}) + spread);
}
