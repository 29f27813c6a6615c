import {expect, test} from 'vitest';
import {type Action} from '../../../source/store/action.ts';
import {
	isInRange,
	markedRange,
	rangeCount,
} from '../../../source/store/list/range.ts';
import {
	arrive,
	ask,
	noon,
	opened,
	second,
	stateAfter,
} from '../../helpers/state-after.ts';

/** Ten entries, of which the fifth to the eighth share an instant. */
const ten = arrive(
	Array.from({length: 10}, (_, index) => ({
		time: noon + (index < 4 ? index : index < 8 ? 4 : index) * second,
		level: index % 2 === 0 ? 'info' : 'error',
	})),
);

/** A range from one entry to another, each counted from the newest, which is 0. */
function rangeOf(begun: number, selected: number, ...after: Action[]) {
	const {logs} = stateAfter([
		opened,
		ten,
		{kind: 'hold'},
		{kind: 'move', by: -begun},
		{kind: 'range'},
		{kind: 'move', by: begun - selected},
		...after,
	]);
	const range = markedRange(logs);
	const inside: string[] = [];
	for (let spot = logs.view.first(); spot; spot = logs.view.next(spot)) {
		const entry = logs.buffer.entry(logs.view.idAt(spot));
		if (range && entry && isInRange(spot, range, logs)) {
			inside.push(entry.message);
		}
	}

	expect(range && rangeCount(range, logs)).toBe(
		range === undefined ? undefined : inside.length,
	);
	return inside;
}

const entries = (from: number, to: number) =>
	Array.from({length: to - from + 1}, (_, index) => `entry ${from + index}`);

test('while none was begun there is no range', () => {
	expect(markedRange(stateAfter([opened, ten]).logs)).toBeUndefined();
});

test.each([
	['upwards', 0, 6, entries(3, 9)],
	['downwards', 6, 0, entries(3, 9)],
	['of one entry', 4, 4, entries(5, 5)],
	['within an instant', 4, 2, entries(5, 7)],
	['back within an instant', 2, 4, entries(5, 7)],
])('a range %s holds both its ends', (_, begun, selected, expected) => {
	expect(rangeOf(begun, selected)).toEqual(expected);
});

test('a range that was begun on an entry that is not shown any more begins where that stood', () => {
	const errors = ask({levels: ['error']});
	// Begun on entry 1, an error, and then on entry 2, which the filter hides.
	expect(rangeOf(8, 0, errors)).toEqual([
		'entry 1',
		'entry 3',
		'entry 5',
		'entry 7',
		'entry 9',
	]);
	expect(rangeOf(7, 0, errors)).toEqual([
		'entry 3',
		'entry 5',
		'entry 7',
		'entry 9',
	]);
	expect(rangeOf(1, 8, errors)).toEqual([
		'entry 1',
		'entry 3',
		'entry 5',
		'entry 7',
	]);
});
