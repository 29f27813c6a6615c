import {isSameMatching, isWider, type Query} from '../../log/query.ts';

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
		isWider(wide.filter, narrow.filter) &&
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
