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
	/** What was asked for, when that was more. */
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
	const entries = (
		page.order === 'desc'
			? [...page.entries, ...carried]
			: [...carried, ...page.entries]
	).filter(({time}) => time >= page.from && time < page.to);
	if (page.next === undefined) {
		return {from: page.from, to: page.to, entries, carried: []};
	}

	const border = (page.order === 'desc' ? entries[0] : entries.at(-1))?.time;
	if (border === undefined) {
		return page.order === 'desc'
			? {from: page.to, to: page.to, entries: [], carried: []}
			: {from: page.from, to: page.from, entries: [], carried: []};
	}

	return {
		from: page.order === 'desc' ? border + 1 : page.from,
		to: page.order === 'desc' ? page.to : border,
		entries: entries.filter(({time}) => time !== border),
		carried: entries.filter(({time}) => time === border),
	};
}
