import {type Micros} from './entry.ts';

/** `since` is inclusive, `until` exclusive; a side that is absent is open. */
export type TimeRange = {
	readonly since?: Micros;
	readonly until?: Micros;
};

export function isWithin(time: Micros, range: TimeRange): boolean {
	return (
		(range.since === undefined || time >= range.since) &&
		(range.until === undefined || time < range.until)
	);
}
