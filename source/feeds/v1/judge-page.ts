import {type Micros} from '../../log/entry.ts';
import {type Order} from '../../log/query.ts';
import {type TimeSpan} from '../../log/time-range.ts';

/**
Judges a page by how it ends: servers end pages badly.

The last instant of a page that goes on may be incomplete. A cursor is followed only from a full page: one that is shorter may have been cut off, and its cursor would lead past what is missing; what follows such a page is asked for by its time. Where it has no instant whole, or no entry that has a time, there is nothing but the cursor, once the page has come twice with the same number of entries.
*/
export function judgePage(
	{order, range, times, count = times.length, isFull, hasNext}: RawPage,
	/** How many entries it had when it was asked for before. */
	countBefore: number | undefined,
): Judgement {
	if (!hasNext) {
		return {kind: 'taken', whole: range, isFollowed: false};
	}

	const whole = wholeSpan(order, range, times);
	if (isFull) {
		return {kind: 'taken', whole, isFollowed: true};
	}

	if (whole.from < whole.to) {
		return {kind: 'taken', whole, isFollowed: false};
	}

	return count === countBefore
		? {kind: 'taken', whole, isFollowed: true}
		: {kind: 'doubtful'};
}

/** A page as it came. */
type RawPage = {
	readonly order: Order;
	/** What is asked for and was not read before. */
	readonly range: TimeSpan;
	/** Of all its entries that have one of their own, in any order. */
	readonly times: readonly Micros[] | Float64Array;
	/** How many entries it has. */
	readonly count?: number;
	/** It has as many entries as were asked for. */
	readonly isFull: boolean;
	/** The server says that there is another page. */
	readonly hasNext: boolean;
};

/** What a page is worth: of which span it has all, and whether its cursor can be followed. */
export type Judgement =
	| {
			readonly kind: 'taken';
			readonly whole: TimeSpan;
			readonly isFollowed: boolean;
	  }
	/** It is asked for once more: what was cut off is longer then. */
	| {readonly kind: 'doubtful'};

/** Up to the last instant of a page that goes on; nothing where none of its entries has a time. */
function wholeSpan(
	order: Order,
	{from, to}: TimeSpan,
	times: RawPage['times'],
): TimeSpan {
	if (order === 'asc') {
		let last = from;
		for (const time of times) {
			last = Math.max(last, time);
		}

		return {from, to: Math.min(last, to)};
	}

	let first = to;
	for (const time of times) {
		first = Math.min(first, time + 1);
	}

	return {from: Math.max(first, from), to};
}
