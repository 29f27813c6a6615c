import {type Gap} from '../../timeline/coverage.ts';
import {knownGaps} from '../known.ts';
import {type Item} from '../view/list.ts';
import {type Logs} from '../logs.ts';
import {isReversed, listOf, rowCountOf, viewport} from '../view/viewport.ts';
import {selecting} from './select.ts';

/** Moves the rows by so many under the selection, which goes to the item that is then on its row. */
export function scrolled(logs: Logs, by: number): Logs {
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
	return selecting(item, {logs, list, row: row - line});
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
