import {type Micros} from '../log/entry.ts';
import {type Item, List} from './list.ts';
import {rules} from './rule.ts';
import {type Logs, type Selection} from './state.ts';

/** The rows of the list that are on the screen, and which of them is selected. */
export type Viewport = {
	readonly items: readonly Item[];
	/** -1 when there is nothing. */
	readonly selectedIndex: number;
};

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
		return {items: [], selectedIndex: -1};
	}

	const wantedRow = isFollowing(logs)
		? logs.height - 1
		: Math.min(logs.selectedRow, logs.height - 1);
	const above = walk(selected, wantedRow, (item) => list.previous(item));
	const below = walk(selected, logs.height - 1 - above.length, (item) =>
		list.next(item),
	);
	const missing = logs.height - 1 - above.length - below.length;
	if (missing > 0) {
		above.push(
			...walk(above.at(-1) ?? selected, missing, (item) => list.previous(item)),
		);
	}

	return {
		items: [...above.toReversed(), selected, ...below],
		selectedIndex: above.length,
	};
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
			return list.first();
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
