import {expect, test} from 'vitest';
import {createFilter} from '../../../source/log/query.ts';
import {
	type CountAsk,
	type RangeCount,
} from '../../../source/store/range-count.ts';
import {updateCounting} from '../../../source/store/update.ts';

const ask: CountAsk = {
	by: 'level',
	width: 60,
	filter: createFilter({}),
	refinements: [],
	range: {since: 0, until: 600},
	of: 'this',
};
const before: CountAsk = {...ask, by: 'path', width: undefined, of: 'previous'};

const begin = () =>
	updateCounting([], {kind: 'count-asked', asks: [ask, before]});

const keyOf = (counting: readonly RangeCount[], index = 0) =>
	counting[index]?.key ?? '';

const entry = (time: number, level: string, message = '') => ({
	time,
	level,
	region: 'fra',
	message,
});

test('pages are counted for the span that was asked for, and for no other', () => {
	const counting = begin();
	const [first, second] = updateCounting(counting, {
		kind: 'count-page',
		key: keyOf(counting),
		entries: [entry(30, 'error'), entry(70, 'warn'), entry(71, 'WARNING')],
		reached: 30,
	});
	expect(first).toMatchObject({status: 'running', entryCount: 3, reached: 30});
	expect(first?.tally.groups.cells()).toEqual([
		{time: 0, names: ['error'], count: 1},
		{time: 60, names: ['warning'], count: 2},
	]);
	expect(second).toMatchObject({status: 'running', entryCount: 0});
});

test('values are counted where no spans of time are', () => {
	const counting = begin();
	const [, second] = updateCounting(counting, {
		kind: 'count-page',
		key: keyOf(counting, 1),
		entries: [
			entry(1, 'info', 'path=/cart'),
			entry(2, 'info', 'path=/cart'),
			entry(3, 'info', 'nothing'),
		],
	});
	expect(second?.entryCount).toBe(3);
	expect(second?.tally.values.top(5)).toEqual([{value: '/cart', count: 2}]);
});

test('a count that has ended is done, or tells why it is not', () => {
	const counting = begin();
	const done = updateCounting(counting, {
		kind: 'count-ended',
		key: keyOf(counting),
	});
	expect(done.map(({status}) => status)).toEqual(['done', 'running']);
	const failure = {message: 'The server is busy.', isRefusal: false};
	const [failed] = updateCounting(counting, {
		kind: 'count-ended',
		key: keyOf(counting),
		failure,
	});
	expect(failed).toMatchObject({status: 'failed', failure});
});

test('what is stopped is what still runs', () => {
	const counting = begin();
	const done = updateCounting(counting, {
		kind: 'count-ended',
		key: keyOf(counting),
	});
	expect(
		updateCounting(done, {kind: 'count-stopped'}).map(({status}) => status),
	).toEqual(['done', 'stopped']);
});
