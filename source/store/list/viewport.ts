import {BoundedCache, oncePer} from '../../base/cache.ts';
import {
	foldKey,
	foldKeyLength,
	type Micros,
	type Entry,
} from '../../log/entry.ts';
import {type EntryHead, type EntryId} from '../buffer/log-buffer.ts';
import {knownGaps, isNarrowedHere} from '../missing.ts';
import {
	charactersOfRows,
	type Logs,
	type RowLook,
	type Selection,
} from '../logs.ts';
import {heldEntry} from '../buffer/look-up.ts';
import {type Item, List} from './list.ts';
import {rules} from './rule.ts';

/** What is on the screen of the list. An item may take several rows. */
export type Viewport = {
	/** From the top to the bottom; the first and the last one may be seen in part. */
	readonly items: readonly Item[];
	readonly rows: readonly ViewportRow[];
	/** Nothing when there is nothing. */
	readonly selected?: Item;
	/** The row on which the selected item begins; negative when that is above the list. */
	readonly top: number;
};

export type ViewportRow = {
	readonly item: Item;
	/** Which of the item's rows it is. */
	readonly line: number;
};

/** Whether what matches is looked for in spans that are on the screen. */
export function isSearching(logs: Logs): boolean {
	if (!isNarrowedHere(logs) || logs.isPagingStopped) {
		return false;
	}

	const {items} = viewport(logs);
	return items.length === 0
		? knownGaps(logs).length > 0
		: items.some((item) => item.kind === 'rule' && item.rule.kind === 'gap');
}

export function listOf(logs: Logs): List {
	return new List(logs.view, rules(logs), isReversed(logs));
}

/** A past range can be read newest first. */
export function isReversed({query}: Logs): boolean {
	return query.range.until !== undefined && query.order === 'desc';
}

/** Walks from the selected item up and down, so that it keeps its row whatever changes above and below. */
export function viewport(logs: Logs, list = listOf(logs)): Viewport {
	const selected = selectedItem(logs, list);
	if (selected === undefined) {
		return {items: [], rows: [], top: 0};
	}

	const rowCount = rowCountOf(logs, selected);
	// The rule of a gap at the newest end stands below the newest entry.
	const restCount = list.next(selected) === undefined ? 0 : 1;
	const wanted = isAtEnd(logs)
		? Math.max(1 - rowCount, logs.height - rowCount - restCount)
		: Math.max(1 - rowCount, Math.min(rowWanted(logs), logs.height - 1));
	const above = stack(selected, wanted, logs, (item) => list.previous(item));
	const top = Math.min(wanted, above.rowCount);
	const below = stack(selected, logs.height - top - rowCount, logs, (item) =>
		list.next(item),
	);
	const items = [...above.items.toReversed(), selected, ...below.items];
	return {
		items,
		rows: rowsOf(items, top - above.rowCount, logs),
		selected,
		top,
	};
}

/** Above the first entry there are rules at most, which are to be seen. */
function rowWanted({selection, selectedRow, height}: Logs): number {
	return selection.kind === 'first' ? height - 1 : selectedRow;
}

/** The row on which the selected item stands best: with as few rows as can be left empty at the bottom. */
export function filledRow(logs: Logs, list = listOf(logs)): number {
	const selected = selectedItem(logs, list);
	if (selected === undefined) {
		return logs.selectedRow;
	}

	const rowCount = rowCountOf(logs, selected);
	const row = Math.max(
		1 - rowCount,
		Math.min(logs.selectedRow, logs.height - 1),
	);
	const below = stack(selected, logs.height - row - rowCount, logs, (item) =>
		list.next(item),
	);
	const empty = Math.max(0, logs.height - row - rowCount - below.rowCount);
	const above = stack(selected, row + empty, logs, (item) =>
		list.previous(item),
	);
	return Math.min(row + empty, above.rowCount);
}

/** How many rows an item takes. */
export function rowCountOf(logs: Logs, item: Item): number {
	const {rowLook, view} = logs;
	return item.kind === 'entry' && rowLook !== undefined
		? rowCounts(rowLook).take(view.idAt(item.spot), (id) =>
				countRows(id, rowLook, logs),
			)
		: 1;
}

/** Those that were counted, for as long as entries are laid out so. */
const rowCounts = oncePer(
	(_look: RowLook) => new BoundedCache<EntryId, number>(2048),
);

function countRows(
	id: EntryId,
	{width, isWrapped, unfolded}: RowLook,
	{buffer, measures}: Logs,
): number {
	const entry = buffer.head(id, charactersOfRows(width));
	const isUnfolded = entry !== undefined && unfolded.has(foldKey(entry));
	return entry === undefined || !(isWrapped || isUnfolded)
		? 1
		: measures.countRows(entry.message, {
				width,
				isWrapped,
				isUnfolded,
				unreadLines: entry.unreadLines,
			});
}

