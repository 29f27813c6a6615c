import {type Micros} from '../../log/entry.ts';
import {type Gap} from '../../timeline/coverage.ts';
import {firstTime, lastTime} from '../buffer/held-times.ts';
import {type Logs} from '../logs.ts';

const mostDays = 100;

export type DayRule = {readonly kind: 'day'; readonly time: Micros};

/** Where a day begins among the entries that are held. A day in which none matches, as far as that is known, has no rule; nor has the first one, nor one that begins in a gap, whose own rule tells the days. */
export function dayRules(
	{buffer, view, startOfDay}: Logs,
	gaps: readonly Gap[],
): DayRule[] {
	const first = firstTime(buffer, 0);
	const lastDay = startOfDay?.(buffer.lastTime ?? 0) ?? 0;
	if (startOfDay === undefined || first === undefined || lastDay <= first) {
		return [];
	}

	const found: DayRule[] = [];
	const {isCounting} = view.count();
	const isShown = (from: Micros, to: Micros) => {
		const spot = isCounting ? undefined : view.atOrAfter(from);
		return isCounting || (spot !== undefined && view.timeAt(spot) < to);
	};

	let end = Number.POSITIVE_INFINITY;
	let day = lastDay;
	while (day > first && found.length < mostDays) {
		if (!isInGap(day, gaps) && isShown(day, end)) {
			found.push({kind: 'day', time: day});
		}

		end = day;
		day = startOfDay(lastTime(buffer, day) ?? first);
	}

	return found;
}

function isInGap(day: Micros, gaps: readonly Gap[]): boolean {
	return gaps.some(
		({from, to}) => from < day && to >= day && to !== Number.POSITIVE_INFINITY,
	);
}
