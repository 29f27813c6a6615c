import {type Bookmark, idOfBookmark} from '../bookmark.ts';
import {type Logs} from '../logs.ts';
import {type Spot} from '../view/view.ts';
import {selectedItem} from './viewport.ts';

/** From where the range was begun to the selected entry; nothing while there is no range. */
export function markedRange(logs: Logs): Range | undefined {
	const {rangeFrom, view} = logs;
	const item = selectedItem(logs);
	if (rangeFrom === undefined || item?.kind !== 'entry') {
		return undefined;
	}

	const selected = item.spot;
	const begun = spotOfMark(rangeFrom, logs);
	if (begun !== undefined) {
		return isBefore(selected, begun, logs)
			? {first: selected, last: begun}
			: {first: begun, last: selected};
	}

	// It was begun on an entry that is not shown any more.
	const {time} = rangeFrom.entry;
	return item.time < time
		? {first: selected, last: view.before(time) ?? selected}
		: {first: view.atOrAfter(time) ?? selected, last: selected};
}

/** What is shown from one entry to another, both included, in the order of time. */
type Range = {
	readonly first: Spot;
	readonly last: Spot;
};

export function isInRange(
	spot: Spot,
	{first, last}: Range,
	logs: Logs,
): boolean {
	return !isBefore(spot, first, logs) && !isBefore(last, spot, logs);
}

function spotOfMark(mark: Bookmark, {view, buffer}: Logs): Spot | undefined {
	const id = idOfBookmark(mark, buffer);
	return id === undefined ? undefined : view.spotOf(id);
}

function isBefore(a: Spot, b: Spot, {view, buffer}: Logs): boolean {
	if (a.piece === b.piece) {
		return a.match < b.match;
	}

	const times = view.timeAt(a) - view.timeAt(b);
	return times === 0
		? buffer.pieces.indexOf(a.piece) < buffer.pieces.indexOf(b.piece)
		: times < 0;
}

/** How many entries are shown from one end of a range to the other. */
export function rangeCount({first, last}: Range, {view}: Logs): number {
	return view.countBefore(last) - view.countBefore(first) + 1;
}
