import {type Micros} from '../../log/entry.ts';
import {type Failure} from '../../log/failure.ts';
import {type Gap} from '../../timeline/coverage.ts';
import {firstTime, lastTime} from '../buffer/look-up.ts';
import {knownGaps, doubtful, isSearchStopped, rangePaging} from '../missing.ts';
import {mostMargin} from '../../timeline/lag.ts';
import {type Logs} from '../logs.ts';
import {type Step, stepsBack} from '../trail.ts';
import {type Cut} from '../../timeline/timeline.ts';

/** A line in the list that says where entries may be missing, or what became of it, or that a day begins. It stands before the entries at `time`. */
export type Rule = {readonly time: Micros} & (
	| {readonly kind: 'gap'; readonly gap: Gap}
	| {readonly kind: 'failed'; readonly gap: Gap; readonly failure: Failure}
	| {readonly kind: 'lost'; readonly gap: Gap}
	/** Of a past range, or what is searched, the loading of which was stopped, or had no room for more. */
	| {
			readonly kind: 'stopped' | 'full';
			readonly gap: Gap;
	  }
	/** More may be found as long as it is not settled. */
	| {
			readonly kind: 'reconnected';
			readonly cut: Cut;
			readonly isSettled: boolean;
	  }
	| {readonly kind: 'beginning'}
	/** What is explored, and what led to it, were deployed then; they stand at the beginning of the list, whatever is loaded. */
	| ({readonly kind: 'deploy'} & Step)
	| {readonly kind: 'day'}
);

const mostDays = 100;

type DayRule = {readonly kind: 'day'; readonly time: Micros};

/** In the order of their times. */
export function rules(logs: Logs): Rule[] {
	const open = knownGaps(logs).flatMap((gap) =>
		apart(doubtful(gap, logs), logs),
	);
	const found: Rule[] = open.flatMap((gap) => ruleOf(gap, logs) ?? []);
	for (const cut of logs.cuts) {
		const isOpen = open.some(({from, to}) => from < cut.to && to > cut.from);
		if (!isOpen) {
			found.push({
				kind: 'reconnected',
				time: cut.after + 1,
				cut,
				isSettled: isSettled(cut, logs),
			});
		}
	}

	if (logs.query.range.since === undefined && open[0]?.from !== 0) {
		found.push({kind: 'beginning', time: 0});
	}

	return [...found, ...deployRules(logs), ...dayRules(logs, open)].toSorted(
		(a, b) => a.time - b.time,
	);
}

/** Each has a time of its own, before all entries. */
function deployRules({trail, query}: Logs): readonly Rule[] {
	const steps = query.range.until === undefined ? stepsBack(trail) : [];
	return steps.map((step, index) => ({
		kind: 'deploy',
		time: index - steps.length,
		...step,
	}));
}

/** A gap without an end, with entries in it that stand far from where it begins, is two: nothing is told by its end of what lies before them. */
function apart(gap: Gap, {buffer, query}: Logs): readonly Gap[] {
	const first = firstTime(buffer, gap.from);
	return gap.to === Number.POSITIVE_INFINITY &&
		gap.from > (query.range.since ?? 0) &&
		first !== undefined &&
		first - gap.from > mostMargin
		? [
				{...gap, to: first},
				{...gap, from: first},
			]
		: [gap];
}

/** Whether past logs have caught up with the connection after it. */
function isSettled({after}: Cut, {connection}: Logs): boolean {
	return (
		connection.kind !== 'live' ||
		connection.before !== after ||
		connection.tail.kind === 'settled'
	);
}

function ruleOf(gap: Gap, logs: Logs): Rule | undefined {
	const failed = logs.failedGaps.find(
		({from, to}) => from < gap.to && to > gap.from,
	);
	if (failed !== undefined) {
		return {kind: 'failed', time: gap.to, gap, failure: failed.failure};
	}

	if (gap.to === Number.POSITIVE_INFINITY) {
		const {kind} = logs.connection;
		if (kind === 'reconnecting' || kind === 'offline') {
			return {kind: 'lost', time: gap.to, gap};
		}

		if (!logs.isTailOverdue) {
			return undefined;
		}
	}

	const paging = isSearchStopped(logs) ? 'stopped' : rangePaging(logs);
	return paging === 'stopped' || paging === 'full'
		? {kind: paging, time: gap.to, gap}
		: {kind: 'gap', time: gap.to, gap};
}

/** Where a day begins among the entries that are held. A day in which none matches, as far as that is known, has no rule; nor has the first one, nor one that begins in a gap, whose own rule tells the days. */
function dayRules(
	{buffer, view, dayZone, measures: {startOfDay}}: Logs,
	gaps: readonly Gap[],
): DayRule[] {
	const first = firstTime(buffer, 0);
	if (dayZone === undefined || first === undefined) {
		return [];
	}

	const found: DayRule[] = [];
	const {isCounting} = view.count();
	const isShown = (from: Micros, to: Micros) => {
		const spot = isCounting ? undefined : view.atOrAfter(from);
		return isCounting || (spot !== undefined && view.timeAt(spot) < to);
	};

	let end = Number.POSITIVE_INFINITY;
	let day = startOfDay(buffer.lastTime ?? 0, dayZone);
	while (day > first && found.length < mostDays) {
		if (!isInGap(day, gaps) && isShown(day, end)) {
			found.push({kind: 'day', time: day});
		}

		end = day;
		day = startOfDay(lastTime(buffer, day) ?? first, dayZone);
	}

	return found;
}

function isInGap(day: Micros, gaps: readonly Gap[]): boolean {
	return gaps.some(
		({from, to}) => from < day && to >= day && to !== Number.POSITIVE_INFINITY,
	);
}
