import {hasOwnTime, type Micros} from '../log/entry.ts';
import {farAhead} from '../log/time-range.ts';
import {type Failure} from '../log/failure.ts';
import {type Filter, isSameFilter, isWider} from '../log/query.ts';
import {type Connection, type LiveConnection} from './connection.ts';
import {cover, type Coverage, type Gap, gaps, uncover} from './coverage.ts';
import {certainUntil, knownCoverage} from './known.ts';
import {longestLag, mostSkew, overlapMargin, seamMargin} from './lag.ts';
import {type Landing, type Page} from './page.ts';
import {type Recheck, type Timeline} from './timeline.ts';

/** Notes what a stream leaves open that is over: what a region logs from now on whose clock is behind belongs to the time before. */
export function recheckEnd(
	timeline: Timeline,
	/** The time of the newest entry that is held. */
	newest: Micros,
): readonly Recheck[] {
	const {connection} = timeline;
	// What lies ahead is known no more, so that it is asked for when it has come.
	const rechecks = timeline.rechecks.filter((one) => !isAhead(one));
	if (connection.kind !== 'live' || connection.tail.kind === 'open') {
		return rechecks;
	}

	const {filter, openedAt, heardAt = openedAt, since} = connection;
	const margin = overlapMargin(timeline);
	const until = certainUntil(connection, margin);
	const to = Math.max(until, newest + 1 - margin);
	const ahead = since === undefined ? 0 : to - (since + heardAt - openedAt);
	return addRecheck(rechecks, {
		filter,
		from: Math.max(until, since ?? connection.before) - mostSkew - margin,
		to,
		notedAt: heardAt,
		dueAt: heardAt + Math.max(0, ahead) + longestLag + mostSkew + clockMargin,
		failures: 0,
	});
}

/** Whole seconds of the `Date` header, and the way of an answer. */
const clockMargin: Micros = 2_000_000;
/** So far ahead an entry stands at its own time. */
export const aheadMargin: Micros = 60_000_000;
/** Seams that follow each other so soon are asked for together. */
const gathering: Micros = 15_000_000;
const mostRechecks = 32;
const mostFailures = 3;
const failureDelay: Micros = 30_000_000;

/** Notes what a page claims that past logs may not have told yet, beside what the stream has brought since it began. */
export function recheckPage(
	timeline: Timeline,
	page: Page,
	landing: Landing,
	{
		at,
		lacksOther,
	}: {
		/** By our clock. */
		readonly at: Micros;
		/** Whether past logs tell less than they did. */
		readonly lacksOther: boolean;
	},
): Pick<Timeline, 'rechecks' | 'connection'> {
	const {connection} = timeline;
	const rechecks = without(timeline.rechecks, page, landing, {
		at,
		lacksOther,
	});
	const margin = seamMargin(timeline);
	if (isStreamed(connection, page.filter)) {
		const {serverTime, entries} = page;
		return recheckBegin(
			{...timeline, rechecks},
			connection,
			serverTime === undefined
				? {newest: entries.findLast((entry) => hasOwnTime(entry))?.time ?? at}
				: // The answer was on its way for a while: the stream may have begun so much later.
					{since: serverTime + connection.openedAt - at, newest: serverTime},
		);
	}

	const {serverTime = Number.POSITIVE_INFINITY, filter} = page;
	const from = Math.max(
		landing.from,
		serverTime - longestLag - mostSkew - margin,
	);
	return {
		connection,
		rechecks:
			from < landing.certainTo
				? addRecheck(rechecks, {
						filter,
						from,
						to: landing.certainTo,
						notedAt: at,
						dueAt: at + longestLag + mostSkew + clockMargin,
						failures: 0,
					})
				: rechecks,
	};
}

/**
Notes, once, what pages leave open of the time before a stream began, whose begin by the server's clock is told. Where nothing tells that clock, the entries do.

Among it is all that lies ahead: what was logged before the stream began, and is dated so, is in no page up to the server's now, and the stream has not brought it.
*/
export function recheckBegin(
	timeline: Timeline,
	connection: LiveConnection,
	{since, newest}: {readonly since?: Micros; readonly newest?: Micros},
): {
	readonly rechecks: readonly Recheck[];
	readonly connection: LiveConnection;
} {
	const {rechecks} = timeline;
	if (connection.since !== undefined) {
		return {rechecks, connection};
	}

	const {filter, openedAt} = connection;
	const margin = seamMargin(timeline);
	const begin = since ?? openedAt;
	const other = newest ?? begin;
	const delay = longestLag + clockMargin;
	const ahead = Math.max(begin, other) + mostSkew + margin + clockMargin;
	const noted = {
		filter,
		notedAt: openedAt,
		dueAt: openedAt + delay,
		failures: 0,
	};
	const behind = addRecheck(rechecks, {
		...noted,
		from: Math.min(begin, other) - longestLag - mostSkew - margin,
		to: ahead,
	});
	return {
		rechecks: addRecheck(behind, {...noted, from: ahead, to: farAhead}),
		connection: since === undefined ? connection : {...connection, since},
	};
}

/** Whether an open stream brings all of a filter that is logged from its beginning on. */
function isStreamed(
	connection: Connection,
	filter: Filter,
): connection is LiveConnection {
	return connection.kind === 'live' && isWider(connection.filter, filter);
}

