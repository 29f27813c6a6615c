import {expect, test} from 'vitest';
import {
	BoundedNames,
	GroupTally,
	otherNames,
} from '../../../source/log/counts/group-tally.ts';

const shown = (tally: GroupTally) =>
	tally.cells().map(({time, names, count}) => [time, names.join('/'), count]);

test('entries are counted by span and by name, in the order of time', () => {
	const tally = new GroupTally();
	tally.add(60, ['error']);
	tally.add(0, ['info']);
	tally.add(0, ['error']);
	tally.add(0, ['info']);
	expect(tally.count).toBe(4);
	expect(shown(tally)).toEqual([
		[0, 'info', 2],
		[0, 'error', 1],
		[60, 'error', 1],
	]);
});

test('without spans the most frequent come first', () => {
	const tally = new GroupTally();
	tally.add(undefined, ['fra', 'error']);
	tally.add(undefined, ['ord', 'error'], 3);
	expect(shown(tally)).toEqual([
		[undefined, 'ord/error', 3],
		[undefined, 'fra/error', 1],
	]);
});

test('the sum of two tallies has what either has', () => {
	const sum = new GroupTally();
	const other = new GroupTally();
	sum.add(0, ['a'], 2);
	other.add(0, ['a']);
	other.add(60, ['b'], 5);
	sum.merge(other);
	expect(sum.count).toBe(8);
	expect(shown(sum)).toEqual([
		[0, 'a', 3],
		[60, 'b', 5],
	]);
});

test('a field in which each value is another one takes so many cells and no more, and is counted to the end', () => {
	const tally = new GroupTally();
	const other = new GroupTally();
	for (let index = 0; index < 200_100; index++) {
		tally.add(index, ['x']);
	}

	expect(tally.count).toBe(200_100);
	expect(tally.lostCount).toBe(100);
	other.merge(tally);
	expect([other.count, other.lostCount]).toEqual([200_100, 100]);
});

test('names beyond those that are told apart are one, and no value is always told apart', () => {
	const names = new BoundedNames();
	const taken = Array.from({length: 600}, (_, index) =>
		names.take(`session-${index}`),
	);
	expect(new Set(taken).size).toBe(512);
	expect(taken.at(-1)).toBe(otherNames);
	expect(names.take('session-3')).toBe('session-3');
	expect(names.take('')).toBe('');
});