/** The items in one direction that fill so many rows, nearest first. */
function stack(
	from: Item,
	height: number,
	logs: Logs,
	step: (item: Item) => Item | undefined,
): {readonly items: readonly Item[]; readonly rowCount: number} {
	const items: Item[] = [];
	let rowCount = 0;
	let item = height > 0 ? step(from) : undefined;
	while (item !== undefined) {
		items.push(item);
		rowCount += rowCountOf(logs, item);
		item = rowCount < height ? step(item) : undefined;
	}

	return {items, rowCount};
}

/** The rows of items of which the first begins on the row `top`. */
function rowsOf(
	items: readonly Item[],
	top: number,
	logs: Logs,
): readonly ViewportRow[] {
	const rows: ViewportRow[] = [];
	let row = top;
	for (const item of items) {
		const count = rowCountOf(logs, item);
		for (let line = Math.max(0, -row); line < count; line++) {
			if (rows.length < logs.height) {
				rows.push({item, line});
			}
		}

		row += count;
	}

	return rows;
}

/** Whether the end of the list is at the bottom of the screen, whatever comes. */
function isAtEnd(logs: Logs): boolean {
	return logs.selection.kind === 'newest' && !isReversed(logs);
}

/** Whether the selection is the newest entry and moves with it. */
export function isFollowing({selection, query}: Logs): boolean {
	return selection.kind === 'newest' && query.range.until === undefined;
}

export function selectedItem(
	logs: Logs,
	list = listOf(logs),
): Item | undefined {
	const {selection, view} = logs;
	switch (selection.kind) {
		case 'newest': {
			return list.newestEntry() ?? list.last();
		}

		case 'first': {
			return list.firstEntry() ?? list.first();
		}

		case 'entry': {
			const spot = view.spotOf(selection.id);
			return spot === undefined
				? list.nearest(selection.time)
				: list.entryAt(spot);
		}

		case 'awaited': {
			return list.atInstant(selection.entry.time);
		}

		case 'rule': {
			return list.ruleAt(selection.time) ?? list.nearest(selection.time);
		}

		case 'instant': {
			return list.atInstant(selection.time);
		}
	}
}

/** How to find an item again after the list has changed. */
export function selectionOf(item: Item, {view}: Logs): Selection {
	return item.kind === 'entry'
		? {kind: 'entry', id: view.idAt(item.spot), time: item.time}
		: {kind: 'rule', time: item.rule.time};
}

/** The instant around which the reader reads. */
export function anchorTime(logs: Logs, list = listOf(logs)): Micros {
	const {selection} = logs;
	if (selection.kind === 'instant') {
		return selection.time;
	}

	if (selection.kind === 'awaited') {
		return selection.entry.time;
	}

	if (selection.kind === 'first') {
		return isReversed(logs) ? Number.POSITIVE_INFINITY : 0;
	}

	const item = selectedItem(logs, list);
	if (selection.kind === 'newest' || item === undefined) {
		return Number.POSITIVE_INFINITY;
	}

	return item.kind === 'entry' ? item.time : item.rule.time;
}

/** About when what the reader reads was logged, known without looking at the list. */
export function readerTime({selection, query}: Logs): Micros {
	switch (selection.kind) {
		case 'newest': {
			return Number.POSITIVE_INFINITY;
		}

		case 'first': {
			return query.range.until !== undefined && query.order === 'desc'
				? Number.POSITIVE_INFINITY
				: 0;
		}

		case 'awaited': {
			return selection.entry.time;
		}

		case 'entry':
		case 'rule':
		case 'instant': {
			return selection.time;
		}
	}
}

/** Up to `count` items in one direction, nearest first. */
export function walk(
	from: Item,
	count: number,
	step: (item: Item) => Item | undefined,
): Item[] {
	const items: Item[] = [];
	let item = step(from);
	while (item !== undefined && items.length < count) {
		items.push(item);
		item = step(item);
	}

	return items;
}

/** The entry on the selected row, with all of its message. */
export function selectedEntry(logs: Logs): Entry | undefined {
	return readSelected(logs, (id) => heldEntry(logs.buffer, id));
}

/** The entry on the selected row where the beginning of its message will do. */
export function selectedHead(logs: Logs): EntryHead | undefined {
	return readSelected(logs, (id) => logs.buffer.head(id, foldKeyLength));
}

function readSelected(
	logs: Logs,
	read: (id: EntryId) => EntryHead | undefined,
): EntryHead | undefined {
	const {selection, view} = logs;
	if (selection.kind === 'awaited') {
		return selection.entry;
	}

	const item = selectedItem(logs);
	return item?.kind === 'entry' ? read(view.idAt(item.spot)) : undefined;
}
