import {expect, test} from 'vitest';
import {LogClock} from '../../source/print/past-reader.ts';

const second = 1_000_000;

const entry = (time: number) => ({
	time: time * second,
	level: 'info',
	region: 'fra',
	message: '',
});

test('an entry of a clock that is ahead is the latest one, and not how far the log has come', () => {
	const clock = new LogClock(() => 100 * second);
	clock.note(entry(99));
	clock.note(entry(130));
	clock.note(entry(98));
	expect(clock.newest).toBe(99 * second);
	expect(clock.latest).toBe(130 * second);
});

test('whether a clock is ahead is told by the server’s, once that is known', () => {
	const clock = new LogClock(() => 100 * second);
	expect(clock.isAhead(entry(130))).toBe(true);
	clock.tell(undefined);
	expect(clock.isAhead(entry(130))).toBe(true);
	clock.tell(129 * second);
	expect(clock.serverNow).toBe(129 * second);
	expect(clock.isAhead(entry(130))).toBe(false);
});

test('what stands where it arrived says nothing of how far the log has come', () => {
	const clock = new LogClock(() => 100 * second);
	clock.note({...entry(50), timeText: '2031-01-01T00:00:00Z'});
	expect(clock.newest).toBe(0);
});
