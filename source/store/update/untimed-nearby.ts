import {type Entry, isUntimed, type Micros} from '../../log/entry.ts';
import {type Page, type Landing} from '../../timeline/page.ts';
import {
	anywhere,
	type Between,
	betweens,
	clockMargin,
	spanOf,
	UntimedEntries,
} from '../../timeline/untimed.ts';
import {gaps} from '../../timeline/coverage.ts';
import {disorderOf} from '../../timeline/lag.ts';
import {lastTime} from '../buffer/look-up.ts';
import {type Place} from '../buffer/pieces.ts';
import {sourceNumber} from '../buffer/segment.ts';
import {type Logs} from '../logs.ts';

/** At most so many entries are looked through on a side; what stands behind them is not known. */
const mostNearby = 20_000;
/** So long an entry may be on its way: one with which a stream begins is put where it came. In microseconds. */
const longestWay: Micros = 15_000_000;

/** Which entries of a page stand beside the span that it fills, since they have no time and another side has put them there. */
export function heldNearby(
	logs: Logs,
	page: Page,
	/** In the order in which they were logged; some of them are held in the span. */
	{from, to, entries}: Pick<Landing, 'from' | 'to' | 'entries'>,
	{
		isHeld,
		at,
	}: {
		readonly isHeld: (entry: Entry) => boolean;
		/** By our clock. */
		readonly at: Micros;
	},
): ReadonlySet<Entry> {
	const held = new Set<Entry>();
	if (!entries.some((entry) => isUntimed(entry))) {
		return held;
	}

	const margin = disorderOf(logs);
	const before = Math.min(lastTime(logs.buffer, from) ?? from, from - margin);
	const streamed = new UntimedEntries();
	const paged = new UntimedEntries();
	for (const places of [
		logs.buffer.places(before, from),
		logs.buffer.places(to, Number.POSITIVE_INFINITY),
	]) {
		noteUntimed(logs, places, beginOf(logs, page, at), {streamed, paged});
	}

	streamed.beginPage();
	paged.beginPage();
	for (const [index, between] of betweens(entries, spanOf(page)).entries()) {
		const entry = entries[index];
		if (entry === undefined || between === undefined || isHeld(entry)) {
			continue;
		}

		const isNew =
			streamed.takePaged(entry, between, margin) &&
			// Of what no page has spoken of, none has brought anything.
			(!isTold(logs, page, between) || paged.takePaged(entry, between, margin));
		if (!isNew) {
			held.add(entry);
		}
	}

	return held;
}

/** Whether a page before has spoken of a part of it. */
function isTold(
	{told}: Logs,
	{filter}: Page,
	{after, before}: Between,
): boolean {
	const [gap] = gaps(told, filter, {from: after + 1, to: before});
	return gap?.from !== after + 1 || gap.to !== before;
}

/** When a stream began. */
type Begin = {readonly source: number; readonly time: Micros};

/** When the open stream began, by the server's clock: what it begins with was not logged before. */
function beginOf(
	{connection}: Logs,
	{serverTime}: Page,
	at: Micros,
): Begin | undefined {
	return connection.kind === 'live' && serverTime !== undefined
		? {
				source: sourceNumber(connection.number),
				time: serverTime - (at - connection.openedAt) - clockMargin,
			}
		: undefined;
}

type Held = {readonly entry: Entry; readonly source: number};

/** Those that a stream has brought, and those of pages. */
type Known = Readonly<Record<'streamed' | 'paged', UntimedEntries>>;

/** Notes what has no time of some places that follow each other. */
function noteUntimed(
	{buffer}: Logs,
	places: Iterable<Place>,
	begin: Begin | undefined,
	{streamed, paged}: Known,
) {
	const near: Held[] = [];
	for (const place of places) {
		const entry = buffer.entry(buffer.idAt(place));
		if (entry === undefined || near.length === mostNearby) {
			break;
		}

		near.push({entry, source: buffer.originAt(place).source});
	}

	const standing = betweens(
		near.map(({entry}) => entry),
		anywhere,
	);
	/** The first entry with a time behind this one, of each stream, and of each level. */
	const next = new Map<number | string, Micros>();
	for (const [index, one] of [...near.entries()].toReversed()) {
		const between = standing[index];
		const {entry, source} = one;
		if (between === undefined) {
			next.set(source, entry.time);
			next.set(entry.level, entry.time);
		} else if (source === 0) {
			paged.note(entry, pagedBetween(one, between, next));
		} else {
			streamed.note(entry, streamedBetween(one, between, next, begin));
		}
	}
}

type NextTimes = ReadonlyMap<number | string, Micros>;

/** Where an entry stands that a page has brought. What is held behind it may be of other levels than that page was asked for: then it is before some of that only. */
function pagedBetween(
	{entry: {time, level}}: Held,
	{after, before}: Between,
	next: NextTimes,
): Between {
	return after === time
		? {after, before: next.get(level) ?? Number.POSITIVE_INFINITY}
		: {after, before};
}

/** Where an entry stands that a stream has brought: behind the one with a time that it came after, which has given it its own, or, where the stream began with it, shortly before it came. */
function streamedBetween(
	{entry: {time, level}, source}: Held,
	{after}: Between,
	next: NextTimes,
	begin: Begin | undefined,
): Between {
	const isOpen = source === begin?.source;
	const before =
		next.get(source) ??
		(isOpen ? undefined : next.get(level)) ??
		Number.POSITIVE_INFINITY;
	if (after === time) {
		return {after, before};
	}

	const earliest = time - longestWay;
	return {
		after: isOpen ? Math.max(earliest, Math.min(begin.time, time)) : earliest,
		before,
	};
}
