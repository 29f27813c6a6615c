import {type Entry} from './entry.ts';
import {allowsLevel, plainLevel} from './level.ts';
import {
	isSameRefinements,
	type Refinement,
	readRefinement,
} from './refinement.ts';
import {type TimeRange} from './time-range.ts';

/** Which entries are wanted, whatever their time. An empty list or text stands for all. */
export type Filter = {
	/** Sorted, without doubles; the four levels as `Level` has them, others as they come on the wire. */
	readonly levels: readonly string[];
	/** Sorted, without doubles. */
	readonly regions: readonly string[];
	/** A case-sensitive substring of the message. */
	readonly text: string;
};

export type Order = 'asc' | 'desc';

export type Query = {
	/** What the server can be asked. */
	readonly filter: Filter;
	/** What is answered from what is loaded, in the order in which it was added. */
	readonly refinements: readonly Refinement[];
	/** Whether what does not match is shown too, around what does. */
	readonly scope: 'matches' | 'everything';
	readonly range: TimeRange;
	/** How a past range is read: oldest or newest first. */
	readonly order: Order;
};

type Narrowed =
	| {readonly kind: 'query'; readonly query: Query}
	| {readonly kind: 'unclear'; readonly reason: string};

export const everything: Filter = {levels: [], regions: [], text: ''};

/** Whether a filter lets every entry through. */
export function isEverything({levels, regions, text}: Filter): boolean {
	return levels.length === 0 && regions.length === 0 && text === '';
}

/** A query for `filter` as it stands when nothing else is said. */
export function createQuery({
	filter = everything,
	refinements = [],
	scope = 'matches',
	range = {},
	order = 'desc',
}: Partial<Query> = {}): Query {
	return {filter, refinements, scope, range, order};
}

export function createFilter({
	levels = [],
	regions = [],
	text = '',
}: Partial<Filter>): Filter {
	return {
		levels: sortedSet(levels.map((name) => plainLevel(name))),
		regions: sortedSet(regions),
		text,
	};
}

/** Whether two queries have the same matches, whatever the server was asked. */
export function isSameMatching(a: Query, b: Query): boolean {
	return (
		isSameFilter(a.filter, b.filter) &&
		isSameRefinements(a.refinements, b.refinements)
	);
}

/** Which entries are to be loaded for a query. */
export function loadedFilter({filter, scope}: Query): Filter {
	return scope === 'everything' ? everything : filter;
}

export function isSameFilter(a: Filter, b: Filter): boolean {
	return a === b || (isWider(a, b) && isWider(b, a));
}

/** Whether what was loaded for `wide` answers `narrow`. What a server finds for a text is its own affair: that answers no other text, though it holds the first. */
export function isWider(wide: Filter, narrow: Filter): boolean {
	return (
		hasWiderNames(wide, narrow) &&
		(wide.text === '' || wide.text === narrow.text)
	);
}

function hasWiderNames(wide: Filter, narrow: Filter): boolean {
	return (
		includesAll(wide.levels, narrow.levels) &&
		includesAll(wide.regions, narrow.regions)
	);
}

export function matches(filter: Filter, entry: Entry): boolean {
	return isAsked(filter, entry) && entry.message.includes(filter.text);
}

/** Whether an entry has a level and a region that were asked for. */
export function isAsked(
	filter: Filter,
	{level, region}: Pick<Entry, 'level' | 'region'>,
): boolean {
	return allowsLevel(filter.levels, level) && allows(filter.regions, region);
}

function includesAll(wide: readonly string[], narrow: readonly string[]) {
	return (
		wide.length === 0 ||
		(narrow.length > 0 && narrow.every((name) => wide.includes(name)))
	);
}

function allows(names: readonly string[], name: string) {
	return names.length === 0 || names.includes(name);
}

function sortedSet(names: readonly string[]): readonly string[] {
	return [...new Set(names)].toSorted();
}

/** Adds what was typed to a query: its first plain text is the server's, all else is answered here. `isField` tells which names are those of fields. */
export function narrowQuery(
	query: Query,
	typed: string,
	isField?: (name: string) => boolean,
): Narrowed {
	if (typed === '') {
		return {kind: 'query', query};
	}

	const read = readRefinement(typed, isField);
	if (read.kind === 'unclear') {
		return read;
	}

	const {refinement} = read;
	const isForServer =
		refinement.kind === 'text' &&
		refinement.effect === 'keep' &&
		query.filter.text === '';
	return {
		kind: 'query',
		query: isForServer
			? {
					...query,
					filter: createFilter({...query.filter, text: refinement.text}),
				}
			: {...query, refinements: [...query.refinements, refinement]},
	};
}

/** Takes away what was added last. */
export function widenQuery(query: Query): Query {
	return query.refinements.length > 0
		? {...query, refinements: query.refinements.slice(0, -1)}
		: {...query, filter: createFilter({...query.filter, text: ''})};
}

/** Whether two queries show the same entries, so that a view of one serves the other. */
export function isSameView(a: Query, b: Query): boolean {
	return (
		isSameMatching(a, b) &&
		a.range.since === b.range.since &&
		a.range.until === b.range.until
	);
}

/** Whether all that matches `narrow` by itself matches `wide` too. */
export function isNarrower(narrow: Query, wide: Query): boolean {
	const {since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY} =
		wide.range;
	return (
		hasWiderNames(wide.filter, narrow.filter) &&
		narrow.filter.text.includes(wide.filter.text) &&
		(narrow.range.since ?? Number.NEGATIVE_INFINITY) >= since &&
		(narrow.range.until ?? Number.POSITIVE_INFINITY) <= until &&
		hasAll(keysOf(narrow.refinements), keysOf(wide.refinements))
	);
}

function hasAll(all: readonly string[], some: readonly string[]): boolean {
	return some.every((one) => all.includes(one));
}

function keysOf(values: readonly unknown[]): readonly string[] {
	return values.map((value) => JSON.stringify(value));
}
