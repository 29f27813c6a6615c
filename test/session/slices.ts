import {expect, test} from 'vitest';
import {v1Traits} from '../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../source/log/entry-columns.ts';
import {createFilter, createQuery, everything} from '../../source/log/query.ts';
import {works} from '../../source/store/works.ts';
import {startSlices} from '../../source/session/session.ts';
import {type Action} from '../../source/store/action.ts';
import {createState, createStore} from '../../source/store/create-store.ts';
import {until} from '../helpers/until.ts';

function createLoadedStore(count: number) {
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: 1_000_000,
			columns: 80,
			rows: 24,
		}),
	);
	store.dispatch({kind: 'live-opened', filter: everything, at: 0});
	store.dispatch({
		kind: 'live-entries',
		entries: EntryColumns.of(
			Array.from({length: count}, (_, index) => ({
				time: index,
				level: 'info',
				message: `entry ${index} `.padEnd(127, 'x'),
				region: '',
			})),
		),
		malformedCount: 0,
		at: 0,
	});
	return store;
}

test('counts go on in slices between the turns of the event loop, and it is told when they are right', async () => {
	const store = createLoadedStore(300_000);
	const slices = startSlices(store);
	const told: Array<Action['kind']> = [];
	store.subscribe(({kind}) => {
		told.push(kind);
	});
	store.dispatch({
		kind: 'query',
		query: createQuery({filter: createFilter({text: '99999 '})}),
	});
	expect(store.get().logs.view.count().isCounting).toBe(true);
	await until(() => {
		expect(store.get().logs.view.count()).toEqual({
			count: 3,
			isCounting: false,
		});
	});
	expect(new Set(told)).toEqual(new Set(['query', 'worked']));
	slices.stop();
});

test('while there is nothing to do, nothing is told', async () => {
	const store = createLoadedStore(1000);
	const now = () => 1000;
	const slices = startSlices(store, now);
	// Held, what arrives is counted: that is work of its own.
	store.dispatch({kind: 'move', by: -1});
	await until(() => {
		expect(works(store.get(), now()).every(({isDone}) => isDone)).toBe(true);
	});
	const told: Array<Action['kind']> = [];
	store.subscribe(({kind}) => {
		told.push(kind);
	});
	store.dispatch({kind: 'move', by: -1});
	for (let turn = 0; turn < 20; turn++) {
		// eslint-disable-next-line no-await-in-loop -- Turns follow each other.
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
	}

	expect(told).toEqual(['move']);
	slices.stop();
});
