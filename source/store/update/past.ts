import {
	type Micros,
	atClaimedTime,
	contentKey,
	isSameContent,
	type Entry,
	hasOwnTime,
} from '../../log/entry.ts';
import {patientPage, seamMargin, disorderOf} from '../../timeline/lag.ts';
import {failPage, landPage, type Placed} from '../../timeline/land-page.ts';
import {type Page, type Landing} from '../../timeline/page.ts';
import {circling, turnPage} from '../../timeline/continuation.ts';
import {type Filter, isSameFilter, matches} from '../../log/query.ts';
import {type Gap, gaps} from '../../timeline/coverage.ts';
import {knownCoverage} from '../../timeline/known.ts';
import {join} from '../../timeline/seam.ts';
import {anywhere, spanOf} from '../../timeline/between.ts';
import {aheadMargin} from '../../timeline/recheck.ts';
import {formatTime} from '../../log/wall-time.ts';
import {type PastAction} from '../action.ts';
import {type Logs, type Selection} from '../logs.ts';
import {type EntryId, type LogBuffer} from '../buffer/log-buffer.ts';
import {type Origin} from '../buffer/names.ts';
import {findBookmark} from '../bookmark.ts';
import {sourceNumber} from '../buffer/segment.ts';
import {evict} from './evict.ts';

/** Takes in what past logs have told: a page, how far back it was looked, or that it failed. */
export function updatePast(logs: Logs, action: PastAction): Logs {
	switch (action.kind) {
		case 'page-landed': {
			const malformedCount = logs.malformedCount + action.malformedCount;
			return evict(
				takePage(
					{...withoutReached(logs), malformedCount},
					action.page,
					action.at,
				),
			);
		}

		case 'page-failed': {
			return failPage(withoutReached(logs), action);
		}

		case 'page-reached': {
			return {...logs, reached: action.time};
		}

		case 'page-range': {
			return {...logs, isPagingStopped: action.isStopped};
		}

		case 'retry-gap': {
			return {
				...logs,
				failedGaps: logs.failedGaps.filter(
					({from, to}) => to <= action.from || from >= action.to,
				),
			};
		}
	}
}

/** The page that was under way is over. */
export function withoutReached({reached, ...logs}: Logs): Logs {
	return logs;
}

function takePage(logs: Logs, given: Page, at: Micros): Logs {
	const page = patientPage(logs, given, at);
	const turned = turnPage(logs.continuations, page, seamMargin(logs));
	const next = {...logs, continuations: turned.continuations};
	switch (turned.kind) {
		case 'overlapping': {
			return next;
		}

		case 'circle': {
			const {from, to} = page;
			return failPage(next, {from, to, failure: circling, serverTime: at});
		}

		case 'landed': {
			const {landing} = turned;
			if (landing.isStalled) {
				return next;
			}

			const {found, ...placed} = placePage(next, page, landing, at);
			return landPage({...next, ...found}, page, landing, {...placed, at});
		}
	}
}

/** Puts a page among what is held; what is selected or marked is found again when the page holds it too. */
function placePage(
	logs: Logs,
	page: Page,
	landing: Landing,
	/** By our clock. */
	at: Micros,
): PlacedHere {
	if (isRecheck(logs, page, at)) {
		return placeAgain(logs, page, landing, at);
	}

	const {buffer, connection, selection, marks, rangeFrom} = logs;
	const own =
		connection.kind === 'live' ? sourceNumber(connection.number) : undefined;
	const held: Held[] = [];
	let ownCount = 0;
	for (const place of buffer.places(landing.from, landing.to)) {
		const id = buffer.idAt(place);
		const entry = buffer.entry(id);
		if (entry !== undefined) {
			const origin = buffer.originAt(place);
			ownCount += origin.source === own && hasOwnTime(entry) ? 1 : 0;
			held.push({id, entry, origin});
		}
	}

	let lacksOwn = own !== undefined && isBehindOwn(logs, page, landing, own);
	const staying = whichStay(page, landing);
	const paged = landing.entries.map((entry) => buffer.asHeld(entry));
	const known = heldElsewhere(logs, page, paged);
	const joined = join(paged, held, {
		stays(one) {
			// A page says nothing of what stands where it arrived.
			if (!hasOwnTime(one.entry)) {
				return true;
			}

			lacksOwn ||= one.origin.source === own;
			return staying(one);
		},
		isOther: (entry) => !hasOwnTime(entry) && !known.has(entry),
	});
	const all =
		known.size === 0
			? joined
			: joined.filter((one) => 'entry' in one || !known.has(one));
	const origin = {source: 0, text: page.filter.text};
	const ids = buffer.replace(
		landing.from,
		landing.to,
		all.map((one) => ('entry' in one ? one : {entry: one, origin})),
	);
	return {
		found: {
			selection: foundAgain(selection, all, ids),
			marks: marks.map((mark) => findBookmark(mark, all, ids)),
			...(rangeFrom !== undefined && {
				rangeFrom: findBookmark(rangeFrom, all, ids),
			}),
		},
		freshCount: all.length - held.length,
		hasOwn: ownCount > 0 && !lacksOwn,
		lacksOther: false,
	};
}

