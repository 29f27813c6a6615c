import {type Micros} from '../../log/entry.ts';
import {type Timestamps} from '../../text/timestamp.ts';

const minute: Micros = 60_000_000;
const second: Micros = 1_000_000;

/** `12:01 to 12:03`, with as much of each end as it needs. */
export function spanEnds(
	from: Micros,
	to: Micros,
	timestamps: Timestamps,
): string {
	const isOneDay = timestamps.date(from) === timestamps.date(to - 1);
	const clock = (time: Micros) => {
		if (from % second !== 0 || to % second !== 0) {
			return timestamps.timeWithMillis(time);
		}

		const clockTime = timestamps.time(time);
		return from % minute === 0 && to % minute === 0
			? clockTime.slice(0, 5)
			: clockTime;
	};

	const end = (time: Micros) =>
		isOneDay ? clock(time) : `${timestamps.date(time)} ${clock(time)}`;
	return `${end(from)} to ${end(to)}`;
}
