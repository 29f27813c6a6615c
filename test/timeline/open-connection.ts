import {expect, test} from 'vitest';
import {createFilter, everything} from '../../source/log/query.ts';
import {
	closeConnection,
	cutConnection,
	openConnection,
	refuseConnection,
	retryConnection,
} from '../../source/timeline/open-connection.ts';
import {emptyTimeline, type Timeline} from '../../source/timeline/timeline.ts';

const second = 1_000_000;
const failure = {message: 'The connection broke.', isRefusal: false};
const refusal = {message: 'The token may not (403).', isRefusal: true};

const open = (
	timeline: Timeline,
	{at = 10, newest = 0, filter = everything} = {},
) =>
	openConnection(timeline, {
		filter,
		at: at * second,
		newest: newest * second,
		askedFrom: 0,
	});

const lose = (timeline: Timeline, at: number, attempt = 1) =>
	cutConnection(closeConnection(timeline, 5 * second), timeline.connection, {
		at: at * second,
		attempt,
		retryAt: (at + 1) * second,
		failure,
	});

test('the first stream has nothing to fill', () => {
	const {connection, connectionCount, cuts} = open(emptyTimeline, {newest: 3});
	expect(connection).toMatchObject({kind: 'live', number: 1});
	expect(connectionCount).toBe(1);
	expect(cuts).toEqual([]);
});

test('a stream that is open stays as it is', () => {
	const timeline = open(emptyTimeline);
	expect(open(timeline, {at: 20, newest: 9})).toBe(timeline);
});

test('between a stream that was lost and the next one is something to fill', () => {
	const lost = lose(open(emptyTimeline), 20);
	expect(lost.connection).toEqual({
		kind: 'reconnecting',
		attempt: 1,
		lostAt: 20 * second,
		retryAt: 21 * second,
		failure,
		isUnasked: false,
	});
	const trying = retryConnection(lost);
	expect(trying.connection).toEqual({
		kind: 'connecting',
		after: 'loss',
		lostAt: 20 * second,
		attempt: 1,
		isUnasked: false,
	});
	const again = open(trying, {at: 24, newest: 5});
	expect(again.connection).toMatchObject({kind: 'live', number: 2});
	expect(again.cuts).toMatchObject([
		{after: 5 * second, duration: 4 * second, filledCount: 0},
	]);
});

test('a loss lasts from the first cut, however often it is tried', () => {
	const once = retryConnection(lose(open(emptyTimeline), 20));
	const twice = retryConnection(lose(once, 23, 2));
	expect(twice.connection).toMatchObject({lostAt: 20 * second, attempt: 2});
});

test('what could not be had while there was no stream is asked for again, and nothing else', () => {
	const failedGaps = [{from: 0, to: second, failure}];
	const lost = {...lose(open(emptyTimeline), 20), failedGaps};
	expect(open(lost, {at: 30}).failedGaps).toEqual([]);
	expect(open({...emptyTimeline, failedGaps}).failedGaps).toEqual(failedGaps);
});

test('a stream that is closed by the reader begins anew, and one that was lost is still missed', () => {
	const closed = closeConnection(open(emptyTimeline), 0);
	expect(closed.connection).toEqual({kind: 'connecting', after: 'nothing'});
	const lost = closeConnection(lose(open(emptyTimeline), 20), 0);
	expect(lost.connection).toEqual({
		kind: 'connecting',
		after: 'loss',
		lostAt: 20 * second,
		attempt: 0,
		isUnasked: false,
	});
});

test('a query that was changed without a connection is asked with the next one', () => {
	const lost = lose(open(emptyTimeline), 20);
	const changed: Timeline = {
		...lost,
		connection:
			lost.connection.kind === 'reconnecting'
				? {...lost.connection, isUnasked: true}
				: lost.connection,
	};
	expect(retryConnection(changed).connection).toMatchObject({isUnasked: true});
	expect(lose(retryConnection(changed), 23, 2).connection).toMatchObject({
		isUnasked: true,
	});
	expect(
		open(retryConnection(changed), {filter: createFilter({text: 'a'})})
			.connection,
	).toMatchObject({kind: 'live', filter: {text: 'a'}});
});

test('a refusal is told, with since when there is no stream if there ever was one', () => {
	expect(
		refuseConnection(emptyTimeline, emptyTimeline.connection, refusal)
			.connection,
	).toEqual({kind: 'offline', failure: refusal, isUnasked: false});
	const lost = lose(open(emptyTimeline), 20);
	expect(
		refuseConnection(closeConnection(lost, 0), lost.connection, refusal)
			.connection,
	).toEqual({
		kind: 'offline',
		failure: refusal,
		isUnasked: false,
		lostAt: 20 * second,
	});
});
