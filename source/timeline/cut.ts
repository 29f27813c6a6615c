import {type Micros} from '../log/entry.ts';
import {isSameFilter} from '../log/query.ts';
import {gaps} from './coverage.ts';
import {mostMargin} from './lag.ts';
import {goesOn, type Landing, type Page} from './page.ts';
import {isRecheck} from './recheck.ts';
import {type Cut, type Timeline} from './timeline.ts';

/** Adds a lost connection; where nothing came between two of them, they are one. */
export function addCut(cuts: readonly Cut[], cut: Cut): readonly Cut[] {
	const others = cuts.filter(({after}) => after !== cut.after);
	const same = cuts.find(({after}) => after === cut.after);
	const from = Math.min(cut.from, same?.from ?? cut.from);
	return [...others, {...cut, from}].slice(-mostCuts);
}

const mostCuts = 100;

/** Takes off what came from past logs first and then from the stream as well: it was not missed. */
export function takeClaimed(
	cuts: readonly Cut[],
	before: Micros,
	claimedCount: number,
): readonly Cut[] {
	return claimedCount === 0
		? cuts
		: cuts.map((cut) =>
				cut.after === before
					? {...cut, filledCount: Math.max(0, cut.filledCount - claimedCount)}
					: cut,
			);
}

/** Counts what a page has brought of what a lost connection had missed. */
export function fillCut(
	timeline: Timeline,
	page: Page,
	landing: Landing,
	freshCount: number,
): readonly Cut[] {
	const {coverage, connection, cuts: before} = timeline;
	const {filter} = page;
	const {from} = landing;
	const isLast =
		page.to === Number.POSITIVE_INFINITY &&
		(page.order === 'desc' || !goesOn(page));
	const to = isLast ? Number.POSITIVE_INFINITY : landing.to;
	const cuts =
		isLast && connection.kind === 'live' && connection.tail.kind === 'open'
			? boundCut(before, {after: connection.before, to: from})
			: before;
	const index = cuts.findLastIndex(
		(cut) =>
			(isLast && connection.kind === 'live'
				? cut.after === connection.before
				: cut.from < to && cut.to > from) &&
			isSameFilter(cut.filter, filter) &&
			gaps(coverage, filter, {from: cut.from, to}).length > 0,
	);
	const late =
		index === -1 &&
		freshCount > 0 &&
		!isLast &&
		isRecheck(timeline, page, landing)
			? indexOfLate(cuts, page, landing)
			: index;
	return cuts.map((cut, at) =>
		at === late
			? // A page may lack what an earlier one had.
				{...cut, filledCount: Math.max(0, cut.filledCount + freshCount)}
			: cut,
	);
}

/** Of what is asked for once more, clocks may put some on the one side or the other of what a lost connection had missed. */
function indexOfLate(
	cuts: readonly Cut[],
	{filter}: Page,
	{from, to}: Landing,
): number {
	return cuts.findLastIndex(
		(cut) =>
			isSameFilter(cut.filter, filter) &&
			cut.from - mostMargin < to &&
			cut.to + mostMargin > from,
	);
}

/** The first page after a lost connection says where its hole ends; what is newer is joined to the stream. */
function boundCut(
	cuts: readonly Cut[],
	{after, to}: Pick<Cut, 'after' | 'to'>,
): readonly Cut[] {
	return cuts.map((cut) => (cut.after === after ? {...cut, to} : cut));
}
