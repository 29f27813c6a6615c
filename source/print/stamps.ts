import {type Micros} from '../log/entry.ts';
import {createTimestamps, millisText} from '../text/timestamp.ts';

/** Tells instants in full: `2026-01-31T12:03:21.340+01:00`. */
export function createStamps(timeZone: string): (time: Micros) => string {
	const {date, time: clockTime, zoneLabel} = createTimestamps(timeZone);
	let second: number | undefined;
	let start = '';
	let zone = '';
	return (time) => {
		const own = Math.floor(time / 1_000_000);
		if (own !== second) {
			second = own;
			start = `${date(time)}T${clockTime(time)}`;
			zone = zoneLabel(time).slice('UTC'.length) || 'Z';
		}

		return `${start}.${millisText(time)}${zone}`;
	};
}