type Held = {
	readonly id: EntryId;
	readonly entry: Entry;
	readonly origin: Origin;
};

type PlacedHere = Placed & {
	/** What is selected or marked, under the ids that it has now. */
	readonly found: Pick<Logs, 'selection' | 'marks' | 'rangeFrom'>;
};

/** Entries brought by past logs that are looked for in a page that is asked for once more. */
const mostLookedFor = 2000;

/** Adds what a page has of a span that was taken to be whole; what is dated ahead stands where it is learned of. What is held stays: there may be a million entries, and few or none to add. */
function placeAgain(
	logs: Logs,
	page: Page,
	landing: Landing,
	at: Micros,
): PlacedHere {
	const {buffer, selection, marks, rangeFrom} = logs;
	const origin = {source: 0, text: page.filter.text};
	const paged = landing.entries.map((entry) => buffer.asHeld(entry));
	const known = heldElsewhere(logs, page, paged);
	const matched = new Set<EntryId>();
	const missing: Entry[] = [];
	let time: Micros | undefined;
	let heldThen = new Map<string, EntryId[]>();
	for (const entry of paged) {
		if (entry.time !== time) {
			({time} = entry);
			heldThen = heldAt(logs, time);
		}

		const id = hasOwnTime(entry)
			? heldThen.get(contentKey(entry))?.pop()
			: undefined;
		if (id !== undefined) {
			matched.add(id);
		} else if (!known.has(entry)) {
			missing.push(entry);
		}
	}

	const lacksOther = hasUnmatched(logs, page, landing, matched);
	const now = page.serverTime ?? at;
	for (const entry of missing) {
		if (entry.time > now + aheadMargin) {
			const {time, timeText = formatTime(time)} = entry;
			const arrived = {...entry, time: now, timeText};
			logs.untimed.note(arrived, {...anywhere, after: now});
			buffer.append(arrived, origin);
		} else {
			buffer.append(entry, origin);
		}
	}

	return {
		found: {selection, marks, ...(rangeFrom !== undefined && {rangeFrom})},
		freshCount: missing.length,
		hasOwn: false,
		lacksOther,
	};
}

/** Which entries of a page are held, though not where the page has them: those without a time of their own, and those that came before their time. */
function heldElsewhere(
	logs: Logs,
	page: Page,
	paged: readonly Entry[],
): ReadonlySet<Entry> {
	const {buffer, untimed} = logs;
	const known = untimed.takePage(paged, spanOf(page), disorderOf(logs));
	const early = new Set<EntryId>();
	return new Set(
		paged.filter((entry, index) => {
			if (!hasOwnTime(entry)) {
				return known.has(index);
			}

			const id = earlyId(buffer, entry, {
				arrivals: untimed.arrivalsOf(entry.time),
				others: early,
			});
			if (id !== undefined) {
				early.add(id);
			}

			return id !== undefined;
		}),
	);
}

/** The entry that is held where it arrived, before the time had come at which a page has it. */
function earlyId(
	buffer: LogBuffer,
	entry: Entry,
	{
		arrivals,
		others,
	}: {
		readonly arrivals: Iterable<Micros>;
		readonly others: ReadonlySet<EntryId>;
	},
): EntryId | undefined {
	for (const arrival of arrivals) {
		for (const place of buffer.places(arrival, arrival + 1)) {
			const id = buffer.idAt(place);
			const held = others.has(id) ? undefined : buffer.entry(id);
			const claimed = held === undefined ? undefined : atClaimedTime(held);
			if (
				claimed !== undefined &&
				isSameContent(claimed, {...entry, timeText: undefined})
			) {
				return id;
			}
		}
	}

	return undefined;
}

