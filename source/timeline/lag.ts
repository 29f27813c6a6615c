import {type Micros} from '../log/entry.ts';
import {type Failure} from '../log/failure.ts';
import {isSameFilter} from '../log/query.ts';
import {goesOn, type Landing, type Page} from './page.ts';
import {type FailedGap, type Lag, type Timeline} from './timeline.ts';

/** What is known of the newest part of a gap that past logs did not have yet. */
export function lagOf(
	{lags}: Pick<Timeline, 'lags'>,
	{filter, to}: Pick<Page, 'filter' | 'to'>,
): Lag | undefined {
	return lags.find((one) => one.to === to && isSameFilter(one.filter, filter));
}

const leastMargin: Micros = 2_000_000;
/** The clock of a region may be wrong by half a minute either way. */
export const mostSkew: Micros = 30_000_000;
/** As far as two of them may be apart, and some more. */
export const mostMargin: Micros = 75_000_000;

/** So long past logs may lag behind live ones. */
export const longestLag: Micros = 30_000_000;

const firstDelay: Micros = 1_000_000;
const mostDoublings = 4;

const mostLags = 8;

export const lagging: Failure = {
	message: 'Past logs did not catch up with the live stream.',
	isRefusal: false,
};

/** The page as it is to be taken: when past logs have had their time, and nothing shows that they lag behind, they are believed. */
export function patientPage(timeline: Timeline, page: Page, at: Micros): Page {
	const lag = lagOf(timeline, page);
	return lag !== undefined &&
		at >= lag.deadline &&
		page.range.to === Number.POSITIVE_INFINITY
		? {...page, range: {...page.range, to: page.to}}
		: page;
}

/** Past logs that have not come to the end of a gap are asked again after a while; in the end it stays open. */
export function lagsAfter(
	timeline: Timeline,
	page: Page,
	landing: Landing,
	at: Micros,
): {
	readonly lags: readonly Lag[];
	readonly failedGaps: readonly FailedGap[];
} {
	const lag = lagOf(timeline, page);
	const {failedGaps} = timeline;
	const others = timeline.lags.filter((one) => one !== lag);
	if (!isLagging(page, landing)) {
		return {lags: others, failedGaps};
	}

	const {filter, to} = page;
	if (lag !== undefined && at >= lag.deadline) {
		const gap = {from: landing.certainTo, to, failure: lagging};
		return {lags: others, failedGaps: [...failedGaps, gap]};
	}

	const attempt = lag === undefined ? 0 : lag.attempt + 1;
	const next: Lag = {
		filter,
		to,
		attempt,
		dueAt: at + delayBefore(attempt),
		deadline: lag?.deadline ?? at + longestLag,
	};
	return {lags: [next, ...others].slice(0, mostLags), failedGaps};
}

/** Whether it is its newest part that a page lacks. */
function isLagging(page: Page, {from, certainTo}: Landing): boolean {
	return (
		page.to !== Number.POSITIVE_INFINITY &&
		Math.max(from, certainTo) < page.to &&
		(page.order === 'desc' || !goesOn(page))
	);
}

/** Past logs that lag behind are asked again after 1, 2, 4 … 16 s. */
export function delayBefore(attempt: number): Micros {
	return firstDelay * 2 ** Math.min(attempt, mostDoublings);
}

/**
How far the entries of a region are taken to stand out of order, in the stream and in past logs: twice as far as they were seen to. Where a stream begins or ends, so much of it is asked for again.

Nothing on the wire bounds it.
*/
export function seamMargin({lateness}: {readonly lateness: Micros}): Micros {
	return Math.min(mostMargin, Math.max(leastMargin, 2 * lateness));
}

/** The same of all regions together: their clocks were seen to differ. It costs a longer page, and never a longer wait. */
export function overlapMargin({
	lateness,
	spread,
}: {
	readonly lateness: Micros;
	readonly spread: Micros;
}): Micros {
	return Math.min(mostMargin, seamMargin({lateness}) + spread);
}

/** The same beside entries that have no time: nothing where all came in order. */
export function disorderOf(
	seen: Readonly<Record<'lateness' | 'spread', Micros>>,
): Micros {
	return seen.lateness + seen.spread === 0 ? 0 : overlapMargin(seen);
}
