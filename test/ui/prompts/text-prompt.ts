import {describe, expect, it} from 'vitest';
import {createQuery} from '../../../source/log/query.ts';
import {shownEntries} from '../../helpers/explorer.ts';
import {openDockedReader} from '../../helpers/docked-reader.tsx';
import {arrive, noon, opened, second} from '../../helpers/state-after.ts';

const entries = arrive([
	{message: 'an apple'},
	{message: 'a red pear'},
	{message: 'a red plum'},
]);

function open(options: Parameters<typeof openDockedReader>[1] = {}) {
	const reader = openDockedReader([opened, entries], options);
	return {
		...reader,
		messages: () =>
			shownEntries(reader.store.get().logs).map(({message}) => message),
	};
}

describe('at the text prompt', () => {
	it('what is typed is previewed, and enter asks for it', async () => {
		using reader = open();
		await reader.type('/', 'red');
		expect(reader.rows()).toEqual([' / red']);
		expect(reader.messages()).toEqual(['a red pear', 'a red plum']);
		await reader.type('enter');
		const {screen, logs} = reader.store.get();
		expect(screen.mode.kind).toBe('list');
		expect(logs.query.filter.text).toBe('red');
		expect(reader.rows()).toEqual(['']);
	});

	it('a letter at the end of the line is told once, and the caret stays behind it', async () => {
		using reader = open();
		await reader.type('/', 'rd', 'left');
		const told: string[] = [];
		reader.store.subscribe(({kind}) => {
			told.push(kind);
		});
		await reader.type('e');
		expect(told).toEqual(['preview', 'caret']);
		await reader.type('end', '!');
		expect(told.slice(2)).toEqual(['caret', 'preview']);
		await reader.type('left', 'left', 'x');
		expect(reader.rows()).toEqual([' / rexd!']);
	});

	it.each([['escape'], ['ctrl+c']])(
		'%s takes all of it back, what was selected too',
		async (key) => {
			using reader = open();
			reader.press('k', 'k');
			const {logs} = reader.store.get();
			await reader.type('/', 'plum', key);
			expect(reader.store.get().logs.query).toEqual(logs.query);
			expect(reader.store.get().logs.selection).toEqual(logs.selection);
			expect(reader.messages()).toHaveLength(3);
			expect(reader.asked).toEqual([]);
		},
	);

	it('what is typed next narrows what stands, which stands before it', async () => {
		using reader = open();
		await reader.type('/', 'red', 'enter', '/', '!pear');
		expect(reader.rows()).toEqual([' / "red" !pear']);
		expect(reader.messages()).toEqual(['a red plum']);
		await reader.type('enter', '/', '/PL.M/i', 'enter', '/');
		expect(reader.rows()).toEqual([' / "red" · !"pear" · /PL.M/i']);
	});

	it('backspace in the empty prompt takes the last of those away, else a letter', async () => {
		using reader = open();
		await reader.type('/', 'red', 'enter', '/', '!pear', 'enter', '/');
		await reader.type('ab', 'backspace', 'backspace');
		expect(reader.rows()).toEqual([' / "red" · !"pear"']);
		await reader.type('backspace');
		expect(reader.rows()).toEqual([' / "red"']);
		expect(reader.messages()).toEqual(['a red pear', 'a red plum']);
		await reader.type('backspace', 'backspace');
		expect(reader.messages()).toHaveLength(3);
	});

	it('an expression that cannot be read says why, changes nothing and is not taken', async () => {
		using reader = open();
		await reader.type('/', 'red', 'enter', '/', '/(pe/', 'enter');
		expect(reader.rows()[0]).toMatch(/^ \/ "red" \/\(pe\/ +\S.*$/v);
		expect(reader.store.get().screen.mode.kind).toBe('text');
		expect(reader.messages()).toEqual(['a red pear', 'a red plum']);
		await reader.type('left', 'ar)', 'enter');
		expect(reader.store.get().screen.mode.kind).toBe('list');
		expect(reader.messages()).toEqual(['a red pear']);
	});

	it('up and down recall what was typed, also in earlier runs, newest first', async () => {
		using reader = open({texts: ['older', 'oldest']});
		await reader.type('/', 'red', 'enter', '/');
		const rows: string[] = [];
		for (const key of ['up', 'up', 'up', 'up', 'down', 'down', 'down']) {
			// eslint-disable-next-line no-await-in-loop -- One key after the other.
			await reader.type(key);
			rows.push(...reader.rows());
		}

		expect(rows.map((row) => row.replace(' / "red"', '').trim())).toEqual([
			'red',
			'older',
			'oldest',
			'oldest',
			'older',
			'red',
			'',
		]);
	});

	it('what was recalled is gone on with at its end', async () => {
		using reader = open({texts: ['plu']});
		await reader.type('/', 'up', 'm');
		expect(reader.rows()).toEqual([' / plum']);
	});

	it('ctrl+u empties it', async () => {
		using reader = open();
		await reader.type('/', 'plum', 'ctrl+u');
		expect(reader.rows()).toEqual([' /']);
		expect(reader.messages()).toHaveLength(3);
	});

	it('keys of shells move in it and delete, and the caret is told', async () => {
		using reader = open();
		await reader.type('/', 'one two', 'ctrl+left', 'a ', 'home', 'delete');
		expect(reader.rows()).toEqual([' / ne a two']);
		expect(reader.caret()).toBe(3);
		await reader.type('ctrl+f', 'end', 'ctrl+w');
		expect(reader.rows()).toEqual([' / ne a']);
		expect(reader.caret()).toBe(8);
		await reader.type('ctrl+b', 'ctrl+b', 'ctrl+k', 'ctrl+a', 'x');
		expect(reader.rows()).toEqual([' / xne']);
		await reader.type('escape');
		expect(reader.caret()).toBeUndefined();
	});

	it('the end of a long text is seen, and the row is no wider than the terminal', async () => {
		using reader = open({columns: 40});
		await reader.type('/', `${'東京 '.repeat(12)}end`);
		expect(reader.rows()).toHaveLength(1);
		expect(reader.rows()[0]).toMatch(/^ \/ .*東京 end$/v);
	});
});

it('in the build log it searches there, and says so', async () => {
	using reader = open();
	reader.dispatch({
		kind: 'build-lines',
		fromIndex: 0,
		entries: [{level: 'info', message: 'Checking types'}],
		malformedCount: 0,
	});
	await reader.type('2', '/', 'types');
	expect(reader.rows()).toEqual([' build log / types']);
	await reader.type('enter');
	expect(reader.store.get().build.search).toBe('types');
	expect(reader.store.get().logs.query).toEqual(createQuery());
	await reader.type('/');
	expect(reader.rows()).toEqual([' build log / types']);
});

it('in a past range too, the query before is one key away', async () => {
	using reader = open({
		query: createQuery({range: {since: noon, until: noon + 60 * second}}),
	});
	const {query} = reader.store.get().logs;
	await reader.type('/', 'pear', 'enter');
	expect(reader.store.get().logs.query.range).toEqual(query.range);
	await reader.type('<');
	expect(reader.store.get().logs.query).toEqual(query);
});
