import {type Item, type List} from '../list/list.ts';
import {heldId} from '../buffer/find-held.ts';
import {type Logs, type Selection} from '../logs.ts';
import {
	filledRow,
	selectionOf,
	isFollowing,
	viewport,
} from '../list/viewport.ts';

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
