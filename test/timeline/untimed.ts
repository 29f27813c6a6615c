import process from 'node:process';
import v8 from 'node:v8';
import vm from 'node:vm';
import {expect, test} from 'vitest';
import {type Entry} from '../../source/log/entry.ts';
import {anywhere} from '../../source/timeline/between.ts';
import {UntimedEntries} from '../../source/timeline/untimed.ts';
import {tick, timed} from '../helpers/untimed-entries.ts';
import {processorTime} from '../helpers/processor-time.ts';

/** The span of a page. */
const pageFrom = (from: number, to: number) => ({
	after: from - 0.5,
	before: to - 0.5,
});

/** Which of those that a page has between two entries with a time are new. */
const paged = (
	known: UntimedEntries,
	[after, before]: readonly [number, number],
	count = 1,
) => {
	const ticks = Array.from({length: count}, () => tick(after));
	const found = known.takePage(
		[timed(after), ...ticks, timed(before)],
		pageFrom(after, before + 1),
	);
	return ticks.map((_, index) => !found.has(index + 1));
};

/** Whether what a stream brings, with what has a time around it, is new. */
const streamed = (known: UntimedEntries, ...entries: readonly Entry[]) =>
	[...known.hear(entries).values()].map(({isNew}) => isNew);

test('of those that are alike at one place as many are known as the side has that has more', () => {
	const known = new UntimedEntries();
	known.note(tick(10), {after: 10, before: 20});
	expect(paged(known, [10, 20], 3)).toEqual([false, true, true]);
	expect(paged(known, [10, 20], 4)).toEqual([false, false, false, true]);
});

test('alike ones at other places are others, whatever times they were given', () => {
	const known = new UntimedEntries();
	paged(known, [10, 20]);
	expect(paged(known, [20, 30])).toEqual([true]);
	expect(paged(known, [5, 10])).toEqual([true]);
	expect(paged(known, [15, 20])).toEqual([false]);
});

test('one that is known farther is left to what stands there alone', () => {
	const known = new UntimedEntries();
	known.note(tick(0), {after: 0, before: 20});
	known.note(tick(1), {after: 1, before: 9});
	const page = [timed(0), tick(0), timed(10), tick(10), timed(20)];
	expect([...known.takePage(page, pageFrom(0, 21))]).toEqual([1, 3]);

	known.note(tick(30), {...anywhere, after: 30});
	known.note(tick(40), {...anywhere, after: 40});
	expect(paged(known, [50, 60])).toEqual([false]);
	expect(paged(known, [30, 40])).toEqual([false]);
});

test('a stream brings again what stands behind the same entry, or before it, and nothing else', () => {
	const known = new UntimedEntries();
	known.note(tick(10), {after: 10, before: 20});
	known.note(tick(10), {after: 30, before: 40});
	known.beginStream();
	known.pass(10, 10);
	expect(streamed(known, tick(10))).toEqual([false]);
	expect(streamed(known, tick(10))).toEqual([true]);
	known.pass(20, 20);
	expect(streamed(known, tick(20), timed(30))).toEqual([true]);
	known.beginStream();
	expect(streamed(known, tick(39), timed(40))).toEqual([false]);
});

test('what one stream began with another one repeats behind what was there long before', () => {
	const known = new UntimedEntries();
	known.beginStream();
	expect(streamed(known, tick(60_000_000))).toEqual([true]);
	known.beginStream();
	expect(streamed(known, timed(10), tick(10))).toEqual([false]);
});

test('what came last stands before the next one that has a time, once that is there', () => {
	const known = new UntimedEntries();
	known.beginStream();
	streamed(known, timed(10), tick(10));
	known.pass(20, 20);
	expect(paged(known, [10, 20])).toEqual([false]);
	expect(paged(known, [20, 30])).toEqual([true]);
});

test('one that a page has stands where the page has it, and what another page has elsewhere is another one', () => {
	const known = new UntimedEntries();
	known.beginStream();
	streamed(known, timed(10), tick(10));
	expect(paged(known, [20, 30])).toEqual([false]);
	expect(paged(known, [10, 14])).toEqual([true]);
	expect(paged(known, [10, 14])).toEqual([false]);
	expect(paged(known, [20, 30])).toEqual([false]);
});

test('what entries out of order put near a place is known there once, and what stands at its own is another one', () => {
	const known = new UntimedEntries();
	known.beginStream();
	streamed(known, timed(30), tick(30), timed(40));
	const near = [timed(20), tick(20), timed(25)];
	expect(known.takePage(near, pageFrom(20, 26), 10).size).toBe(1);
	expect(paged(known, [30, 40])).toEqual([true]);
	expect(known.takePage(near, pageFrom(20, 26), 10).size).toBe(1);
	expect(paged(known, [30, 40])).toEqual([false]);
});

