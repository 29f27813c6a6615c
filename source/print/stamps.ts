import {type Micros} from '../log/entry.ts';
import {createTimestamps} from '../text/timestamp.ts';

/** Tells instants in full: `2026-01-31T12:03:21.340+01:00`. */
export function createStamps(timeZone: string): (time: Micros) => string {
	const {date, timeWithMillis, zoneLabel} = createTimestamps(timeZone);
	return (time) => {
		const zone = zoneLabel(time).slice('UTC'.length) || 'Z';
		return `${date(time)}T${timeWithMillis(time)}${zone}`;
	};
}
