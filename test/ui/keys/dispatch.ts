import {describe, expect, it} from 'vitest';
import {type Action} from '../../../source/store/action.ts';
import {works} from '../../../source/store/works.ts';
import {createReader} from '../../helpers/reader.ts';
import {arrive, noon, opened, second} from '../../helpers/state-after.ts';

const created: Action = {
	kind: 'details-loaded',
	deployment: {
		id: 'storefront-7f3k2m',
		projectId: 'shop',
		status: {kind: 'succeeded'},
		domains: [],
		databases: {},
		createdAt: noon - 10 * second,
	},
};

describe('the topmost mode gets every key', () => {
	const letters = [...'qewiaxrptcuvVJKnNfgGmyYCPs!@1234zTR?'];
	it.each([
		['the text prompt', '/'],
		['the time prompt', 't'],
		['the palette', ':'],
		['the picker of deployments', '@'],
	])('%s: letters are typed, filter nothing and never quit', (_name, key) => {
		const {store, press, asked} = createReader();
		press(key);
		const {screen, logs} = store.get();
		expect(screen.mode.kind).not.toBe('list');
		press(...letters);
		expect(store.get().screen.mode).toMatchObject({
			kind: screen.mode.kind,
			value: letters.join(''),
		});
		expect(asked).toEqual([]);
		press('escape');
		expect(store.get().screen.mode.kind).toBe('list');
		expect(store.get().logs.query).toEqual(logs.query);
	});

	it('in the help a filter key says that it is bound to nothing there', () => {
		const {store, press} = createReader();
		press('?', 'e');
		expect(store.get().logs.query.filter.levels).toEqual([]);
		expect(store.get().screen.notice).toContain(
			'e is bound to nothing in the help. esc closes',
		);
	});

	it('q closes the topmost, then quits; esc never does', () => {
		const {store, press, asked} = createReader();
		press('?', 'q');
		expect(store.get().screen.mode.kind).toBe('list');
		press('escape', 'escape');
		expect(asked).toEqual([]);
		press('q');
		expect(asked).toEqual(['quit']);
	});
});

it('a paste outside a prompt opens one with it; in a prompt it is typed', () => {
	const {store, paste} = createReader();
	paste(' timeout\n');
	expect(store.get().screen.mode).toMatchObject({
		kind: 'text',
		value: 'timeout',
	});
	paste(' more');
	expect(store.get().screen.mode).toMatchObject({value: 'timeout more'});
});

it('a key that is bound to nothing says so, and the next key takes that away', () => {
	const {store, press} = createReader();
	press('~');
	expect(store.get().screen.notice).toContain('~ is bound to nothing');
	press('j');
	expect(store.get().screen.notice).toBeUndefined();
});

describe('a sentence in the footer goes when it is not so any more', () => {
	const notice = (reader: ReturnType<typeof createReader>) =>
		reader.store.get().screen.notice;

	it('that no error has been logged, once one is', () => {
		const reader = createReader([
			opened,
			created,
			{kind: 'first-error-told'},
			arrive([{}]),
		]);
		reader.press('!');
		expect(notice(reader)).toBe('No error since this deployment.');
		reader.dispatch(arrive([{time: noon + second}]));
		expect(notice(reader)).toContain('No error');
		reader.dispatch(arrive([{time: noon + 2 * second, level: 'error'}]));
		expect(notice(reader)).toBeUndefined();
	});

	it('that there is no later error, once one has come', () => {
		const reader = createReader([opened, arrive([{}, {}]), {kind: 'hold'}]);
		const later = (at: number, level: string) => {
			reader.dispatch(arrive([{time: noon + at * second, level}]));
			for (const work of works(reader.store.get())) {
				work.run(() => true);
			}
		};

		reader.press('J');
		expect(notice(reader)).toBe('There is no later error.');
		later(5, 'info');
		later(6, 'warning');
		expect(notice(reader)).toBe('There is no later error.');
		later(7, 'error');
		reader.dispatch({kind: 'worked', isDone: true});
		expect(notice(reader)).toBeUndefined();
	});

	it('that there is nothing to copy or to save, once there is', () => {
		for (const key of ['y', 's', '|', 'm', 'P', '4']) {
			const reader = createReader([opened]);
			reader.press(key);
			expect(notice(reader)).toMatch(/^There is no|^Nothing/v);
			reader.dispatch(arrive([{}]));
			for (const work of works(reader.store.get())) {
				work.run(() => true);
			}

			reader.dispatch({kind: 'worked', isDone: true});
			expect(notice(reader)).toBeUndefined();
		}
	});

	it('and never takes away what was said since', () => {
		const reader = createReader([opened]);
		reader.press('y');
		reader.dispatch({kind: 'notice', text: 'entry copied: on the clipboard'});
		reader.dispatch(arrive([{}]), {kind: 'worked', isDone: true});
		expect(notice(reader)).toBe('entry copied: on the clipboard');
	});

	it('that everything is reloaded, once it is', () => {
		const reader = createReader([opened, created, arrive([{}])]);
		reader.press('R');
		expect(notice(reader)).toContain('Reconnecting');
		reader.dispatch(created, opened, arrive([{}]));
		expect(notice(reader)).toBeUndefined();
	});
});
