import {type Entry, hasOwnTime, type Micros} from '../log/entry.ts';
import {type Page, shortestSpan} from './page.ts';

/** Where an entry stands that has no time of its own: behind one that has, and before the next one that has, as far as that is known. */
export type Between = {
	readonly after: Micros;
	readonly before: Micros;
};

/** Whenever. */
export const anywhere: Between = {
	after: Number.NEGATIVE_INFINITY,
	before: Number.POSITIVE_INFINITY,
};

/** What the `Date` header, in whole seconds, leaves open. */
const clockMargin: Micros = 1_000_000;

/** Within which span the server has put what a page brings anew: from right before its first instant to right before the first one behind it. */
export function spanOf({
	range,
	whole: {from, to},
	serverTime = Number.POSITIVE_INFINITY,
}: Pick<Page, 'range' | 'whole' | 'serverTime'>): Between {
	// What has no time comes also from beside the span that was meant.
	const first = from > range.from ? from : roundDown(from);
	const end = to < range.to ? to : -roundDown(-to);
	return {
		after: first - halfInstant,
		before: Math.min(end - halfInstant, serverTime + clockMargin),
	};
}

function roundDown(time: Micros): Micros {
	return Math.floor(time / shortestSpan) * shortestSpan;
}

/** What stands before an instant is no part of it. */
const halfInstant: Micros = 0.5;

/** Where each of some entries stands that has no time of its own; they are in the order in which they were logged, and all of them lie within a span. */
export function betweens(
	entries: readonly Entry[],
	span: Between,
): ReadonlyArray<Between | undefined> {
	const found: Array<Between | undefined> = [];
	let {after} = span;
	for (const [index, entry] of entries.entries()) {
		if (hasOwnTime(entry)) {
			after = Math.max(after, entry.time);
		} else {
			found[index] = {...span, after};
		}
	}

	let {before} = span;
	for (let index = entries.length - 1; index >= 0; index--) {
		const one = found[index];
		if (one === undefined) {
			before = entries[index]?.time ?? before;
		} else {
			// What comes behind it may be older, where a stream brings the newest ones first.
			found[index] = {
				...one,
				before: before < one.after ? span.before : before,
			};
		}
	}

	return found;
}

/** Where an entry of a stream is put. */
export function placeStreamed({time}: Entry, {after, before}: Between): Micros {
	if (after !== Number.NEGATIVE_INFINITY) {
		return Math.max(time, after);
	}

	return before === Number.POSITIVE_INFINITY ? time : before - 1;
}

/** Whether there is a place at which both may stand. */
export function mayBeOne(a: Between, b: Between, margin: Micros): boolean {
	const from = Math.max(a.after, b.after) - margin;
	const to = Math.min(a.before, b.before) + margin;
	// Between two entries of one instant there is room as well.
	return (
		from < to || (from === to && (a.after === a.before || b.after === b.before))
	);
}