/** What is held of an instant, by its content. */
function heldAt({buffer}: Logs, time: Micros): Map<string, EntryId[]> {
	const ids = new Map<string, EntryId[]>();
	for (const place of buffer.places(time, time + 1)) {
		const id = buffer.idAt(place);
		const entry = buffer.entry(id);
		if (entry !== undefined) {
			const key = contentKey(entry);
			const same = ids.get(key);
			if (same === undefined) {
				ids.set(key, [id]);
			} else {
				same.push(id);
			}
		}
	}

	return ids;
}

/** Whether past logs tell less than they did. */
function hasUnmatched(
	{buffer}: Logs,
	{filter}: Page,
	{from, certainTo}: Landing,
	matched: ReadonlySet<EntryId>,
): boolean {
	let count = 0;
	for (const place of buffer.places(from, certainTo)) {
		const id = buffer.idAt(place);
		const origin = buffer.originAt(place);
		const entry =
			origin.source === 0 && !matched.has(id) ? buffer.entry(id) : undefined;
		if (
			entry !== undefined &&
			hasOwnTime(entry) &&
			isAskedFor(filter, entry, origin)
		) {
			return true;
		}

		count++;
		if (count === mostLookedFor) {
			return false;
		}
	}

	return false;
}

/** Whether a page was asked for though all of its span is taken to be whole. */
function isRecheck(logs: Logs, {filter, from, to}: Page, at: Micros): boolean {
	return (
		logs.rechecks.some(
			(one) =>
				one.dueAt <= at &&
				isSameFilter(one.filter, filter) &&
				one.from <= from &&
				one.to >= to,
		) && gaps(knownCoverage(logs), filter, {from, to}).length === 0
	);
}

/** Whether the stream has brought something later than a page that reaches up to the server's now, and not beyond that: the clock of a region may be ahead. */
function isBehindOwn(
	{buffer}: Logs,
	{to, serverTime}: Page,
	landing: Landing,
	own: number,
): boolean {
	return (
		to === Number.POSITIVE_INFINITY &&
		serverTime !== undefined &&
		hasOf(buffer, own, {from: landing.to, to: serverTime + 1})
	);
}

function hasOf(
	buffer: Logs['buffer'],
	source: number,
	{from, to}: Gap,
): boolean {
	for (const place of buffer.places(from, to)) {
		if (buffer.originAt(place).source === source) {
			return true;
		}
	}

	return false;
}

/** Which entries that the page lacks are held on to: those of which it says nothing for certain, or which a stream has brought. */
function whichStay(page: Page, {to, certainTo}: Landing) {
	return ({entry, origin}: Held) =>
		(certainTo < to && entry.time >= certainTo) ||
		origin.source > 0 ||
		!isAskedFor(page.filter, entry, origin);
}

/** Whether a page of this filter has to hold the entry. What a server finds for a text is its own affair. */
export function isAskedFor(
	filter: Filter,
	entry: Entry,
	{text}: Origin,
): boolean {
	return (
		matches(filter, entry) ||
		(text === filter.text && matches({...filter, text: ''}, entry))
	);
}

/** The selection when what it stands for is held under another id, or at last. */
function foundAgain(
	selection: Selection,
	all: ReadonlyArray<Entry | Held>,
	ids: readonly EntryId[],
): Selection {
	const id = ids[indexOfSelected(selection, all)];
	if (id === undefined) {
		return selection;
	}

	return selection.kind === 'awaited'
		? {kind: 'entry', id, time: selection.entry.time}
		: selection.kind === 'entry'
			? {...selection, id}
			: selection;
}

function indexOfSelected(
	selection: Selection,
	all: ReadonlyArray<Entry | Held>,
): number {
	switch (selection.kind) {
		case 'entry': {
			return all.findIndex((one) => 'entry' in one && one.id === selection.id);
		}

		case 'awaited': {
			return all.findIndex((one) =>
				isSameContent('entry' in one ? one.entry : one, selection.entry),
			);
		}

		case 'newest':
		case 'first':
		case 'rule':
		case 'instant': {
			return -1;
		}
	}
}
