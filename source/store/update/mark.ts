import {type MarkAction} from '../action.ts';
import {type Bookmark} from '../bookmark.ts';
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
	const isMarked = from.marks.some(
		({id, isJump}) => id === mark?.id && isJump !== true,
	);
	if (mark === undefined || isMarked || isOnScreen(mark, to)) {
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

	const others = logs.marks.filter(({id}) => id !== mark.id);
	const wasMarked = logs.marks.some(
		({id, isJump}) => id === mark.id && isJump !== true,
	);
	return {...logs, marks: wasMarked ? others : [...others, mark]};
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
