import {type MarkAction} from '../action.ts';
import {type Bookmark, idOfBookmark} from '../bookmark.ts';
import {type EntryId} from '../buffer/log-buffer.ts';
import {type Logs} from '../logs.ts';
import {type Spot} from '../view/view.ts';
import {selectedItem, viewport} from '../list/viewport.ts';

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
	const mark = markOfSelected(from) ?? markBesideRule(from);
	if (mark === undefined || isMarked(mark.id, from) || isOnScreen(mark, to)) {
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
	const item = selectedItem(logs);
	return item?.kind === 'entry' ? markAt(item.spot, logs) : undefined;
}

/** A rule is no place to come back to; the entry behind it is. */
function markBesideRule(logs: Logs): Bookmark | undefined {
	const item = selectedItem(logs);
	const spot =
		item?.kind === 'rule' ? logs.view.atOrAfter(item.rule.time) : undefined;
	return spot === undefined ? undefined : markAt(spot, logs);
}

function markAt(spot: Spot, {view, buffer}: Logs): Bookmark | undefined {
	const id = view.idAt(spot);
	const entry = buffer.entry(id);
	return entry === undefined ? undefined : {id, entry};
}

function isOnScreen(mark: Bookmark, logs: Logs): boolean {
	return viewport(logs).items.some(
		(item) => item.kind === 'entry' && logs.view.idAt(item.spot) === mark.id,
	);
}
