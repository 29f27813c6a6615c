import {type Micros} from './entry.ts';

/** A range of time that is asked for: `since` is inclusive, `until` exclusive; a side that is absent is open. */
export type TimeRange = {
	readonly since?: Micros;
	readonly until?: Micros;
	/** The sides that count from now, told by the reader's clock; absent where none does, or the server's has been asked. */
	readonly counted?: readonly Side[];
};

type Side = 'since' | 'until';

/** [from, to): both sides are told, and may be infinite. */
export type TimeSpan = {
	readonly from: Micros;
	readonly to: Micros;
};

/** Where a span ends that is asked for what is dated ahead: no later time can be written in four digits of a year. */
export const farAhead: Micros = Date.UTC(9999, 11, 31, 23, 59, 59, 900) * 1000;

/** Whether an instant lies in a range. */
export function isWithin(time: Micros, range: TimeRange): boolean {
	return (
		(range.since === undefined || time >= range.since) &&
		(range.until === undefined || time < range.until)
	);
}

/** So much a `Date` of whole seconds leaves open: clocks that are no further apart count as one. */
export const clockTolerance: Micros = 2_000_000;

/** The same range by a clock that is so far ahead of the reader's. */
export function byClock(
	{counted = [], since, until}: TimeRange,
	offset: Micros,
): TimeRange {
	const move = (side: Side, time: Micros | undefined) =>
		time === undefined
			? {}
			: {[side]: counted.includes(side) ? Math.max(0, time + offset) : time};
	return {...move('since', since), ...move('until', until)};
}

/** Infinite where the range is open. */
export function toSpan({
	since = Number.NEGATIVE_INFINITY,
	until = Number.POSITIVE_INFINITY,
}: TimeRange): TimeSpan {
	return {from: since, to: until};
}
