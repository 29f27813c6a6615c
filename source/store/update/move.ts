import {type MoveAction} from '../action.ts';
import {type EntryId} from '../buffer/log-buffer.ts';
import {type Logs, type Selection} from '../logs.ts';
import {
	isFollowing,
	listOf,
	rowCountOf,
	selectedItem,
	selectionOf,
	viewport,
	walk,
	isReversed,
} from '../list/viewport.ts';
import {type Gap} from '../../timeline/coverage.ts';
import {knownGaps} from '../missing.ts';
import {type Item} from '../list/list.ts';
import {markJump, fillRows, findHeld, selectItem} from './select.ts';

/** Moves the selection, and the rows under it, as the movement keys ask. */
export function updateMove(logs: Logs, action: MoveAction): Logs {
	switch (action.kind) {
		case 'move': {
			return moveSelection(logs, action.by);
		}

		case 'scroll': {
			return scrollRows(logs, action.by);
		}

		case 'go': {
			return markJump(logs, goTo(logs, findHeld(action.selection, logs)));
		}

		case 'select': {
			const selected = {
				...logs,
				selection: action.selection,
				selectedRow: action.row,
			};
			return fillRows(selected, listOf(selected));
		}

		case 'hold': {
			return toggleHold(logs);
		}

		case 'list-height': {
			return changeHeight(logs, Math.max(1, action.height));
		}

		case 'list-rows': {
			return keepRow(logs, {
				...logs,
				rowLook: action.rowLook,
				dayZone: action.dayZone,
				zone: action.zone ?? logs.zone,
			});
		}
	}
}

/** Selects the item `by` items farther on; the rows move only when it would not be seen. */
function moveSelection(logs: Logs, by: number): Logs {
	const list = listOf(logs);
	const {selected, top} = viewport(logs, list);
	if (selected === undefined) {
		return logs;
	}

	const steps = walk(selected, Math.abs(by), (item) =>
		by > 0 ? list.next(item) : list.previous(item),
	);
	const target = steps.at(-1);
	if (target === undefined) {
		return logs;
	}

	const between = by > 0 ? [selected, ...steps.slice(0, -1)] : steps;
	let distance = 0;
	for (const item of between) {
		distance += rowCountOf(logs, item);
	}

	const lowest = logs.height - rowCountOf(logs, target);
	return selectItem(target, {
		logs,
		list,
		row: Math.max(0, Math.min(top + Math.sign(by) * distance, lowest)),
	});
}

/** What is on the screen is gone to where it stands; all else is put into the middle. */
function goTo(logs: Logs, selection: Selection): Logs {
	const row =
		selection.kind === 'entry' ? rowOnScreen(selection.id, logs) : undefined;
	const next: Logs = {
		...logs,
		selection,
		selectedRow:
			selection.kind === 'first' ? 0 : (row ?? Math.floor(logs.height / 2)),
	};
	return selection.kind === 'entry' ? fillRows(next, listOf(next)) : next;
}

/** The row on which an entry begins, when it is on the screen. */
function rowOnScreen(id: EntryId, logs: Logs): number | undefined {
	const row = viewport(logs).rows.findIndex(
		({item, line}) =>
			line === 0 && item.kind === 'entry' && logs.view.idAt(item.spot) === id,
	);
	return row === -1 ? undefined : row;
}

/** Items take other numbers of rows from now on, or rules stand elsewhere: the selected one keeps its row, as far as all of it can be seen. */
function keepRow(logs: Logs, next: Logs): Logs {
	if (isFollowing(logs)) {
		return next;
	}

	const {top} = viewport(logs);
	const selected = selectedItem(next);
	const lowest =
		selected === undefined ? top : logs.height - rowCountOf(next, selected);
	return {
		...next,
		selectedRow: Math.max(0, Math.min(top, Math.max(0, lowest))),
	};
}

/** The selected item keeps its row, unless rows would be left empty below the last one while there is something above. */
function changeHeight(logs: Logs, height: number): Logs {
	const next = {...logs, height};
	return height > logs.height && logs.selection.kind === 'entry'
		? fillRows(next, listOf(next))
		: next;
}

/** Before something arrives the row of what is held is fixed, so that nothing moves, whatever it is. */
export function fixRow(logs: Logs): Logs {
	if (logs.selection.kind !== 'entry' && logs.selection.kind !== 'rule') {
		return logs;
	}

	const {top} = viewport(logs);
	return top === logs.selectedRow ? logs : {...logs, selectedRow: top};
}

/** Holds what is followed; lets go of what is held. */
function toggleHold(logs: Logs): Logs {
	if (!isFollowing(logs)) {
		return logs.query.range.until === undefined
			? {...logs, selection: {kind: 'newest'}}
			: logs;
	}

	const list = listOf(logs);
	const {selected, top} = viewport(logs, list);
	return selected === undefined
		? logs
		: {
				...logs,
				selection: selectionOf(selected, logs),
				selectedRow: top,
			};
}

/** Moves the rows by so many under the selection, which goes to the item that is then on its row. */
function scrollRows(logs: Logs, by: number): Logs {
	const list = listOf(logs);
	const {selected, top} = viewport(logs, list);
	if (selected === undefined) {
		return logs;
	}

	const row = Math.max(0, Math.min(top, logs.height - 1));
	/** Counted from the first row of the selected item. */
	const wanted = by + row - top;
	let item = selected;
	let first = 0;
	while (first > wanted) {
		const previous = list.previous(item);
		if (
			previous === undefined ||
			(isReversed(logs) && isLoading(previous, logs))
		) {
			break;
		}

		item = previous;
		first -= rowCountOf(logs, item);
		if (isLoading(item, logs)) {
			break;
		}
	}

	const gaps = isReversed(logs) ? [] : knownGaps(logs);
	while (first + rowCountOf(logs, item) <= wanted) {
		const next = list.next(item);
		if (
			next === undefined ||
			(!isReversed(logs) && isLeap(item, next, logs, gaps))
		) {
			break;
		}

		first += rowCountOf(logs, item);
		item = next;
		if (isLoading(item, logs)) {
			break;
		}
	}

	const line = Math.max(
		0,
		Math.min(wanted - first, rowCountOf(logs, item) - 1),
	);
	return selectItem(item, {logs, list, row: row - line});
}

/** Whether something that is about to be loaded lies between two items, be there a rule that says so or not. */
function isLeap(
	item: Item,
	next: Item,
	logs: Logs,
	gaps: readonly Gap[],
): boolean {
	const {kind} = logs.connection;
	const [from, to] = [item, next].map((one) =>
		one.kind === 'entry' ? one.time : one.rule.time,
	);
	return (
		isLoading(next, logs) ||
		(kind !== 'reconnecting' &&
			kind !== 'offline' &&
			from !== undefined &&
			to !== undefined &&
			item.kind === 'entry' &&
			(next.kind === 'entry' || next.rule.kind === 'reconnected') &&
			gaps.some((gap) => gap.from > from && gap.from <= to))
	);
}

/** Whether it stands for more than a row: what is about to be loaded is not leapt over. Towards what is newer, before it; towards what is older, on it: so the side that is read next is loaded first. */
function isLoading(item: Item, {connection}: Logs): boolean {
	return (
		item.kind === 'rule' &&
		item.rule.kind === 'gap' &&
		(connection.kind === 'live' || connection.kind === 'none')
	);
}
