import {expect, test} from 'vitest';
import {everything} from '../../source/log/query.ts';
import {
	delayBefore,
	lagOf,
	lagsAfter,
	longestLag,
	mostMargin,
	overlapMargin,
	patientPage,
	seamMargin,
} from '../../source/timeline/lag.ts';
import {land, type Page} from '../../source/timeline/page.ts';
import {emptyTimeline} from '../../source/timeline/timeline.ts';

const second = 1_000_000;
const end = 100 * second;

/** The end of a gap, asked for up to the server's now, from past logs that have come to `reached`. */
const behind: Page = {
	filter: everything,
	order: 'asc',
	from: 0,
	to: end,
	range: {from: 0, to: Number.POSITIVE_INFINITY},
	whole: {from: 0, to: Number.POSITIVE_INFINITY},
	entries: [{time: 40 * second, level: 'info', region: '', message: ''}],
};

const landing = land(behind, [], 2 * second);

test('past logs that lag behind are asked again, each time later', () => {
	const once = lagsAfter(emptyTimeline, behind, landing, 0);
	expect(once.lags).toMatchObject([
		{attempt: 0, to: end, dueAt: second, deadline: longestLag},
	]);
	expect(once.failedGaps).toEqual([]);
	const twice = lagsAfter({...emptyTimeline, ...once}, behind, landing, second);
	expect(twice.lags).toMatchObject([
		{attempt: 1, dueAt: 3 * second, deadline: longestLag},
	]);
	expect(lagOf({lags: twice.lags}, behind)?.attempt).toBe(1);
	expect([0, 1, 2, 3, 4, 5, 9].map((attempt) => delayBefore(attempt))).toEqual(
		[1, 2, 4, 8, 16, 16, 16].map((seconds) => seconds * second),
	);
});

test('after half a minute the gap stays open, and says so', () => {
	const {lags} = lagsAfter(emptyTimeline, behind, landing, 0);
	const late = lagsAfter({...emptyTimeline, lags}, behind, landing, longestLag);
	expect(late.lags).toEqual([]);
	expect(late.failedGaps).toMatchObject([{from: landing.certainTo, to: end}]);
});

test('past logs that had their time are believed where nothing shows that they lag', () => {
	const {lags} = lagsAfter(emptyTimeline, behind, landing, 0);
	const timeline = {...emptyTimeline, lags};
	expect(patientPage(timeline, behind, longestLag - 1)).toBe(behind);
	expect(patientPage(timeline, behind, longestLag).range.to).toBe(end);
});

test('past logs that have caught up are not waited for', () => {
	const {lags} = lagsAfter(emptyTimeline, behind, landing, 0);
	const page = {
		...behind,
		entries: [{time: end + second, level: 'info', region: '', message: ''}],
	};
	expect(
		lagsAfter({...emptyTimeline, lags}, page, land(page, [], second), second),
	).toEqual({lags: [], failedGaps: []});
});

test('margins grow with how late entries were seen to be, to a bound', () => {
	expect(seamMargin({lateness: 0})).toBe(2 * second);
	expect(seamMargin({lateness: 5 * second})).toBe(10 * second);
	expect(seamMargin({lateness: 1000 * second})).toBe(mostMargin);
	expect(overlapMargin({lateness: 0, spread: 3 * second})).toBe(5 * second);
	expect(overlapMargin({lateness: 0, spread: 1000 * second})).toBe(mostMargin);
});
