import {gaps} from '../coverage.ts';
import {type Landing, type Page} from '../page.ts';
import {type Cut, type Logs} from '../logs.ts';
import {isSameFilter} from '../../log/query.ts';

/** Counts what a page has brought of what a lost connection had missed. */
export function fillCut(
	logs: Logs,
	page: Page,
	landing: Landing,
	freshCount: number,
): readonly Cut[] {
	const {coverage, connection} = logs;
	const {filter} = page;
	const {from} = landing;
	const isLast =
		page.to === Number.POSITIVE_INFINITY &&
		(page.order === 'desc' || page.next === undefined);
	const to = isLast ? Number.POSITIVE_INFINITY : landing.to;
	const cuts =
		isLast && connection.kind === 'live' && connection.tail.kind === 'open'
			? bounded(logs.cuts, {after: connection.before, to: from})
			: logs.cuts;
	const index = cuts.findLastIndex(
		(cut) =>
			(isLast && connection.kind === 'live'
				? cut.after === connection.before
				: cut.from < to && cut.to > from) &&
			isSameFilter(cut.filter, filter) &&
			gaps(coverage, filter, {from: cut.from, to}).length > 0,
	);
	return cuts.map((cut, at) =>
		at === index
			? // A page may lack what an earlier one had.
				{...cut, filledCount: Math.max(0, cut.filledCount + freshCount)}
			: cut,
	);
}

/** The first page after a lost connection says where its hole ends; what is newer is joined to the stream. */
function bounded(
	cuts: readonly Cut[],
	{after, to}: Pick<Cut, 'after' | 'to'>,
): readonly Cut[] {
	return cuts.map((cut) => (cut.after === after ? {...cut, to} : cut));
}