test.each([
	['nothing but one line again and again', () => anywhere],
	[
		'one line behind each entry',
		(index: number) => ({after: index, before: index + 1}),
	],
])('a server that sends %s holds nothing up', (_name, placeOf) => {
	const known = new UntimedEntries();
	const before = processorTime();
	for (let index = 0; index < 10_000; index++) {
		known.note(tick(0), placeOf(index));
	}

	const isTimed = placeOf(0) !== anywhere;
	const sent = (length: number) =>
		Array.from({length}, (_, index) =>
			isTimed ? [timed(index), tick(index), timed(index + 1)] : [tick(index)],
		);
	known.beginStream();
	let newCount = 0;
	for (const entries of sent(5000)) {
		newCount += streamed(known, ...entries).includes(true) ? 1 : 0;
	}

	const page = sent(10_000).flat();
	for (let count = 0; count < 3; count++) {
		const found = known.takePage(page, anywhere);
		newCount += 10_000 - found.size;
	}

	expect(newCount).toBe(isTimed ? 0 : 5000);
	// To look through all of them each time takes twice as long, and ever longer.
	expect(processorTime() - before).toBeLessThan(1200);
});

test('what is remembered has a ceiling, and the oldest is forgotten first', () => {
	const known = new UntimedEntries();
	for (let index = 0; index < 30_000; index++) {
		known.note(tick(0, `tick ${index}`), anywhere);
	}

	const page = [tick(0, 'tick 0'), tick(0, 'tick 29999')];
	expect([...known.takePage(page, anywhere)]).toEqual([1]);
});

test('of a long message no more is kept than tells it from others', () => {
	const known = new UntimedEntries();
	const long = (last: string) => tick(10, `${'tick '.repeat(4000)}${last}`);
	known.note(long('a'), {after: 10, before: 20});
	const page = [timed(10), long('b'), long('a'), timed(20)];
	expect([...known.takePage(page, pageFrom(10, 21))]).toEqual([2]);

	const usedBytes = () => {
		v8.setFlagsFromString('--expose-gc');
		vm.runInNewContext('gc()');
		return process.memoryUsage().heapUsed;
	};

	const before = usedBytes();
	for (let index = 0; index < 2000; index++) {
		known.note(long(String(index)), {after: index, before: index + 1});
	}

	expect(usedBytes() - before).toBeLessThan(15_000_000);
});

/** Of year 1, as a clock that was never set has it. */
const unset = (time: number): Entry => ({
	...tick(time),
	timeText: '0001-01-01T00:00:00Z',
});

test('what says the same impossible time on several pages is as many as came', () => {
	const known = new UntimedEntries();
	for (const from of [30, 20, 10]) {
		const page = [timed(from), unset(from), unset(from), timed(from + 9)];
		expect(known.takePage(page, pageFrom(from, from + 10)).size).toBe(0);
		expect([...known.takePage(page, pageFrom(from, from + 10))]).toEqual([
			1, 2,
		]);
	}
});

test('what one page has at its end is not what the next has at its begin, however far out of order entries are', () => {
	const known = new UntimedEntries();
	known.takePage([timed(15), unset(15)], pageFrom(10, 20));
	expect(
		known.takePage([unset(20), timed(22)], pageFrom(20, 30), 100).size,
	).toBe(0);
});

test('a stream that goes on with fewer levels knows what a page of all had between two of its entries', () => {
	const known = new UntimedEntries();
	known.takePage([timed(11), unset(11), timed(12)], pageFrom(10, 20));
	known.beginStream();
	const heard = known.hear([timed(5), unset(5), unset(5), timed(30)]);
	expect([...heard.values()]).toEqual([
		{time: 5, isNew: false},
		{time: 5, isNew: true},
	]);
});

test('a stream puts what it begins with before the first entry that has a time, and the rest behind the newest', () => {
	const known = new UntimedEntries();
	known.beginStream();
	const first = known.hear([unset(20), timed(20), timed(10), unset(10)]);
	expect([...first.values()].map(({time}) => time)).toEqual([19, 20]);
	known.pass(25, 40);
	expect(known.hear([unset(30)]).get(0)?.time).toBe(40);
});

test('what is let go of may come again', () => {
	const known = new UntimedEntries();
	const page = [timed(11), unset(11), timed(12)];
	known.takePage(page, pageFrom(10, 20));
	known.forget(unset(11));
	expect(known.takePage(page, pageFrom(10, 20)).size).toBe(0);
});

test('where an entry stands that came before its time is known by that time', () => {
	const known = new UntimedEntries();
	const early = {...tick(50), timeText: '1970-01-01T00:00:01Z'};
	known.note(early, anywhere);
	expect([...known.arrivalsOf(1_000_000)]).toEqual([50]);
	expect([...known.arrivalsOf(50)]).toEqual([]);
});

test('what stands beside a late entry stands elsewhere by the stream than by past logs, and is known', () => {
	const known = new UntimedEntries();
	const late = {...tick(5_400_000), timeText: undefined};
	const before = {...tick(5_300_000), timeText: undefined};
	// The late entry comes behind those that it stands before.
	known.hear([before, tick(5_300_000), tick(5_300_000), late]);
	const span = pageFrom(5_300_001, 9_000_000);
	expect([
		...known.takePage([late, tick(5_400_000), tick(5_400_000)], span),
	]).toEqual([1, 2]);
	// Another one that is alike is none of them.
	expect([
		...known.takePage(
			[late, tick(5_400_000), tick(5_400_000), tick(5_400_000)],
			span,
		),
	]).toEqual([1, 2]);
});
