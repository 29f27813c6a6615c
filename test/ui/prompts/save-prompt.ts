import {expect, it} from 'vitest';
import {openDockedReader} from '../../helpers/docked-reader.tsx';
import {arrive, opened} from '../../helpers/state-after.ts';

function open(columns = 80) {
	return openDockedReader([opened, arrive([{}])], {columns});
}

it('a path is typed and enter saves there; what the names mean stands below', async () => {
	using reader = open();
	await reader.type('s');
	expect(reader.rows()[1]).toContain('.ndjson: as the server has it');
	await reader.type('ctrl+u', 'my logs.txt', 'enter');
	expect(reader.rows()[0]).toBe(' save to my logs.txt');
	expect(reader.asked).toEqual(['save my logs.txt']);
});

it('a name is proposed', async () => {
	using reader = open();
	await reader.type('s', 'enter');
	expect(reader.asked).toEqual([
		expect.stringMatching(/^save .*storefront-7f3k2m.*\.ndjson$/v),
	]);
});

it('without a path nothing is saved', async () => {
	using reader = open();
	await reader.type('s', 'ctrl+u', 'space', 'enter');
	expect(reader.asked).toEqual([]);
	expect(reader.store.get().screen.mode.kind).toBe('save');
});

it('a file that is there is replaced only if enter says so once more, of the same name', async () => {
	using reader = open();
	await reader.type('s', 'ctrl+u', 'a.txt', 'enter');
	reader.dispatch({
		kind: 'mode',
		mode: {
			kind: 'save',
			value: 'a.txt',
			problem: 'There is a file a.txt already.',
			replaces: 'a.txt',
		},
	});
	expect(reader.rows()).toEqual([
		' save to a.txt',
		' There is a file a.txt already.',
		' without all that is not loaded yet · 1 entry, 12:00:00',
	]);
	await reader.type('backspace', 't', 'enter');
	expect(reader.asked).toEqual(['save a.txt', 'save a.txt']);
	reader.dispatch({
		kind: 'mode',
		mode: {kind: 'save', value: 'a.txt', replaces: 'a.txt'},
	});
	await reader.type('enter');
	expect(reader.asked.at(-1)).toBe('save a.txt, replacing it');
});

it('a problem drives no terminal and takes one row', async () => {
	using reader = open(40);
	await reader.type('s', 'ctrl+u', 'a');
	reader.dispatch({
		kind: 'mode',
		mode: {
			kind: 'save',
			value: 'a',
			problem: `no such\nfolder \u001B[2J${'東京'.repeat(30)}`,
		},
	});
	expect(reader.rows()).toHaveLength(3);
	expect(reader.rows()[1]).toMatch(/^ no such folder .*…$/v);
	expect(reader.rows()[1]).not.toContain('\u001B');
});
