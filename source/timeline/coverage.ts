import {type Micros} from '../log/entry.ts';
import {type Filter, isSameFilter, isWider} from '../log/query.ts';

/** The spans of time that are loaded whole, each with the filter it was loaded for. They may overlap; their order has no meaning. */
export type Coverage = readonly Span[];

/** Of the entries in [from, to), all that match `filter` are held. */
export type Span = {
	readonly from: Micros;
	readonly to: Micros;
	readonly filter: Filter;
};

/** A span of time in which something may be missing. */
export type Gap = {
	readonly from: Micros;
	readonly to: Micros;
};

/** Adds a span; what says no more than another is left out. */
export function cover(coverage: Coverage, span: Span): Coverage {
	if (span.from >= span.to) {
		return coverage;
	}

	let {from, to} = span;
	for (const other of coverage) {
		if (isSameFilter(other.filter, span.filter) && touches(other, {from, to})) {
			from = Math.min(from, other.from);
			to = Math.max(to, other.to);
		}
	}

	const merged = {from, to, filter: span.filter};
	return coverage.some((other) => says(other, merged))
		? coverage
		: [...coverage.filter((other) => !says(merged, other)), merged];
}

/** Takes [from, to) out of all spans: something in it is not known any more. */
export function uncover(
	coverage: Coverage,
	from: Micros,
	to: Micros,
): Coverage {
	return coverage.flatMap((span) =>
		span.to <= from || span.from >= to
			? [span]
			: [
					{...span, to: Math.min(span.to, from)},
					{...span, from: Math.max(span.from, to)},
				].filter((part) => part.from < part.to),
	);
}

/** Where, within [from, to), something that matches `filter` may be missing, oldest first. */
export function gaps(
	coverage: Coverage,
	filter: Filter,
	{from, to}: Gap,
): Gap[] {
	const covering = coverage
		.filter((span) => isWider(span.filter, filter))
		.toSorted((a, b) => a.from - b.from);
	const found: Gap[] = [];
	let reached = from;
	for (const span of covering) {
		if (span.from > reached) {
			found.push({from: reached, to: Math.min(span.from, to)});
		}

		reached = Math.max(reached, span.to);
		if (reached >= to) {
			break;
		}
	}

	if (reached < to) {
		found.push({from: reached, to});
	}

	return found.filter((gap) => gap.from < gap.to);
}

function touches(a: Gap, b: Gap): boolean {
	return a.from <= b.to && b.from <= a.to;
}

/** Whether `span` says all that `other` says. */
function says(span: Span, other: Span): boolean {
	return (
		span.from <= other.from &&
		span.to >= other.to &&
		isWider(span.filter, other.filter)
	);
}
