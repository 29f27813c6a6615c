import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {type Action} from '../../../source/store/action.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {createStore} from '../../../source/store/create-store.ts';
import {createSnapshots} from '../../../source/ui/frame/snapshots.ts';
import {createLists} from '../../../source/ui/frame/surfaces.ts';
import {
	arrive,
	land,
	noon,
	opened,
	stateAfter,
} from '../../helpers/state-after.ts';
import {settingAt} from '../../helpers/whole-ui.ts';

const created = {
	kind: 'details-loaded',
	deployment: {
		id: 'shop-7f3k2m',
		projectId: 'shop',
		status: {kind: 'succeeded'},
		domains: [],
		databases: {},
		createdAt: noon,
		updatedAt: noon,
	},
} as const satisfies Action;
const help: Action = {kind: 'mode', mode: {kind: 'help', top: 0}};
const list: Action = {kind: 'mode', mode: {kind: 'list'}};

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function open() {
	const store = createStore(stateAfter([created, opened, arrive([{}, {}])]));
	const snapshots = createSnapshots(store, () => noon);
	let restedCount = 0;
	snapshots.subscribeRested(() => {
		restedCount++;
	});
	return {
		...store,
		snapshots,
		restedCount: () => restedCount,
	};
}

test('what Ink drew stands still below the help, and is not drawn again when that is closed', () => {
	const {dispatch, snapshots} = open();
	const before = snapshots.house();
	dispatch(help);
	expect(snapshots.get().layout).not.toBe(before.layout);
	expect(snapshots.house()).toBe(before);
	dispatch(list);
	expect(snapshots.house()).toBe(before);
});

test('what changed meanwhile is drawn when it is uncovered', () => {
	const {dispatch, snapshots} = open();
	dispatch(help);
	dispatch({
		...created,
		deployment: {...created.deployment, status: {kind: 'failed'}},
	});
	dispatch(list);
	expect(snapshots.house()).toBe(snapshots.get());
});

test('what is typed at a prompt draws the prompt alone, wherever its caret is', () => {
	const {dispatch, snapshots, get, restedCount} = open();
	const {query, selection} = get().logs;
	dispatch({
		kind: 'mode',
		mode: {
			kind: 'text',
			value: '',
			target: 'logs',
			base: query,
			before: query,
			beforeSelection: selection,
		},
	});
	const house = snapshots.house();
	const restedBefore = restedCount();
	const docks = new Set([snapshots.dock()]);
	for (const [index, value] of ['t', 'ti', 'tim'].entries()) {
		dispatch({kind: 'preview', value});
		dispatch({kind: 'caret', at: index});
		expect(snapshots.dock().state.screen.caret).toBe(index);
		docks.add(snapshots.dock());
	}

	expect(docks.size).toBe(4);
	expect(snapshots.house()).toBe(house);
	expect(restedCount()).toBe(restedBefore);
});

test('another size is drawn, also below the help', () => {
	const {dispatch, snapshots} = open();
	dispatch(help);
	dispatch({kind: 'resize', columns: 120, rows: 40});
	expect(snapshots.house()).toBe(snapshots.get());
});

test('what follows a key does so when the keys rest, and now and then while they do not', () => {
	const {dispatch, restedCount} = open();
	const press = (times: number) => {
		for (let time = 0; time < times; time++) {
			dispatch({kind: 'shift', by: 1});
			vi.advanceTimersByTime(20);
		}
	};

	press(1);
	expect(restedCount()).toBe(0);
	vi.advanceTimersByTime(20);
	expect(restedCount()).toBe(1);
	press(50);
	expect(restedCount()).toBeGreaterThan(4);
	expect(restedCount()).toBeLessThan(9);
});

test('what tells nothing new draws nothing', () => {
	const {dispatch, snapshots, restedCount} = open();
	const before = snapshots.get();
	dispatch({kind: 'deployments-failed', reason: 'asked too often'});
	expect(snapshots.get()).toBe(before);
	expect(restedCount()).toBe(0);
	dispatch({...created, deployment: {...created.deployment, domains: ['a']}});
	expect(restedCount()).toBe(1);
	dispatch({kind: 'first-error-told'});
	expect(restedCount()).toBe(2);
	dispatch({kind: 'first-error-told'});
	expect(restedCount()).toBe(2);
});

test('what is drawn of the time goes on with what comes and with keys, not with pages that bring nothing', () => {
	let now = noon;
	const store = createStore(stateAfter([created, opened, arrive([{}, {}])]));
	const snapshots = createSnapshots(store, () => now);
	const pass = (action: Action) => {
		now += 1_000_000;
		store.dispatch(action);
		vi.advanceTimersByTime(1000);
		return snapshots.get().now;
	};

	const begin = pass(land([0, 1]));
	expect(pass(land([0, 1]))).toBe(begin);
	expect(pass({kind: 'worked', isDone: true})).toBe(begin);
	expect(pass(arrive([{time: noon + 5_000_000}]))).toBe(now);
	expect(pass(land([0, 1]))).toBe(now - 1_000_000);
	expect(pass(help)).toBe(now);
});

test('while a file is read its rows are drawn twice a second, the first ones and the last ones at once', () => {
	const store = createStore(stateAfter([]));
	const snapshots = createSnapshots(store, () => noon);
	let drawnCount = 0;
	const lists = createLists(
		store,
		snapshots,
		settingAt(() => noon),
		{
			create: () => ({
				place: () => undefined,
				placeCursor: () => undefined,
				remove: () => undefined,
				invalidate() {
					drawnCount++;
				},
			}),
		},
	);
	const drawnBy = (actions: readonly Action[]) => {
		drawnCount = 0;
		for (const action of actions) {
			store.dispatch(action);
			lists.note(action);
		}

		return drawnCount > 0;
	};

	const block = (second: number) =>
		({
			kind: 'source-entries',
			entries: EntryColumns.of([
				{
					time: noon + second * 1_000_000,
					level: 'info',
					message: 'up',
					region: '',
				},
			]),
		}) as const;
	const told = (isKnown: boolean) =>
		({
			kind: 'source-told',
			source: {isGrowing: false, isKnown, isLoaded: true, gaps: [], files: []},
		}) as const;

	expect(drawnBy([told(false), block(0)])).toBe(true);
	expect(drawnBy([block(1), told(false), block(2)])).toBe(false);
	vi.advanceTimersByTime(500);
	expect(drawnCount).toBeGreaterThan(0);
	expect(drawnBy([block(3)])).toBe(false);
	expect(drawnBy([{kind: 'move', by: -1}])).toBe(true);
	expect(drawnBy([block(4), told(true)])).toBe(true);
	lists.remove();
	snapshots.stop();
});
