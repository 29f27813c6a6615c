import {expect, test} from 'vitest';
import {type BuildEntry} from '../../../source/log/entry.ts';
import {foundLines, updateBuild} from '../../../source/store/update/polled.ts';
import {createState} from '../../../source/store/create-store.ts';
import {createQuery} from '../../../source/log/query.ts';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';

const empty = createState({
	traits: v1Traits,
	query: createQuery(),
	limit: 1,
	columns: 80,
	rows: 24,
}).build;

/** A log that comes in batches of a thousand lines. */
function readLog(length: number, message = '', before = empty) {
	let build = before;
	for (let fromIndex = 0; fromIndex < length; fromIndex += 1000) {
		build = updateBuild(build, {
			kind: 'build-lines',
			fromIndex,
			entries: Array.from(
				{length: Math.min(1000, length - fromIndex)},
				(_, index): BuildEntry => ({
					level: fromIndex + index === 5 ? 'error' : 'info',
					message: `${fromIndex + index}${message}`,
				}),
			),
			malformedCount: 0,
		});
	}

	return build;
}

const messagesOf = ({entries}: typeof empty) =>
	entries.map(({message}) => message);
const numbers = (build: typeof empty) => [
	build.leftOut.count,
	Number.parseInt(build.entries[0]?.message ?? '', 10),
	Number.parseInt(build.entries.at(-1)?.message ?? '', 10),
];

test('a log that is kept whole leaves nothing out, also when it is read again', () => {
	const once = readLog(3500);
	const twice = readLog(3500, '', once);
	expect(twice.entries).toEqual(once.entries);
	expect(messagesOf(twice)).toEqual(messagesOf(once));
	expect(twice.leftOut).toEqual({count: 0, hasError: false});
	expect(twice.size).toBe(
		once.entries.map(({level, message}) => level + message).join('').length,
	);
});

test('of more lines than are kept the last ones stay, and keep their numbers', () => {
	const build = readLog(160_000);
	const [leftOut = 0, first, last] = numbers(build);
	expect(build.entries.length).toBeLessThanOrEqual(50_000);
	expect(build.entries.length).toBeGreaterThanOrEqual(37_000);
	expect([first, last]).toEqual([leftOut, 159_999]);
	expect(build.leftOut.hasError).toBe(true);
	expect(foundLines(build)[0]?.index).toBe(leftOut);
	const again = readLog(160_500, '', build);
	expect(numbers(again).at(-1)).toBe(160_499);
	const ended = updateBuild(again, {kind: 'build-ended', count: 160_100});
	expect(numbers(ended)).toEqual([
		again.leftOut.count,
		again.leftOut.count,
		160_099,
	]);
});

test('of more text than is kept the last of it stays', () => {
	const build = readLog(12_000, 'x'.repeat(10_000));
	expect(build.size).toBeLessThanOrEqual(16 * 1024 * 1024);
	expect(numbers(build).at(-1)).toBe(11_999);
	const long = updateBuild(empty, {
		kind: 'build-lines',
		fromIndex: 0,
		entries: ['x', 'y'.repeat(40 * 1024 * 1024)].map((message) => ({
			level: 'info',
			message,
		})),
		malformedCount: 0,
	});
	expect(long.entries).toHaveLength(1);
	expect(long.leftOut.count).toBe(1);
});

test('lines are held as they came, also halves of characters and what is no ASCII, and levels take room too', () => {
	const lines = ['é', '', '\uD83D', '\uDE00 b', '😀\n', '\u0000'];
	const build = updateBuild(empty, {
		kind: 'build-lines',
		fromIndex: 0,
		entries: lines.map((message) => ({level: 'x'.repeat(1000), message})),
		malformedCount: 0,
	});
	expect(messagesOf(build)).toEqual([
		'é',
		'',
		'\uFFFD',
		'\uFFFD b',
		'😀\n',
		'\u0000',
	]);
	expect(build.size).toBeGreaterThan(6000);
});

test('what goes on after a failure has failed no more', () => {
	const failed = updateBuild(readLog(3), {
		kind: 'build-failed',
		failure: {message: 'The connection broke.', isRefusal: false},
	});
	expect(failed).toMatchObject({
		status: 'failed',
		failure: {message: 'The connection broke.'},
	});
	const growing = readLog(5, '', failed);
	expect(growing.status).toBe('growing');
	expect(growing.failure).toBeUndefined();
	const ended = updateBuild(failed, {kind: 'build-ended', count: 3});
	expect(ended.status).toBe('ended');
	expect(ended.failure).toBeUndefined();
});
