import {levelOf} from '../../log/level.ts';
import {type Micros} from '../../log/entry.ts';
import {type Logs} from '../logs.ts';
import {type Spot} from '../view/view.ts';
import {type Item} from './list.ts';
import {type Rule} from './rule.ts';
import {isReversed, listOf, selectedItem} from './viewport.ts';

/** Where a jump leads: to an entry, to a gap in which there may be one that is nearer, or nowhere. */
export type Jump =
	| {readonly kind: 'found'; readonly item: Item}
	| {
			readonly kind: 'gap';
			readonly item: Extract<Item, {readonly kind: 'rule'}>;
	  }
	/** There is none; or none that is known, where the last thing in that direction is a gap. */
	| {readonly kind: 'none'; readonly isKnown: boolean};

/** The next (`by` 1) or previous (-1) match, as the list is read. */
export function matchFrom(logs: Logs, by: number): Jump {
	const list = listOf(logs);
	const selected = selectedItem(logs, list);
	if (selected === undefined) {
		return {kind: 'none', isKnown: false};
	}

	const isOlder = by > 0 === isReversed(logs);
	const spot = isOlder
		? olderMatch(selected, logs)
		: newerMatch(selected, logs);
	if (spot === undefined) {
		return {kind: 'none', isKnown: false};
	}

	const shown = logs.view.spotOf(logs.matches.idAt(spot));
	return shown === undefined
		? {kind: 'none', isKnown: false}
		: {kind: 'found', item: list.entryAt(shown)};
}

/** The next or previous error on the list; a gap on the way there comes first. */
export function errorFrom(logs: Logs, by: number): Jump {
	const list = listOf(logs);
	const step = (item: Item) => (by > 0 ? list.next(item) : list.previous(item));
	const selected = selectedItem(logs, list);
	let isKnown = selected?.kind !== 'rule' || !isUnknown(selected.rule);
	let item = selected === undefined ? undefined : step(selected);
	while (item !== undefined) {
		if (item.kind === 'rule') {
			if (isUnknown(item.rule)) {
				return {kind: 'gap', item};
			}
		} else if (isError(item.spot, logs)) {
			return {kind: 'found', item};
		} else {
			isKnown = true;
		}

		item = step(item);
	}

	return {kind: 'none', isKnown};
}

/** Whether it may be in there. */
function isUnknown({kind}: Rule): boolean {
	return (
		kind === 'gap' ||
		kind === 'stopped' ||
		kind === 'full' ||
		kind === 'failed' ||
		kind === 'lost'
	);
}

function isError(spot: Spot, {view, buffer}: Logs): boolean {
	return levelOf(buffer.levelOf(view.idAt(spot))) === 'error';
}

function newerMatch(selected: Item, logs: Logs): Spot | undefined {
	const {matches} = logs;
	if (selected.kind === 'rule') {
		return matches.atOrAfter(selected.rule.time);
	}

	let spot = matches.atOrAfter(selected.time);
	while (spot !== undefined && !isAfter(spot, selected, logs)) {
		spot = matches.next(spot);
	}

	return spot;
}

function olderMatch(selected: Item, logs: Logs): Spot | undefined {
	const {matches} = logs;
	if (selected.kind === 'rule') {
		return matches.before(selected.rule.time);
	}

	let spot = matches.before(selected.time + 1);
	while (spot !== undefined && !isBefore(spot, selected, logs)) {
		spot = matches.previous(spot);
	}

	return spot;
}

type EntryItem = Extract<Item, {readonly kind: 'entry'}>;

function isAfter(spot: Spot, {spot: other, time}: EntryItem, logs: Logs) {
	return orderOf(spot, other, time, logs) > 0;
}

function isBefore(spot: Spot, {spot: other, time}: EntryItem, logs: Logs) {
	return orderOf(spot, other, time, logs) < 0;
}

/** Matches and what is shown are counted differently: entries of one instant are told apart by their places. */
function orderOf(
	match: Spot,
	shown: Spot,
	time: Micros,
	{view, matches, buffer}: Logs,
): number {
	const difference = matches.timeAt(match) - time;
	if (difference !== 0) {
		return difference;
	}

	const a = buffer.locate(matches.idAt(match));
	const b = buffer.locate(view.idAt(shown));
	if (a === undefined || b === undefined) {
		return 0;
	}

	return a.piece === b.piece
		? a.position - b.position
		: buffer.pieces.indexOf(a.piece) - buffer.pieces.indexOf(b.piece);
}

/** `match 3 of 41`: where the selected entry stands among the matches, if it is one. */
export function matchIndex(logs: Logs): number | undefined {
	const selected = selectedItem(logs);
	if (selected?.kind !== 'entry') {
		return undefined;
	}

	const spot = logs.matches.spotOf(logs.view.idAt(selected.spot));
	return spot === undefined ? undefined : logs.matches.countBefore(spot);
}
