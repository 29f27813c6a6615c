import {expect, test} from 'vitest';
import {createQuery} from '../../../source/log/query.ts';
import {type Action} from '../../../source/store/action.ts';
import {messageLines} from '../../../source/log/first-line.ts';
import {selectedEntry} from '../../../source/ui/take/contents.ts';
import {createReader, type Reader} from '../../helpers/reader.ts';
import {
	arrive,
	ask,
	cut,
	land,
	noon,
	opened,
	second,
} from '../../helpers/state-after.ts';

/** Twelve entries a second apart: each fourth is an error, each third has a text. */
const twelve = arrive(
	Array.from({length: 12}, (_, index) => ({
		level: index % 4 === 1 ? 'error' : 'info',
		message: `entry ${index}${index % 3 === 0 ? ' timeout' : ''}`,
	})),
);

function read(...actions: readonly Action[]): Reader {
	const reader = createReader([opened, twelve, ...actions]);
	const {view, matches} = reader.store.get().logs;
	view.run(() => true);
	matches.run(() => true);
	return reader;
}

const selected = (reader: Reader) => selectedEntry(reader.store.get())?.message;
const notice = (reader: Reader) => reader.store.get().screen.notice;

test('K and J go from error to error, and say when there is none', () => {
	const reader = read();
	reader.press('K');
	expect(selected(reader)).toBe('entry 9 timeout');
	reader.press('K', '[');
	expect(selected(reader)).toBe('entry 1');
	reader.press(']');
	expect(selected(reader)).toBe('entry 5');
	reader.press('J', 'J');
	expect(selected(reader)).toBe('entry 9 timeout');
	expect(notice(reader)).toBe('There is no later error.');
});

test('an error that may stand in a gap is looked for there first', () => {
	const reader = read(land([0, 1, 2, 3], {from: 0}));
	reader.press('K', 'K', 'K', 'K');
	expect(reader.store.get().logs.selection.kind).toBe('rule');
	expect(notice(reader)).toMatch(/^No earlier error is loaded up to here/v);
});

test('where the connection is lost, a later error is not known, which is not that there is none', () => {
	const reader = read();
	reader.dispatch(cut);
	reader.press('G', 'J');
	expect(reader.store.get().logs.selection.kind).toBe('rule');
	expect(notice(reader)).toMatch(
		/^No later error is loaded up to here: this may be missing/v,
	);
	reader.press('J');
	expect(notice(reader)).toBe('No later error is known.');
	reader.press('K');
	expect(selected(reader)).toBe('entry 9 timeout');
});

test('! says that no error is known where the connection is lost, and nothing else', () => {
	const reader = createReader([
		opened,
		arrive([{}]),
		{kind: 'first-error-told'},
		cut,
	]);
	reader.press('!');
	expect(notice(reader)).toBe('No error known since this deployment.');
});

test('n and N go from match to match while everything is shown', () => {
	const reader = read(ask({text: 'timeout'}, {scope: 'everything'}));
	const {matches} = reader.store.get().logs;
	matches.run(() => true);
	reader.press('N');
	expect(selected(reader)).toBe('entry 9 timeout');
	reader.press('N', 'N');
	expect(selected(reader)).toBe('entry 3 timeout');
	reader.press('n');
	expect(selected(reader)).toBe('entry 6 timeout');
	expect(notice(reader)).toMatch(/3 of 4/v);
	reader.press('n', 'n');
	expect(notice(reader)).toMatch(/^There is no later match loaded\./v);
});

test('c says that without a filter everything is shown already, else turns the context', () => {
	const reader = read();
	reader.press('c');
	expect(notice(reader)).toMatch(/everything is shown already/v);
	reader.dispatch(ask({levels: ['error']}));
	reader.press('c');
	expect(reader.store.get().logs.query.scope).toBe('everything');
	reader.press('c');
	expect(reader.store.get().logs.query.scope).toBe(createQuery().scope);
});

test('u unfolds what has more than its row shows, and holds the list', () => {
	const long = {message: 'first\nsecond', time: noon + 20 * second};
	const reader = read(arrive([long]));
	expect(messageLines(long.message)).toHaveLength(2);
	reader.press('u');
	expect(reader.store.get().screen.unfolded.size).toBe(1);
	expect(reader.store.get().logs.selection.kind).toBe('entry');
	reader.press('u');
	expect(reader.store.get().screen.unfolded.size).toBe(0);
	reader.press('K', 'u');
	expect(notice(reader)).toBe('The whole message is on its row.');
});
