import {expect, test} from 'vitest';
import {countArrived, noRate, perSecond} from '../../source/store/logs.ts';

const second = 1_000_000;

function after(
	...arrivals: ReadonlyArray<readonly [at: number, count: number]>
): number {
	let rate = noRate;
	for (const [at, count] of arrivals) {
		rate = countArrived(rate, count, at * second);
	}

	return perSecond(rate);
}

test('the first second is told as it fills', () => {
	expect(after([100, 3], [100.5, 4])).toBe(7);
});

test('from then on it is the mean of whole seconds, those without anything among them', () => {
	expect(after([100, 10], [101, 20], [102, 999])).toBe(15);
});

test('what came more than some seconds ago counts no more', () => {
	expect(after([100, 1000], [110, 5])).toBe(0);
	expect(after([100, 1000], [110, 8], [111, 1], [112, 1])).toBe(2.25);
});

test('a clock that was put back counts into the second it had come to', () => {
	expect(after([100, 2], [90, 3])).toBe(5);
});
