import fc from 'fast-check';
import {expect, test} from 'vitest';
import {systemClock} from '../../../source/feeds/clock.ts';
import {ApiError} from '../../../source/feeds/errors.ts';
import {
	parseRetryAfter,
	retry,
	retryDelay,
} from '../../../source/feeds/http/retry.ts';
import {createManualClock} from '../../helpers/manual-clock.ts';

const {signal} = new AbortController();

test('the first try is at once, the next after 1, 2, 4 … 30 s', () => {
	const delays = Array.from({length: 8}, (_, index) =>
		retryDelay({attempt: index + 1, random: () => 0}),
	);
	expect(delays).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
});

test('chance shortens a delay by up to a half, and never lengthens it', () => {
	fc.assert(
		fc.property(
			fc.integer({min: 1, max: 2000}),
			fc.double({min: 0, max: 1, noNaN: true}),
			(attempt, chance) => {
				const longest = retryDelay({attempt, random: () => 0});
				const delay = retryDelay({attempt, random: () => chance});
				expect(delay).toBeLessThanOrEqual(longest);
				expect(delay).toBeGreaterThanOrEqual(longest / 2);
			},
		),
	);
});

test('what the server asks for is kept, up to a day', () => {
	const delay = (retryAfter: number) =>
		retryDelay({attempt: 2, retryAfter, random: () => 0});
	expect(delay(500)).toBe(1000);
	expect(delay(90_000)).toBe(90_000);
	expect(delay(Number.MAX_VALUE)).toBe(86_400_000);
});

test('Retry-After is seconds or a date, which the server’s own clock reads', () => {
	const now = () => Date.UTC(2025, 10, 24, 12);
	expect(parseRetryAfter('7')).toBe(7000);
	expect(parseRetryAfter(' 0 ')).toBe(0);
	expect(parseRetryAfter('Mon, 24 Nov 2025 12:00:30 GMT', undefined, now)).toBe(
		30_000,
	);
	expect(
		parseRetryAfter(
			'Mon, 24 Nov 2025 12:00:30 GMT',
			'Mon, 24 Nov 2025 12:00:20 GMT',
			now,
		),
	).toBe(10_000);
	expect(parseRetryAfter('Mon, 24 Nov 2025 11:00:00 GMT', undefined, now)).toBe(
		0,
	);
	expect(parseRetryAfter('soon')).toBeUndefined();
	expect(parseRetryAfter(undefined)).toBeUndefined();
});

test('a request that fails for a moment succeeds in the end', async () => {
	const clock = createManualClock();
	let count = 0;
	const result = await retry(
		async () => {
			count++;
			if (count < 4) {
				throw new ApiError('server', 'It failed.');
			}

			return 'done';
		},
		{patience: 15_000, signal, clock, random: () => 0},
	);
	expect(result).toBe('done');
	expect(clock.waits).toEqual([0, 1000, 2000]);
});

test('it ends with the last error when patience does', async () => {
	const clock = createManualClock();
	const start = clock.now();
	const trying = retry(
		async () => {
			throw new ApiError('server', 'It failed.');
		},
		{patience: 15_000, signal, clock, random: () => 0},
	);
	await expect(trying).rejects.toThrow('It failed.');
	expect(clock.waits).toEqual([0, 1000, 2000, 4000, 8000]);
	expect(clock.now() - start).toBe(15_000);
});

test('a server that asks for more patience than there is gets no more requests', async () => {
	const clock = createManualClock();
	const trying = retry(
		async () => {
			throw new ApiError('rate-limited', 'Too many.', {retryAfter: 60_000});
		},
		{patience: 15_000, signal, clock, random: () => 0},
	);
	await expect(trying).rejects.toThrow('Too many.');
	expect(clock.waits).toEqual([]);
});

test.each([
	new ApiError('not-found', 'Not there.'),
	new TypeError('A mistake.'),
])('what cannot get better is not tried again: %s', async (error) => {
	let count = 0;
	const trying = retry(
		async () => {
			count++;
			throw error;
		},
		{patience: 15_000, signal, clock: createManualClock(), random: () => 0},
	);
	await expect(trying).rejects.toBe(error);
	expect(count).toBe(1);
});

test('a wait of the system’s clock passes, or ends with its signal', async () => {
	const controller = new AbortController();
	const before = systemClock.now();
	await systemClock.sleep(5, controller.signal);
	expect(systemClock.now() - before).toBeGreaterThanOrEqual(4);
	const sleeping = systemClock.sleep(60_000, controller.signal);
	controller.abort(new Error('not wanted'));
	await expect(sleeping).rejects.toThrow('not wanted');
	await expect(systemClock.sleep(0, controller.signal)).rejects.toThrow(
		'not wanted',
	);
});
