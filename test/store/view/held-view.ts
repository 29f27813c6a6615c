import fc from 'fast-check';
import {expect, test} from 'vitest';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';
import {contentKey} from '../../../source/log/entry.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {everything, createQuery} from '../../../source/log/query.ts';
import {type Action} from '../../../source/store/action.ts';
import {createState} from '../../../source/store/create-store.ts';
import {knownGaps} from '../../../source/store/missing.ts';
import {type State} from '../../../source/store/state.ts';
import {update} from '../../../source/store/update.ts';
import {viewport} from '../../../source/store/list/viewport.ts';

const second = 1_000_000;

function entries(from: number, count: number, text = 'entry') {
	return Array.from({length: count}, (_, index) => ({
		time: (from + index) * second,
		level: index % 7 === 0 ? 'error' : 'info',
		message: `${text} ${from + index}`,
		region: '',
	}));
}

function arrival(from: number, count: number, text?: string): Action {
	return {
		kind: 'live-entries',
		entries: EntryColumns.of(entries(from, count, text)),
		malformedCount: 0,
		at: 0,
	};
}

function page(from: number, count: number): Action {
	return {
		kind: 'page-landed',
		page: {
			filter: everything,
			order: 'desc',
			from: from * second,
			to: (from + count) * second,
			range: {from: from * second, to: (from + count) * second},
			whole: {from: from * second, to: (from + count) * second},
			entries: entries(from, count, 'page'),
		},
		malformedCount: 0,
		at: 0,
	};
}

function run(state: State, ...actions: readonly Action[]): State {
	let next = state;
	for (const action of actions) {
		next = update(next, action);
	}

	return next;
}

function started(limit = 1000): State {
	return run(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit,
			measures: {
				countRows: (message, {isUnfolded}) =>
					isUnfolded ? 25 : 1 + (Number(/\d+$/v.exec(message)?.[0]) % 4),
				startOfDay: (time) => time - (time % (70 * second)),
				offsetAt: () => 0,
			},
			columns: 80,
			rows: 24,
		}),
		{kind: 'list-height', height: 10},
		{kind: 'live-opened', filter: everything, at: 0},
		arrival(1000, 100),
	);
}

/** The message of each row and which of its rows it is, from the selected one's first row on. */
function selectedPlace({logs}: State) {
	const {rows, selected} = viewport(logs);
	const row = rows.findIndex(({item}) => item === selected);
	const id =
		selected?.kind === 'entry' ? logs.view.idAt(selected.spot) : undefined;
	return {row, message: id === undefined ? '' : logs.buffer.entry(id)?.message};
}

function screen({logs}: State): string[] {
	return viewport(logs).rows.map(({item, line}) => {
		const entry =
			item.kind === 'entry'
				? logs.buffer.entry(logs.view.idAt(item.spot))
				: undefined;
		return `${entry?.message ?? 'rule'} ${line}`;
	});
}

const streamed = fc.oneof(
	// At the end, late, and older than what is loaded.
	fc
		.tuple(fc.integer({min: 900, max: 1300}), fc.integer({min: 1, max: 80}))
		.map(([from, count]) => arrival(from, count, 'late')),
	fc
		.tuple(fc.integer({min: 0, max: 900}), fc.integer({min: 1, max: 200}))
		.map(([from, count]) => page(from, Math.min(count, 1000 - from))),
	fc.constant<Action>({
		kind: 'live-cut',
		at: 0,
		attempt: 1,
		retryAt: 0,
	}),
	fc.constant<Action>({kind: 'live-opened', filter: everything, at: 0}),
	fc.constant<Action>({kind: 'tail-overdue'}),
);

const keys = fc.oneof(
	fc.integer({min: -40, max: -1}).map((by): Action => ({kind: 'move', by})),
	fc.integer({min: -60, max: 20}).map((by): Action => ({kind: 'scroll', by})),
	fc.constant<Action>({kind: 'hold'}),
	fc
		.integer({min: 3, max: 20})
		.map((height): Action => ({kind: 'list-height', height})),
	fc.constant<Action>({
		kind: 'list-rows',
		rowLook: {width: 1, isWrapped: true, unfolded: new Set()},
		dayZone: 'of seventy seconds',
	}),
);

test('the selected entry of a held view keeps its row, whatever comes, is placed late, filled or evicted', () => {
	fc.assert(
		fc.property(
			fc.array(keys, {minLength: 1, maxLength: 6}),
			fc.array(streamed, {maxLength: 40}),
			// As small as a buffer can be asked to be: a piece of it is a small part.
			fc.integer({min: 1000, max: 1200}),
			(presses, arrivals, limit) => {
				let state = run(started(limit), ...presses);
				if (state.logs.selection.kind !== 'entry') {
					return;
				}

				const place = selectedPlace(state);
				for (const action of arrivals) {
					state = run(state, action);
					expect(selectedPlace(state)).toEqual(place);
				}
			},
		),
		{numRuns: 300},
	);
});

test('what comes at the end changes nothing on the screen of a held view', () => {
	const state = run(started(), {kind: 'move', by: -3});
	const before = screen(state);
	expect(before).toHaveLength(10);
	expect(screen(run(state, arrival(1100, 500)))).toEqual(before);
});

test('what is evicted side by side is one gap, over which nobody scrolls', () => {
	const {logs} = run(started(), arrival(1100, 300), page(0, 1000));
	expect(logs.buffer.count).toBeLessThanOrEqual(1000);
	const older = knownGaps(logs).filter(({to}) => to < 1000 * second);
	expect(older).toHaveLength(1);
});

test('a scroll by rows leaps over nothing that is still to be loaded', () => {
	const seam = {from: 1000 * second, to: Number.POSITIVE_INFINITY};
	let state = run(
		started(5000),
		{
			kind: 'page-landed',
			page: {
				filter: everything,
				order: 'desc',
				...seam,
				range: seam,
				whole: seam,
				entries: entries(1000, 100),
			},
			malformedCount: 0,
			at: 0,
		},
		page(0, 100),
		{kind: 'go', selection: {kind: 'first'}},
	);
	for (let count = 0; count < 20; count++) {
		state = run(state, {kind: 'scroll', by: 10});
	}

	// From 100 to 1000 nothing is loaded.
	expect(selectedPlace(state).message).toBe('page 99');
	state = run(state, page(100, 100));
	for (let count = 0; count < 20; count++) {
		state = run(state, {kind: 'scroll', by: 10});
	}

	expect(selectedPlace(state).message).toBe('page 199');
});

test('a scroll by rows goes through an entry that is higher than the screen', () => {
	let state = run(started(), {kind: 'move', by: -50});
	state = run(state, {
		kind: 'list-rows',
		rowLook: {
			width: 1,
			isWrapped: false,
			unfolded: new Set(
				entries(1000, 50)
					.slice(-1)
					.map((one) => contentKey(one)),
			),
		},
	});
	expect(screen(state)[0]).toBe('entry 1049 0');
	state = run(state, {kind: 'scroll', by: 10});
	expect(screen(state)[0]).toBe('entry 1049 10');
	state = run(state, {kind: 'scroll', by: 10});
	expect(screen(state)).toEqual([
		'entry 1049 20',
		'entry 1049 21',
		'entry 1049 22',
		'entry 1049 23',
		'entry 1049 24',
		'entry 1050 0',
		'entry 1051 0',
		'entry 1052 0',
		'entry 1053 0',
		'entry 1054 0',
	]);
	state = run(state, {kind: 'scroll', by: -20});
	expect(screen(state)[0]).toBe('entry 1049 0');
});
