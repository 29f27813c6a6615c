import {expect, test} from 'vitest';
import {join, Strays} from '../../source/timeline/seam.ts';
import {type Entry} from '../../source/log/entry.ts';

const entry = (time: number, message: string) => ({
	time,
	level: 'info',
	region: 'fra',
	message,
});

type Held = {readonly id: number; readonly entry: ReturnType<typeof entry>};

const hold = (...entries: ReadonlyArray<readonly [number, string]>): Held[] =>
	entries.map(([time, message], id) => ({id, entry: entry(time, message)}));

/** `1a` for an entry of the page alone, `1a#0` for one that is held. */
const shown = (joined: ReadonlyArray<Held | Held['entry']>) =>
	joined.map((one) =>
		'entry' in one
			? `${one.entry.time}${one.entry.message}#${one.id}`
			: `${one.time}${one.message}`,
	);

test('what both have is the same entry, and stays known', () => {
	const page = [entry(1, 'a'), entry(2, 'b'), entry(3, 'c')];
	expect(shown(join(page, hold([2, 'b']), () => true))).toEqual([
		'1a',
		'2b#0',
		'3c',
	]);
});

test.each([
	[1, 3, ['5x#0', '5x', '5x']],
	[3, 1, ['5x#0', '5x#1', '5x#2']],
	[2, 2, ['5x#0', '5x#1']],
])(
	'equal entries, %i of them held and %i on the page, are as many as the side has that has more',
	(heldCount, pageCount, expected) => {
		const held = hold(
			...Array.from({length: heldCount}, () => [5, 'x'] as const),
		);
		const page = Array.from({length: pageCount}, () => entry(5, 'x'));
		expect(shown(join(page, held, () => true)).toSorted()).toEqual(
			expected.toSorted(),
		);
	},
);

test('what the page lacks goes, but for what may be ahead of it', () => {
	const held = hold([1, 'gone'], [4, 'ahead']);
	const page = [entry(2, 'a'), entry(5, 'b')];
	expect(
		shown(join(page, held, ({entry: {message}}) => message === 'ahead')),
	).toEqual(['2a', '4ahead#1', '5b']);
});

test('where nothing is held the page is all there is', () => {
	const page = [entry(1, 'a'), entry(1, 'a')];
	expect(join(page, [], () => true)).toEqual(page);
});

/** Said to be of the year 9999, and shown where it arrived. */
function stray(message: string, time: number): Entry {
	return {
		time,
		timeText: '9999-12-31T23:59:59Z',
		level: 'info',
		region: '',
		message,
	};
}

const plain: Entry = {time: 5, level: 'info', region: '', message: 'plain'};

test('an entry of the future is shown once, whichever side gives it first and wherever it stands there', () => {
	const strays = new Strays();
	strays.beginStream();
	expect(strays.takeStreamed(stray('a', 10))).toBe(true);
	for (let page = 0; page < 3; page++) {
		strays.beginPages();
		expect(strays.takePaged(stray('a', 20 + page))).toBe(false);
		expect(strays.takePaged(stray('b', 20 + page))).toBe(page === 0);
	}

	expect(strays.takeStreamed(stray('b', 40))).toBe(false);
	strays.beginStream();
	expect(strays.takeStreamed(stray('a', 50))).toBe(false);
});

test('of several that are the same as many are shown as the side has that has more', () => {
	const strays = new Strays();
	strays.beginStream();
	expect(strays.takeStreamed(stray('a', 1))).toBe(true);
	expect(strays.takeStreamed(stray('a', 2))).toBe(true);
	strays.beginPages();
	expect([1, 2, 3].map((time) => strays.takePaged(stray('a', time)))).toEqual([
		false,
		false,
		true,
	]);
});

test('entries that stand at their own time are none of its business', () => {
	const strays = new Strays();
	expect([strays.takePaged(plain), strays.takePaged(plain)]).toEqual([
		true,
		true,
	]);
});
