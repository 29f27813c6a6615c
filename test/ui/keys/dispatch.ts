import {describe, expect, it} from 'vitest';
import {createReader} from '../../helpers/reader.ts';

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
