import {BoundedCache} from '../base/cache.ts';
import {type Micros, microsPerDay} from './wall-time.ts';

/** How time is parted into spans of one length. */
export type Spans = {
	/** When the span began that an instant is in. Hot: each entry that is counted asks. */
	readonly startOf: (time: Micros) => Micros;
	/** When the span behind the one that begins at an instant begins. */
	readonly next: (start: Micros) => Micros;
};

/** Parts time into spans that begin when the clocks of a zone show a round time; weeks begin on Monday. A span in which clocks are changed is longer or shorter; an hour that comes twice is two. `offsetAt` tells how far the zone is ahead of UTC. */
export function createSpans(
	width: Micros,
	offsetAt: (time: Micros) => Micros,
): Spans {
	const origin = width % week === 0 ? monday : 0;
	const find = (time: Micros): Micros => {
		const offset = offsetAt(time);
		const shown = time + offset;
		const shownStart = shown - modulo(shown - origin, width);
		const start = shownStart - offset;
		const offsetThen = offsetAt(start);
		// Clocks were changed since: the start is when they showed that time before, or would have.
		return offsetThen === offset ? start : shownStart - offsetThen;
	};

	const next = (start: Micros): Micros => {
		let found = start;
		for (let length = width; found <= start; length += width / 2) {
			found = find(start + length);
		}

		for (
			let before = find(found - 1);
			before > start;
			before = find(found - 1)
		) {
			found = before;
		}

		return found;
	};

	let last = {start: 0, end: 0};
	const ends = new BoundedCache<Micros, Micros>(4096);
	return {
		startOf(time) {
			if (time < last.start || time >= last.end) {
				const start = find(time);
				last = {start, end: ends.take(start, next)};
			}

			return last.start;
		},
		next,
	};
}

const week: Micros = 7 * microsPerDay;
/** The first one since 1970. */
const monday: Micros = 4 * microsPerDay;

function modulo(value: number, by: number): number {
	return value - Math.floor(value / by) * by;
}
