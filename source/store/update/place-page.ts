import {contentKey, type Entry, hasOwnTime} from '../../log/entry.ts';
import {type Filter, matches} from '../../log/query.ts';
import {type EntryId} from '../buffer/log-buffer.ts';
import {type Origin} from '../buffer/marks-of.ts';
import {type Placed} from '../../timeline/land-page.ts';
import {markAgain} from '../mark.ts';
import {type Gap, gaps} from '../../timeline/coverage.ts';
import {knownCoverage} from '../../timeline/known.ts';
import {type Landing, type Page} from '../../timeline/page.ts';
import {join} from '../../timeline/seam.ts';
import {sourceNumber} from '../buffer/segment.ts';
import {type Logs, type Selection} from '../logs.ts';

type Held = {
	readonly id: EntryId;
	readonly entry: Entry;
	readonly origin: Origin;
};

export type PlacedHere = Placed & {
	/** What is selected or marked, under the ids that it has now. */
	readonly found: Pick<Logs, 'selection' | 'marks' | 'rangeFrom'>;
};

/** Puts a page among what is held; what is selected or marked is found again when the page holds it too. */
export function placePage(
	logs: Logs,
	page: Page,
	landing: Landing,
): PlacedHere {
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
			ownCount += origin.source === own ? 1 : 0;
			held.push({id, entry, origin});
		}
	}

	let lacksOwn = own !== undefined && isBehindOwn(logs, page, landing, own);
	let lacksOther = false;
	const staying = whichStay(logs, page, landing);
	logs.strays.beginPages();
	const fresh = landing.entries
		.filter((entry) => logs.strays.takePaged(entry))
		.map((entry) => buffer.asHeld(entry));
	const all = join(fresh, held, (one) => {
		// A page says nothing of what stands where it arrived.
		if (!hasOwnTime(one.entry)) {
			return true;
		}

		lacksOwn ||= one.origin.source === own;
		lacksOther ||=
			one.origin.source !== own &&
			isAskedFor(page.filter, one.entry, one.origin);
		return staying(one);
	});
	if (
		all.length === held.length &&
		all.every((one, index) => one === held[index])
	) {
		return {
			found: {selection, marks, ...(rangeFrom !== undefined && {rangeFrom})},
			freshCount: 0,
			hasOwn: ownCount > 0 && !lacksOwn,
			lacksOther,
		};
	}

	const origin = {source: 0, text: page.filter.text};
	const ids = buffer.replace(
		landing.from,
		landing.to,
		all.map((one) => ('entry' in one ? one : {entry: one, origin})),
	);
	return {
		found: {
			selection: foundAgain(selection, all, ids),
			marks: marks.map((mark) => markAgain(mark, all, ids)),
			...(rangeFrom !== undefined && {
				rangeFrom: markAgain(rangeFrom, all, ids),
			}),
		},
		freshCount: all.length - held.length,
		hasOwn: ownCount > 0 && !lacksOwn,
		lacksOther,
	};
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
function whichStay(logs: Logs, page: Page, {from, to, certainTo}: Landing) {
	if (gaps(knownCoverage(logs), page.filter, {from, to}).length === 0) {
		// Past logs have told more of this span before.
		return () => true;
	}

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
			const key = contentKey(selection.entry);
			return all.findIndex(
				(one) => contentKey('entry' in one ? one.entry : one) === key,
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
