import {expect, test} from 'vitest';
import {createStore} from '../../source/store/create-store.ts';
import {stateAfter} from '../helpers/state-after.ts';

const resize = {kind: 'resize', columns: 80, rows: 30} as const;

test('what follows from a state is so before anybody is told of it', () => {
	const store = createStore(stateAfter([]));
	const told: Array<readonly [kind: string, height: number]> = [];
	store.subscribe(({kind}) => {
		told.push([kind, store.get().logs.height]);
	});
	const stop = store.settle(({screen: {rows}, logs: {height}}) =>
		height === rows - 8 ? undefined : {kind: 'list-height', height: rows - 8},
	);
	told.length = 0;
	store.dispatch(resize);
	expect(told).toEqual([['resize', 22]]);
	stop();
	store.dispatch({...resize, rows: 40});
	expect(told).toEqual([
		['resize', 22],
		['resize', 22],
	]);
});

test('a rule holds from the moment it is added', () => {
	const store = createStore(stateAfter([]));
	store.settle(({logs: {height}}) =>
		height === 7 ? undefined : {kind: 'list-height', height: 7},
	);
	expect(store.get().logs.height).toBe(7);
});
