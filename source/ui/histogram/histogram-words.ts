import {type Micros} from '../../log/entry.ts';
import {type TimeSpan} from '../../log/time-range.ts';
import {count} from '../look/words.ts';
import {type Timestamps} from '../../text/timestamp.ts';

/** `max 340/min`, `max 57/10 s`: the most that a cell holds, a cell's width being the unit. To two digits: the row is not written again for each entry. */
export function peakWords(most: number, width: Micros): string {
	return `max ${count(Number(most.toPrecision(2)))}/${widthWords(width)}`;
}

const minute: Micros = 60_000_000;

const second: Micros = 1_000_000;

const units: ReadonlyArray<readonly [unit: Micros, name: string]> = [
	[24 * 3600 * second, 'day'],
	[3600 * second, 'h'],
	[60 * second, 'min'],
	[second, 's'],
	[second / 1000, 'ms'],
];

/** `min`, `10 s`, `7 day`. */
function widthWords(width: Micros): string {
	const [unit = second, name = 's'] =
		units.find(([one]) => width >= one && width % one === 0) ?? [];
	return width === unit ? name : `${count(width / unit)} ${name}`;
}

/** `12:01 to 12:03`, with as much of each end as it needs, whole seconds unless cells are shorter. */
export function spanEnds(
	span: TimeSpan,
	cellWidth: Micros,
	timestamps: Timestamps,
): string {
	const isShort = cellWidth % second !== 0;
	const from = isShort ? span.from : Math.floor(span.from / second) * second;
	// A range counted back from now ends within a second as it begins.
	const isEven = span.from % second === span.to % second;
	const to = isShort
		? span.to
		: (isEven ? Math.floor : Math.ceil)(span.to / second) * second;
	const isFine = from % second !== 0 || to % second !== 0;
	const isOneDay = timestamps.date(from) === timestamps.date(to - 1);
	const clock = (time: Micros) => {
		if (isFine) {
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
