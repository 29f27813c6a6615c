import {type Item, type List} from '../list/list.ts';
import {heldId} from '../buffer/look-up.ts';
import {type Logs, type Selection} from '../logs.ts';
import {
	filledRow,
	selectionOf,
	isFollowing,
	viewport,
	selectedItem,
} from '../list/viewport.ts';
import {type MarkAction} from '../action.ts';
import {type Bookmark, idOfBookmark} from '../bookmark.ts';
import {type EntryId} from '../buffer/log-buffer.ts';

/** The logs with an item selected on a row, or a better one. */
export function selectItem(
	item: Item,
	{
		logs,
		list,
		row,
	}: {readonly logs: Logs; readonly list: List; readonly row: number},
): Logs {
	return fillRows(
		{
			...logs,
			selection: isNewest(item, list, logs)
				? {kind: 'newest'}
				: selectionOf(item, logs),
			selectedRow: row,
		},
		list,
	);
}

/** As few rows as can be are left empty at the bottom. */
export function fillRows(logs: Logs, list: List): Logs {
	return {...logs, selectedRow: filledRow(logs, list)};
}

function isNewest(item: Item, list: List, {query, view}: Logs): boolean {
	const newest = list.newestEntry();
	return (
		query.range.until === undefined &&
		item.kind === 'entry' &&
		newest?.kind === 'entry' &&
		view.idAt(item.spot) === view.idAt(newest.spot)
	);
}

/** An entry that need not be waited for is selected by its id. */
export function findHeld(selection: Selection, {buffer}: Logs): Selection {
	const id =
		selection.kind === 'awaited' ? heldId(buffer, selection.entry) : undefined;
	return selection.kind === 'awaited' && id !== undefined
		? {kind: 'entry', id, time: selection.entry.time}
		: selection;
}

/** The logs with what the reader has seen of the newest entries, after the selection has moved. */
export function noteSeen(before: Logs, logs: Logs): Logs {
	if (isFollowing(logs)) {
		const {seen: _, ...rest} = logs;
		return rest;
	}

	const {buffer, view} = logs;
	const last = buffer.pieces.at(-1);
	if (isFollowing(before) && last !== undefined) {
		const id = buffer.idAt({piece: last, position: last.count - 1});
		return {...logs, seen: {id, time: last.lastTime}};
	}

	const bottom = viewport(logs).rows.at(-1)?.item;
	return logs.seen !== undefined &&
		bottom?.kind === 'entry' &&
		bottom.time > logs.seen.time
		? {...logs, seen: {id: view.idAt(bottom.spot), time: bottom.time}}
		: logs;
}

/** Marks the selected entry, or begins a range at it; the same again takes that back. */
export function updateMark(logs: Logs, {kind}: MarkAction): Logs {
	switch (kind) {
		case 'mark': {
			return toggleMark(logs);
		}

		case 'range': {
			const {rangeFrom, ...others} = logs;
			const mark = rangeFrom === undefined ? markOfSelected(logs) : undefined;
			return mark === undefined ? others : {...logs, rangeFrom: mark};
		}
	}
}

/** The logs after a jump: where the reader was is marked when that is not on the screen any more. */
export function markJump(from: Logs, to: Logs): Logs {
	const id = idOfSelected(from) ?? idBesideRule(from);
	const mark =
		id === undefined || isMarked(id, from) || isOnScreen(id, to)
			? undefined
			: markOf(id, from);
	if (mark === undefined) {
		return to;
	}

	return {
		...to,
		marks: [
			...to.marks.filter(({isJump}) => isJump !== true),
			{...mark, isJump: true},
		],
	};
}

function toggleMark(logs: Logs): Logs {
	const mark = markOfSelected(logs);
	if (mark === undefined) {
		return logs;
	}

	const others = logs.marks.filter(
		(one) => idOfBookmark(one, logs.buffer) !== mark.id,
	);
	return {
		...logs,
		marks: isMarked(mark.id, logs) ? others : [...others, mark],
	};
}

/** Whether a key has marked it, not a jump. */
function isMarked(id: EntryId, {marks, buffer}: Logs): boolean {
	return marks.some(
		(mark) => mark.isJump !== true && idOfBookmark(mark, buffer) === id,
	);
}

function markOfSelected(logs: Logs): Bookmark | undefined {
	const id = idOfSelected(logs);
	return id === undefined ? undefined : markOf(id, logs);
}

function idOfSelected(logs: Logs): EntryId | undefined {
	const item = selectedItem(logs);
	return item?.kind === 'entry' ? logs.view.idAt(item.spot) : undefined;
}

/** A rule is no place to come back to; the entry behind it is. */
function idBesideRule(logs: Logs): EntryId | undefined {
	const item = selectedItem(logs);
	const spot =
		item?.kind === 'rule' ? logs.view.atOrAfter(item.rule.time) : undefined;
	return spot === undefined ? undefined : logs.view.idAt(spot);
}

function markOf(id: EntryId, {buffer}: Logs): Bookmark | undefined {
	const entry = buffer.entry(id);
	return entry === undefined ? undefined : {id, entry};
}

function isOnScreen(id: EntryId, logs: Logs): boolean {
	return viewport(logs).items.some(
		(item) => item.kind === 'entry' && logs.view.idAt(item.spot) === id,
	);
}
