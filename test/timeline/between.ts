import {expect, test} from 'vitest';
import {type Entry} from '../../source/log/entry.ts';
import {betweens} from '../../source/timeline/between.ts';
import {tick, timed} from '../helpers/untimed-entries.ts';

/** Where those without a time stand among some. */
const places = (...entries: readonly Entry[]) =>
	betweens(entries, {after: 0, before: 100}).filter((one) => one !== undefined);

test('an entry without a time stands between the two around it that have one', () => {
	expect(
		places(tick(9), timed(10), tick(10), tick(10), timed(20), tick(20)),
	).toEqual([
		{after: 0, before: 10},
		{after: 10, before: 20},
		{after: 10, before: 20},
		{after: 20, before: 100},
	]);
});

test('what a stream brings newest first stands behind the newest so far', () => {
	expect(
		places(timed(20), timed(10), tick(10), timed(5), tick(5), timed(30)),
	).toEqual([
		{after: 20, before: 100},
		{after: 20, before: 30},
	]);
});
