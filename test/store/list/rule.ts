import {expect, test} from 'vitest';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {createQuery, everything} from '../../../source/log/query.ts';
import {createState} from '../../../source/store/create-store.ts';
import {rules} from '../../../source/store/list/rule.ts';
import {type State} from '../../../source/store/state.ts';
import {update} from '../../../source/store/update.ts';

const second = 1_000_000;
const day = 1000 * second;

function entries(from: number, count: number) {
	return Array.from({length: count}, (_, index) => ({
		time: (from + index) * second,
		level: 'info',
		message: `entry ${from + index}`,
		region: '',
	}));
}

/** A page of the past is read, and far from it a stream that was opened anew has brought its first entries. */
function readFarFromTheStream(): State {
	let state = createState({
		traits: v1Traits,
		query: createQuery(),
		limit: 1000,
		measures: {
			countRows: () => 1,
			startOfDay: (time) => Math.floor(time / day) * day,
			offsetAt: () => 0,
		},
		columns: 80,
		rows: 24,
	});
	state = update(state, {
		kind: 'page-landed',
		page: {
			filter: everything,
			order: 'desc',
			from: 100 * second,
			to: 200 * second,
			range: {from: 100 * second, to: 200 * second},
			whole: {from: 100 * second, to: 200 * second},
			entries: entries(100, 100),
		},
		malformedCount: 0,
		at: 6000 * second,
	});
	state = update(state, {kind: 'live-opened', filter: everything, at: 0});
	return update(state, {
		kind: 'live-entries',
		entries: EntryColumns.of(entries(5000, 3)),
		malformedCount: 0,
		at: 6000 * second,
	});
}

test('what is missing before the first entries of a new stream has its rule, though the stream is not joined yet', () => {
	const {logs} = readFarFromTheStream();
	expect(logs.isTailOverdue).toBe(false);
	expect(rules(logs)).toContainEqual(
		expect.objectContaining({kind: 'gap', time: 5000 * second}),
	);
});

test('so it has while the stream is lost again', () => {
	const {logs} = update(readFarFromTheStream(), {
		kind: 'live-cut',
		at: 6000 * second,
		attempt: 1,
		retryAt: 6001 * second,
	});
	expect(rules(logs).map(({kind, time}) => [kind, time / second])).toEqual(
		expect.arrayContaining([
			['gap', 5000],
			['lost', Number.POSITIVE_INFINITY],
		]),
	);
});

test('a day that begins in a gap is told by the rule of the gap, and the reader who came up to it reads on where it is filled', () => {
	let state = update(readFarFromTheStream(), {
		kind: 'list-rows',
		dayZone: 'of a thousand seconds',
	});
	state = update(state, {kind: 'list-height', height: 10});
	state = update(state, {
		kind: 'go',
		selection: {kind: 'instant', time: 190 * second},
	});
	state = update(state, {kind: 'scroll', by: 500});
	const reached = state.logs.selection;
	expect(rules(state.logs).map(({kind}) => kind)).not.toContain('day');
	expect(reached).toMatchObject({kind: 'entry', time: 199 * second});

	state = update(state, {
		kind: 'page-landed',
		page: {
			filter: everything,
			order: 'asc',
			from: 200 * second,
			to: 5000 * second,
			range: {from: 200 * second, to: 5000 * second},
			whole: {from: 200 * second, to: 5000 * second},
			entries: entries(200, 1000),
			cursor: 'further',
		},
		malformedCount: 0,
		at: 6000 * second,
	});
	expect(state.logs.selection).toEqual(reached);
	expect(rules(state.logs)).toContainEqual({kind: 'day', time: 1000 * second});
});
