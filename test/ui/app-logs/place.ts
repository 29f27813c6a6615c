import {expect, test} from 'vitest';
import {createFilter, createQuery} from '../../../source/log/query.ts';
import {heldEntry} from '../../../source/store/buffer/look-up.ts';
import {selectedItem, viewport} from '../../../source/store/list/viewport.ts';
import {createReader, type Reader} from '../../helpers/reader.ts';
import {arrive, land, noon, opened, second} from '../../helpers/state-after.ts';

const entries = arrive(
	Array.from({length: 60}, (_, index) => ({
		level: index % 20 === 7 ? 'error' : 'info',
		message: index === 30 ? 'entry 30 needle' : `entry ${index}`,
	})),
);

const open = (options = {}) =>
	createReader([opened, land([], {from: -noon / second}), entries], options);

/** What is selected, and on which row of the list. */
function place({store}: Reader) {
	const {logs} = store.get();
	const {selected, top} = viewport(logs);
	return selected?.kind === 'entry'
		? {
				text: heldEntry(logs.buffer, logs.view.idAt(selected.spot))?.message,
				row: top,
			}
		: {text: selected?.rule.kind, row: top};
}

const text = (reader: Reader) => place(reader).text;

function type(reader: Reader, words: string) {
	reader.press(
		...[...words].map((letter) => (letter === ' ' ? 'space' : letter)),
		'enter',
	);
}

test('c keeps the only match on its row, with all that is around it and back again', () => {
	const reader = open();
	reader.press('/');
	type(reader, 'needle');
	const before = place(reader);
	expect(before.text).toBe('entry 30 needle');
	reader.press('c');
	expect(place(reader)).toEqual(before);
	reader.press('c');
	expect(place(reader)).toEqual(before);
});

test('where the only match is the newest entry, c goes on to follow', () => {
	const reader = open();
	reader.press('/');
	type(reader, 'entry 59');
	reader.press('c');
	expect(reader.store.get().logs.selection.kind).toBe('newest');
});

test('< after a range is back where the reader was, on its row', () => {
	const reader = open();
	reader.press('k', 'k', 'k', 'pageup', 'j');
	const before = place(reader);
	reader.dispatch({
		kind: 'query',
		query: createQuery({
			range: {since: noon, until: noon + 5 * second},
			order: 'asc',
		}),
	});
	expect(text(reader)).toBe('entry 0');
	reader.press('<');
	expect(place(reader)).toEqual(before);
	reader.press('>');
	expect(text(reader)).toBe('entry 0');
});

test('< goes back to following, too', () => {
	const reader = open();
	reader.press('e', 'K', '<');
	expect(reader.store.get().logs.selection.kind).toBe('newest');
});

test.each([
	['errors only, and all again', ['e', 'e']],
	['a level away, and there again', ['I', 'I']],
	['errors only, and back', ['e', '<']],
	['errors only, moved, and back', ['e', 'K', '<']],
])('the entry stays through %s', (_name, keys) => {
	const reader = open();
	reader.press('k', 'pageup', 'k');
	const before = text(reader);
	reader.press(...keys);
	expect(text(reader)).toBe(before);
	expect(reader.store.get().logs.marks).toEqual([]);
});

test('an entry that a filter hides is one key away, once the filter is gone', () => {
	const reader = open();
	reader.press('k', 'pageup', 'k');
	const before = text(reader);
	reader.press('e', 'K', 'x', "'");
	expect(text(reader)).toBe(before);
});

test('T and v keep the entry, and resizing does', () => {
	const reader = open();
	reader.press('k', 'pageup', 'k');
	const before = text(reader);
	for (const key of ['T', 'T', 'v', 'v']) {
		reader.press(key);
		expect(text(reader)).toBe(before);
	}

	for (const height of [4, 2, 30, 12]) {
		reader.dispatch({kind: 'list-height', height});
		const {rows} = viewport(reader.store.get().logs);
		expect(text(reader)).toBe(before);
		expect(rows).toHaveLength(height);
	}
});

test('a list that grows leaves no rows empty while there is something above', () => {
	const reader = open();
	reader.press('k');
	reader.dispatch({kind: 'list-height', height: 40});
	expect(viewport(reader.store.get().logs).rows).toHaveLength(40);
	expect(text(reader)).toBe('entry 58');
});

test('space holds, then turns pages, and follows again at the newest end', () => {
	const reader = open();
	const kind = () => reader.store.get().logs.selection.kind;
	reader.press('space');
	expect(kind()).toBe('entry');
	reader.press('g');
	const first = text(reader);
	reader.press('space');
	expect(text(reader)).not.toBe(first);
	expect(kind()).toBe('entry');
	reader.press('space', 'space', 'space', 'space');
	expect(kind()).toBe('newest');
});

test('space turns the pages of a past range, too', () => {
	const reader = open({
		query: createQuery({
			range: {since: noon, until: noon + 60 * second},
			order: 'asc',
		}),
	});
	reader.dispatch(
		land(
			Array.from({length: 50}, (_, index) => index),
			{to: 60},
		),
	);
	expect(text(reader)).toBe('entry 0');
	reader.press('space');
	expect(text(reader)).toBe('entry 19');
});

test.each(['asc', 'desc'] as const)(
	'a range opens on an entry while its rule is above it, and g and G land on entries, %s',
	(order) => {
		const reader = createReader([], {
			query: createQuery({
				range: {since: noon, until: noon + 60 * second},
				order,
			}),
		});
		reader.dispatch(land([20, 21, 22], {from: 20, to: 30}));
		const isDown = order === 'asc';
		expect(place(reader)).toEqual({
			text: isDown ? 'entry 20' : 'entry 22',
			row: 1,
		});
		reader.press('G');
		expect(text(reader)).toBe(isDown ? 'entry 22' : 'entry 20');
		reader.press('g');
		expect(place(reader)).toEqual({
			text: isDown ? 'entry 20' : 'entry 22',
			row: 1,
		});
	},
);

test('g lands on the first entry, below the rule that says where the logs begin', () => {
	const reader = open();
	reader.press('g');
	expect(place(reader)).toEqual({text: 'entry 0', row: 1});
});

test('! inside a range shows the first error, and < is back in the range', () => {
	const reader = open({
		query: createQuery({
			filter: createFilter({}),
			range: {since: noon + 40 * second, until: noon + 60 * second},
			order: 'asc',
		}),
	});
	reader.dispatch(
		land([41, 42, 43], {from: 40, to: 60}),
		{
			kind: 'details-loaded',
			deployment: {
				id: 'storefront-7f3k2m',
				projectId: 'p',
				status: {kind: 'succeeded'},
				domains: [],
				databases: {},
				createdAt: noon,
			},
		},
		{
			kind: 'first-error-told',
			entry: {
				time: noon + 7 * second,
				level: 'error',
				region: '',
				message: 'entry 7',
			},
		},
	);
	reader.press('j');
	const before = place(reader);
	reader.press('!');
	expect(reader.store.get().screen.detail?.subject.entry.message).toBe(
		'entry 7',
	);
	reader.press('escape', '<');
	expect(place(reader)).toEqual(before);
	expect(selectedItem(reader.store.get().logs)?.kind).toBe('entry');
});

test('o turns the order round and keeps the entry', () => {
	const reader = createReader([], {
		query: createQuery({
			range: {since: noon, until: noon + 60 * second},
			order: 'asc',
		}),
	});
	reader.dispatch(land([1, 2, 3, 4, 5], {to: 60}));
	reader.press('j', 'j', 'o');
	expect(text(reader)).toBe('entry 3');
});
