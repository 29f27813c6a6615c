import {expect, test} from 'vitest';
import {
	copiedEntries,
	shownBatches,
} from '../../../source/ui/take/taken-entries.ts';
import {arrive, ask, opened, stateAfter} from '../../helpers/state-after.ts';

const many = arrive(
	Array.from({length: 4500}, (_, index) => ({
		level: index % 2 === 0 ? 'info' : 'error',
	})),
);
const options = {limit: 10_000};

const messagesOf = (entries: Iterable<{readonly message: string}>) =>
	[...entries].map(({message}) => message);

test('a copy takes the selected entry', () => {
	const state = stateAfter([opened, many, {kind: 'move', by: -2}], options);
	expect(messagesOf(copiedEntries(state))).toEqual(['entry 4497']);
});

test('a copy takes the range where one was begun, in the order of time', () => {
	const actions = [
		opened,
		many,
		{kind: 'hold'},
		{kind: 'range'},
		{kind: 'move', by: -2},
	] as const;
	expect(messagesOf(copiedEntries(stateAfter(actions, options)))).toEqual([
		'entry 4497',
		'entry 4498',
		'entry 4499',
	]);
});

test('a copy takes nothing where nothing is', () => {
	expect(copiedEntries(stateAfter([opened]))).toEqual([]);
});

test('all that is shown is saved, batch after batch, as the filter shows it', () => {
	const state = stateAfter([opened, many, ask({levels: ['error']})], options);
	const batches = [...shownBatches(state)];
	expect(batches.map(({length}) => length)).toEqual([2000, 250]);
	expect(messagesOf(batches.flat())).toEqual(
		Array.from({length: 2250}, (_, index) => `entry ${2 * index + 1}`),
	);
});
