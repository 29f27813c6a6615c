import {expect, test} from 'vitest';
import {everything, type Order} from '../../source/log/query.ts';
import {goesOn, land, type Page} from '../../source/timeline/page.ts';

/** A page of entries at these times, asked for [0, 100). */
function page(
	times: readonly number[],
	order: Order,
	{
		whole = {from: 0, to: 100},
		to = 100,
		rangeTo = to,
		next,
	}: {
		readonly whole?: {readonly from: number; readonly to: number};
		readonly to?: number;
		readonly rangeTo?: number;
		readonly next?: string;
	} = {},
): Page {
	return {
		filter: everything,
		order,
		from: 0,
		to,
		range: {from: 0, to: rangeTo},
		whole,
		entries: entriesAt(times),
		...(next !== undefined && {next}),
	};
}

const entriesAt = (times: readonly number[]) =>
	times.map((time) => ({
		time,
		level: 'info',
		region: '',
		message: String(time),
	}));

const timesOf = (entries: ReadonlyArray<{readonly time: number}>) =>
	entries.map(({time}) => time);

test('a page that is whole brings all of its span', () => {
	const landing = land(page([10, 20], 'asc'), [], 5);
	expect(landing).toMatchObject({
		from: 0,
		to: 100,
		certainTo: 100,
		isStalled: false,
	});
	expect(timesOf(landing.entries)).toEqual([10, 20]);
	expect(landing.carried).toEqual([]);
});

test('read forward, the last instant of a page that goes on waits for the next one', () => {
	const part = page([10, 20, 20], 'asc', {
		whole: {from: 0, to: 20},
		next: 'cursor',
	});
	expect(goesOn(part)).toBe(true);
	const landing = land(part, [], 5);
	expect(landing).toMatchObject({from: 0, to: 20});
	expect(timesOf(landing.entries)).toEqual([10]);
	expect(timesOf(landing.carried)).toEqual([20, 20]);
	const rest = land({...page([20, 30], 'asc'), from: 20}, landing.carried, 5);
	expect(timesOf(rest.entries)).toEqual([20, 20, 20, 30]);
});

test('read backward, it is the first instant that waits', () => {
	const landing = land(
		page([70, 80], 'desc', {whole: {from: 71, to: 100}, next: 'cursor'}),
		[],
		5,
	);
	expect(landing).toMatchObject({from: 71, to: 100});
	expect(timesOf(landing.entries)).toEqual([80]);
	expect(timesOf(landing.carried)).toEqual([70]);
});

test('a page that brings no instant whole has stalled', () => {
	const landing = land(
		page([0, 0], 'asc', {whole: {from: 0, to: 0}, next: 'cursor'}),
		[],
		5,
	);
	expect(landing.isStalled).toBe(true);
	expect(timesOf(landing.carried)).toEqual([0, 0]);
});

test('up to the server’s now no more is certain than a margin before the newest entry', () => {
	const now = Number.POSITIVE_INFINITY;
	const landing = land(
		page([10, 20], 'asc', {to: now, whole: {from: 0, to: now}}),
		[],
		5,
	);
	expect(landing).toMatchObject({to: 21, certainTo: 16});
});

test('what was asked for a little beyond its end shows whether past logs have come so far', () => {
	const behind = land(
		page([10, 20], 'asc', {rangeTo: 150, whole: {from: 0, to: 150}}),
		[],
		5,
	);
	expect(behind.certainTo).toBe(16);
	const caughtUp = land(
		page([10, 140], 'asc', {rangeTo: 150, whole: {from: 0, to: 150}}),
		[],
		5,
	);
	expect(caughtUp.certainTo).toBe(100);
	expect(timesOf(caughtUp.entries)).toEqual([10]);
});
