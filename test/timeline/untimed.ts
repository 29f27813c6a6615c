import {expect, test} from 'vitest';
import {type Entry} from '../../source/log/entry.ts';
import {anywhere} from '../../source/timeline/between.ts';
import {UntimedEntries} from '../../source/timeline/untimed.ts';
import {tick, timed} from '../helpers/untimed-entries.ts';
import {processorTime} from '../helpers/processor-time.ts';

test('of those that are alike at one place as many are known as the side has that has more', () => {
	const known = new UntimedEntries();
	const between = {after: 10, before: 20};
	known.note(tick(10), between);
	known.beginPage();
	expect([1, 2, 3].map(() => known.takePaged(tick(10), between))).toEqual([
		false,
		true,
		true,
	]);
	known.beginPage();
	expect([1, 2, 3, 4].map(() => known.takePaged(tick(10), between))).toEqual([
		false,
		false,
		false,
		true,
	]);
});

test('alike ones at other places are others, whatever times they were given', () => {
	const known = new UntimedEntries();
	known.note(tick(10), {after: 10, before: 20});
	known.beginPage();
	expect(known.takePaged(tick(20), {after: 20, before: 30})).toBe(true);
	expect(known.takePaged(tick(5), {after: 5, before: 10})).toBe(true);
	expect(known.takePaged(tick(20), {after: 15, before: 20})).toBe(false);
});

test('a stream brings again what stands behind the same entry, or before it, and nothing else', () => {
	const known = new UntimedEntries();
	known.note(tick(10), {after: 10, before: 20});
	known.note(tick(10), {after: 30, before: 40});
	known.beginStream();
	expect(known.takeStreamed(tick(10), {...anywhere, after: 10})).toBe(false);
	expect(known.takeStreamed(tick(10), {...anywhere, after: 10})).toBe(true);
	expect(known.takeStreamed(tick(20), {after: 20, before: 30})).toBe(true);
	expect(known.takeStreamed(tick(39), {...anywhere, before: 40})).toBe(false);
});

test('what came last stands before the next one that has a time, once that is there', () => {
	const known = new UntimedEntries();
	known.beginStream();
	known.takeStreamed(tick(10), {...anywhere, after: 10});
	known.endOpen(20);
	known.beginPage();
	expect(known.takePaged(tick(20), {after: 20, before: 30})).toBe(true);
	expect(known.takePaged(tick(10), {after: 10, before: 20})).toBe(false);
});

test('one that a page has stands where the page has it, and what another page has elsewhere is another one', () => {
	const known = new UntimedEntries();
	known.beginStream();
	known.takeStreamed(tick(10), {...anywhere, after: 10});
	known.beginPage();
	expect(known.takePaged(tick(20), {after: 20, before: 30})).toBe(false);
	known.beginPage();
	expect(known.takePaged(tick(10), {after: 10, before: 14})).toBe(true);
	known.beginPage();
	expect(known.takePaged(tick(10), {after: 10, before: 14})).toBe(false);
	expect(known.takePaged(tick(20), {after: 20, before: 30})).toBe(false);
});

test.each([
	['nothing but one line again and again', () => anywhere],
	[
		'one line behind each entry',
		(index: number) => ({after: index, before: index + 1}),
	],
])('a server that sends %s holds nothing up', (_name, betweenOf) => {
	const known = new UntimedEntries();
	const before = processorTime();
	for (let index = 0; index < 10_000; index++) {
		known.note(tick(0), betweenOf(index));
	}

	known.beginStream();
	let newCount = 0;
	for (let index = 0; index < 5000; index++) {
		newCount += known.takeStreamed(tick(0), betweenOf(index)) ? 1 : 0;
	}

	for (let page = 0; page < 3; page++) {
		known.beginPage();
		for (let index = 0; index < 10_000; index++) {
			newCount += known.takePaged(tick(0), betweenOf(index)) ? 1 : 0;
		}
	}

	expect(newCount).toBe(betweenOf(0) === anywhere ? 5000 : 0);
	// To look through all of them each time takes twice as long, and ever longer.
	expect(processorTime() - before).toBeLessThan(1200);
});

test('what is remembered has a ceiling, and the oldest is forgotten first', () => {
	const known = new UntimedEntries();
	for (let index = 0; index < 30_000; index++) {
		known.note(tick(0, `tick ${index}`), anywhere);
	}

	known.beginPage();
	expect(known.takePaged(tick(0, 'tick 0'), anywhere)).toBe(true);
	expect(known.takePaged(tick(0, 'tick 29999'), anywhere)).toBe(false);
});

/** Of year 1, as a clock that was never set has it. */
const unset = (time: number): Entry => ({
	...tick(time),
	timeText: '0001-01-01T00:00:00Z',
});

const pageFrom = (from: number, to: number) => ({
	after: from - 1,
	before: to,
	told: {from, to},
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
	const told = {from: 5_300_001, to: 9_000_000};
	const span = {after: told.from - 1, before: told.to, told};
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
