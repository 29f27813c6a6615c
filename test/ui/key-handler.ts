import {describe, expect, it} from 'vitest';
import {createQuery} from '../../source/log/query.ts';
import {createState} from '../../source/store/create-state.ts';
import {createStore} from '../../source/store/create-store.ts';
import {createKeyHandler, type Rim} from '../../source/ui/key-handler.ts';
import {settingAt} from '../helpers/whole-ui.ts';

/** A reader at the list, and what their keys did outside. */
function reader() {
	const store = createStore(
		createState({query: createQuery(), limit: 1000, columns: 80, rows: 24}),
	);
	const done: string[] = [];
	const note = (name: string) => () => {
		done.push(name);
	};

	const rim: Rim = {
		quit: note('quit'),
		explore: note('explore'),
		suspend: note('suspend'),
		repaint: note('repaint'),
		setNetwork: note('network'),
		submitTime: note('time'),
		takeAway: note('take'),
	};
	const handle = createKeyHandler(
		store,
		rim,
		settingAt(() => 0),
	);
	return {
		store,
		done,
		/** Whether each key was done with; else it is typed into a prompt. */
		press: (...chords: readonly string[]) =>
			chords.map((chord) =>
				handle({
					kind: 'key',
					chord,
					text: chord.length === 1 ? chord : '',
				}),
			),
		paste: (text: string) => handle({kind: 'paste', text}),
	};
}

describe('the topmost mode gets every key', () => {
	const letters = [...'qewiaxrptcuvVJKnNfgGmyYCPs!@1234zTR?'];
	it.each([
		['the text prompt', '/'],
		['the time prompt', 't'],
		['the palette', ':'],
		['the picker of deployments', '@'],
	])('%s: letters are typed, filter nothing and never quit', (_name, key) => {
		const {store, press, done} = reader();
		press(key);
		const {screen, logs} = store.get();
		expect(screen.mode.kind).not.toBe('list');
		expect(press(...letters)).toEqual(letters.map(() => false));
		expect(store.get().screen.mode.kind).toBe(screen.mode.kind);
		expect(store.get().logs.query).toBe(logs.query);
		expect(done).toEqual([]);
		press('escape');
		expect(store.get().screen.mode.kind).toBe('list');
	});

	it('in the help a filter key says that it is bound to nothing there', () => {
		const {store, press} = reader();
		press('?', 'e');
		expect(store.get().logs.query.filter.levels).toEqual([]);
		expect(store.get().screen.notice).toContain(
			'e is bound to nothing in the help. esc closes',
		);
	});

	it('q closes the topmost, then quits; esc never does', () => {
		const {store, press, done} = reader();
		press('?', 'q');
		expect(store.get().screen.mode.kind).toBe('list');
		press('escape', 'escape');
		expect(done).toEqual([]);
		press('q');
		expect(done).toEqual(['quit']);
	});
});

it('a paste outside a prompt opens one with it; in a prompt it is typed', () => {
	const {store, paste} = reader();
	expect(paste(' timeout\n')).toBe(true);
	expect(store.get().screen.mode).toMatchObject({
		kind: 'text',
		value: 'timeout',
	});
	expect(paste('more')).toBe(false);
});

it('a key that is bound to nothing says so, and the next key takes that away', () => {
	const {store, press} = reader();
	press('~');
	expect(store.get().screen.notice).toContain('~ is bound to nothing');
	press('j');
	expect(store.get().screen.notice).toBeUndefined();
});
