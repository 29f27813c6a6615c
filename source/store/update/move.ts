import {type MoveAction} from '../action.ts';
import {heldId} from '../held-id.ts';
import {type Item, type List} from '../list.ts';
import {type Logs, type Selection} from '../state.ts';
import {
	isFollowing,
	listOf,
	selectedItem,
	selectionOf,
	viewport,
	walk,
} from '../viewport.ts';
import {jumped} from './mark.ts';

export function updateMove(logs: Logs, action: MoveAction): Logs {
	switch (action.kind) {
		case 'move': {
			return moved(logs, action.by, action.by);
		}

		case 'scroll': {
			return moved(logs, action.by, 0);
		}

		case 'go': {
			return jumped(logs, {
				...logs,
				selection: heldAlready(action.selection, logs),
				selectedRow:
					action.selection.kind === 'first' ? 0 : Math.floor(logs.height / 2),
			});
		}

		case 'hold': {
			return held(logs);
		}

		case 'list-height': {
			return {...logs, height: Math.max(1, action.height)};
		}
	}
}

/** An entry that need not be waited for is selected by its id. */
function heldAlready(selection: Selection, {buffer}: Logs): Selection {
	const id =
		selection.kind === 'awaited' ? heldId(buffer, selection.entry) : undefined;
	return selection.kind === 'awaited' && id !== undefined
		? {kind: 'entry', id, time: selection.entry.time}
		: selection;
}

/** Selects the entry `by` items farther on and puts it `rows` rows below the row on which the selected one stands. */
function moved(logs: Logs, by: number, rows: number): Logs {
	const list = listOf(logs);
	const {items, selectedIndex} = viewport(logs, list);
	const selected = items[selectedIndex];
	if (selected === undefined) {
		return logs;
	}

	const target = walk(selected, Math.abs(by), (item) =>
		by > 0 ? list.next(item) : list.previous(item),
	).at(-1);
	if (target === undefined) {
		return logs;
	}

	return {
		...logs,
		selection: isNewest(target, list, logs)
			? {kind: 'newest'}
			: selectionOf(target, logs),
		selectedRow: Math.max(0, Math.min(selectedIndex + rows, logs.height - 1)),
	};
}

/** Holds what is followed; lets go of what is held. */
function held(logs: Logs): Logs {
	if (!isFollowing(logs)) {
		return logs.query.range.until === undefined
			? {...logs, selection: {kind: 'newest'}}
			: logs;
	}

	const list = listOf(logs);
	const {selectedIndex} = viewport(logs, list);
	const item = selectedItem(logs, list);
	return item === undefined
		? logs
		: {
				...logs,
				selection: selectionOf(item, logs),
				selectedRow: selectedIndex,
			};
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