/** Takes off what a page has told that was asked for late enough; where past logs have fallen behind, it is asked for once more. */
function without(
	rechecks: readonly Recheck[],
	{filter, to}: Page,
	{from, certainTo}: Landing,
	{at, lacksOther}: {readonly at: Micros; readonly lacksOther: boolean},
): readonly Recheck[] {
	return rechecks.flatMap((one) => {
		if (
			one.dueAt > at ||
			(isAhead(one) && to !== farAhead) ||
			!isWider(filter, one.filter) ||
			from >= one.to ||
			certainTo <= one.from
		) {
			return [one];
		}

		const rest = [
			{...one, to: Math.min(one.to, from)},
			{...one, from: Math.max(one.from, certainTo)},
		];
		const again =
			lacksOther && one.failures < mostFailures
				? [
						postpone({
							...one,
							from: Math.max(one.from, from),
							to: Math.min(one.to, certainTo),
						}),
					]
				: [];
		return [...rest, ...again].filter((part) => part.from < part.to);
	});
}

/** Whether it is of a time that has not come. */
function isAhead({to}: Gap): boolean {
	return to === farAhead;
}

function postpone(one: Recheck): Recheck {
	return {
		...one,
		dueAt: one.dueAt + failureDelay,
		failures: one.failures + 1,
	};
}

/** Adds a span; those of streams that live for moments only are one. */
function addRecheck(
	rechecks: readonly Recheck[],
	one: Recheck,
): readonly Recheck[] {
	if (one.from >= one.to) {
		return rechecks;
	}

	const index = rechecks.findIndex(
		(other) =>
			isSameFilter(other.filter, one.filter) &&
			isAhead(other) === isAhead(one) &&
			other.from <= one.to &&
			one.from <= other.to &&
			(one.notedAt - other.notedAt <= gathering ||
				rechecks.length >= mostRechecks),
	);
	const other = rechecks[index];
	return other === undefined
		? [...rechecks, one].slice(-mostRechecks)
		: rechecks.with(index, {
				...other,
				from: Math.min(other.from, one.from),
				to: Math.max(other.to, one.to),
				dueAt: Math.max(other.dueAt, one.dueAt),
			});
}

/** The span that is to be asked for next. What is not taken to be whole is a gap like any other. */
export function nextRecheck(timeline: Timeline): Recheck | undefined {
	const {connection, rechecks} = timeline;
	const isSettled =
		connection.kind === 'none' ||
		(connection.kind === 'live' && connection.tail.kind === 'settled');
	if (rechecks.length === 0 || !isSettled) {
		return undefined;
	}

	const known = knownCoverage(timeline);
	for (const one of rechecks.toSorted((a, b) => a.dueAt - b.dueAt)) {
		const covered = coveredPart(known, one);
		if (covered !== undefined) {
			return {...one, ...covered};
		}
	}

	return undefined;
}

/** Whether a page is one of those that ask once more. */
export function isRecheck(
	{rechecks}: Timeline,
	{filter}: Page,
	{from, to}: Landing,
): boolean {
	return rechecks.some(
		(one) =>
			isSameFilter(one.filter, filter) && one.from <= from && one.to >= to,
	);
}

function coveredPart(
	known: Coverage,
	{filter, from, to}: Recheck,
): Gap | undefined {
	let reached = from;
	for (const gap of gaps(known, filter, {from, to})) {
		if (gap.from > reached) {
			return {from: reached, to: gap.from};
		}

		reached = gap.to;
	}

	return reached < to ? {from: reached, to} : undefined;
}

/** A span that could not be asked for once more is tried again; in the end it is not taken to be whole any longer. Nothing where it is no such span that has failed. */
export function failRecheck<Held extends Timeline>(
	timeline: Held,
	{from, to, failure}: Gap & {readonly failure: Failure},
): Held | undefined {
	const {rechecks, failedGaps} = timeline;
	const failed = nextRecheck(timeline);
	if (failed?.from !== from || failed.to !== to) {
		return undefined;
	}

	const index = rechecks.findIndex(
		(one) =>
			isSameFilter(one.filter, failed.filter) &&
			one.dueAt === failed.dueAt &&
			one.from <= from &&
			one.to >= to,
	);
	if (
		!failure.isRefusal &&
		(failed.failures < mostFailures || isAhead(failed))
	) {
		return {
			...timeline,
			rechecks: rechecks.map((one, at) => (at === index ? postpone(one) : one)),
		};
	}

	const others = rechecks.filter((_, at) => at !== index);
	if (isAhead(failed)) {
		// A server that refuses to tell of it keeps nothing there.
		return {...timeline, rechecks: others};
	}

	return {
		...timeline,
		rechecks: others,
		failedGaps: [...failedGaps, {from, to, failure}],
		...uncoverWithTail(timeline, {from, to}),
	};
}

/** Takes a span out of what is known, also where the open stream stands for it. */
function uncoverWithTail(
	{coverage, connection}: Timeline,
	{from, to}: Gap,
): Pick<Timeline, 'coverage' | 'connection'> {
	const rest = uncover(coverage, from, to);
	if (
		connection.kind !== 'live' ||
		connection.tail.kind === 'open' ||
		connection.tail.from >= to
	) {
		return {coverage: rest, connection};
	}

	const {filter, tail} = connection;
	return {
		coverage: cover(rest, {from: tail.from, to: from, filter}),
		connection: {...connection, tail: {...tail, from: to}},
	};
}

/** Leaves what lies before an instant alone: nothing of it is asked for any more. */
export function forgetBefore<Held extends Timeline>(
	timeline: Held,
	time: Micros,
): Held {
	const {coverage, connection} = timeline;
	return {
		...timeline,
		coverage: uncover(coverage, Number.NEGATIVE_INFINITY, time),
		connection:
			connection.kind === 'live' && connection.tail.kind !== 'open'
				? {
						...connection,
						tail: {
							...connection.tail,
							from: Math.max(connection.tail.from, time),
						},
					}
				: connection,
	};
}
