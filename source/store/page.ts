import {type Entry, type Micros} from '../log/entry.ts';
import {type Filter, type Order} from '../log/query.ts';
import {type Gap} from './coverage.ts';

/** A page of past logs as it was asked for and came. */
export type Page = {
	readonly filter: Filter;
	readonly order: Order;
	/** What it is to fill: [from, to), to the server's now when `to` is `Infinity`. */
	readonly from: Micros;
	readonly to: Micros;
	/** What was asked for: another span than that when a cursor went on where another page ended. */
	readonly range: Gap;
	/** Oldest first, whatever the order. */
	readonly entries: readonly Entry[];
	/** Absent on the last page. */
	readonly next?: string;
};

/** What a page says for certain, with what it carries over to the next one. */
export type Landing = {
	/** All in [from, to) is known. */
	readonly from: Micros;
	readonly to: Micros;
	readonly entries: readonly Entry[];
	/** Entries of the instant that the border of the page may have cut in two. */
	readonly carried: readonly Entry[];
};

/**
Spans end between instants: the last instant of a page that goes on may be incomplete, so it waits for the next page.
*/
export function land(page: Page, carried: readonly Entry[] = []): Landing {
	const from = Math.max(page.from, page.range.from);
	const to = Math.min(page.to, page.range.to);
	const entries = (
		page.order === 'desc'
			? [...page.entries, ...carried]
			: [...carried, ...page.entries]
	).filter(({time}) => time >= from && time < to);
	if (page.next === undefined) {
		return {from, to, entries, carried: []};
	}

	const border = (page.order === 'desc' ? entries[0] : entries.at(-1))?.time;
	if (border === undefined) {
		return page.order === 'desc'
			? {from: to, to, entries: [], carried: []}
			: {from, to: from, entries: [], carried: []};
	}

	return {
		from: page.order === 'desc' ? border + 1 : from,
		to: page.order === 'desc' ? to : border,
		entries: entries.filter(({time}) => time !== border),
		carried: entries.filter(({time}) => time === border),
	};
}
