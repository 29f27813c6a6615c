import {beforeAll, expect, it} from 'vitest';
import {loadFuzzySearch} from '../../../source/ui/look/fuzzy-search.ts';
import {createLogRows} from '../../../source/ui/app-logs/log-rows.ts';
import {fieldsHeading} from '../../../source/ui/entry/entry-rows.ts';
import {visibleText} from '../../../source/text/highlight.ts';
import {openDockedReader} from '../../helpers/docked-reader.tsx';
import {arrive, opened} from '../../helpers/state-after.ts';

beforeAll(loadFuzzySearch);

const seen = arrive([
	{message: '{"path":"/cart","status":200,"durationMs":12}'},
	{message: '{"path":"/checkout","status":500,"durationMs":1234}'},
	{message: 'hello'},
	{message: 'GET /search?q=mug 200 in 7 ms \u001B]0;evil\u0007'},
]);

function open(columns = 120) {
	const reader = openDockedReader([opened, seen], {columns});
	const rows = createLogRows({
		get: reader.store.get,
		snapshot() {
			throw new Error('The rows of entries ask for none.');
		},
		setting: reader.setting,
	});
	return {
		...reader,
		fields: () => reader.store.get().screen.fields,
		/** The list, with the names above it. */
		list: () => [
			visibleText(fieldsHeading(reader.store.get(), reader.setting, columns)),
			...Array.from({length: 4}, (_, index) =>
				visibleText(rows.row(index, columns, 4)).trimEnd(),
			),
		],
	};
}

it('the fields seen are there, with how many entries have them and samples', async () => {
	using reader = open();
	await reader.type('.');
	expect(reader.rows().slice(0, 5)).toEqual([
		' columns',
		expect.stringMatching(
			/^▌ \[ \] path +3 of 4 \/cart, \/checkout, \/search/v,
		),
		expect.stringMatching(/^ {2}\[ \] status +3 of 4 200, 500$/v),
		expect.stringMatching(/^ {2}\[ \] durationMs +2 of 4 12, 1234$/v),
		expect.stringMatching(/^ {2}\[ \] duration +1 of 4 7 ms$/v),
	]);
});

it('two keys each put fields in columns, as wide as what is in view, numbers at the right', async () => {
	using reader = open();
	await reader.type('.', 'path', 'enter', '.', 'stat', 'enter');
	await reader.type('.', 'durms', 'enter');
	expect(reader.fields()).toEqual(['path', 'status', 'durationMs']);
	const rows = reader.list();
	// The second time they are as wide as was needed.
	expect(reader.list().slice(1)).toEqual(rows.slice(1));
	expect(reader.list()).toEqual([
		expect.stringMatching(/^ {16}path {11}status {2}durationMs {2}message$/v),
		expect.stringMatching(/I \/cart {13}200 {10}12 {2}\{"path"/v),
		expect.stringMatching(/I \/checkout {9}500 {8}1234 {2}\{"path"/v),
		expect.stringMatching(/I {36}hello$/v),
		expect.stringMatching(/I \/search\?q=mug {5}200 {14}GET \/search/v),
	]);
	expect(reader.list().join('')).not.toContain('\u0007');
});

it('space toggles, and what is chosen stands first the next time', async () => {
	using reader = open();
	await reader.type('.', 'down', 'space', 'enter');
	expect(reader.fields()).toEqual(['status']);
	await reader.type('.');
	expect(reader.rows()[1]).toMatch(/^▌ \[x\] status/v);
	await reader.type('space', 'enter');
	expect(reader.fields()).toEqual([]);
});

it('where columns have no room, it is said', async () => {
	using reader = open(40);
	await reader.type('.', 'path', 'enter');
	reader.list();
	expect(reader.list()[0]).toContain('There is no room for the columns');
});

it('a field filter is typed, said to be one, and narrows; a name that was not seen is text', async () => {
	using reader = open();
	const shown = () => {
		const {view} = reader.store.get().logs;
		view.run(() => true);
		return view.count().count;
	};

	await reader.type('/', 'status>=500');
	expect(reader.rows()[0]).toMatch(/ field$/v);
	expect(shown()).toBe(1);
	await reader.type('ctrl+u', 'unseen>=500');
	expect(reader.rows()[0]).toMatch(/ text$/v);
	await reader.type('ctrl+u', '/st.tus/');
	expect(reader.rows()[0]).toMatch(/ expression$/v);
	await reader.type('ctrl+u', 'sta', 'tab');
	expect(reader.rows()[0]).toMatch(/^ \/ status>= /v);
	await reader.type('500', 'enter');
	expect(shown()).toBe(1);
	expect(reader.store.get().logs.asked.filter.text).toBe('');
	await reader.type('/', 'path:', 'tab');
	expect(reader.rows()[0]).toMatch(/^ \/ status>=500 path:\/cart/v);
	await reader.type('escape', 'x');
	expect(shown()).toBe(4);
	await reader.type('<');
	expect(shown()).toBe(1);
});
