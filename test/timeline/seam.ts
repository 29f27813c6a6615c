import {expect, test} from 'vitest';
import {join} from '../../source/timeline/seam.ts';

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
	expect(shown(join(page, hold([2, 'b']), {stays: () => true}))).toEqual([
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
		expect(shown(join(page, held, {stays: () => true})).toSorted()).toEqual(
			expected.toSorted(),
		);
	},
);

test('what the page lacks goes, but for what may be ahead of it', () => {
	const held = hold([1, 'gone'], [4, 'ahead']);
	const page = [entry(2, 'a'), entry(5, 'b')];
	expect(
		shown(
			join(page, held, {stays: ({entry: {message}}) => message === 'ahead'}),
		),
	).toEqual(['2a', '4ahead#1', '5b']);
});

test('what is known to be another one is none of those that are held', () => {
	const page = [entry(5, 'x'), entry(5, 'x')];
	const [, other] = page;
	expect(
		shown(
			join(page, hold([5, 'x'], [5, 'x']), {
				stays: () => true,
				isOther: (one) => one === other,
			}),
		),
	).toEqual(['5x#0', '5x', '5x#1']);
});

test('where nothing is held the page is all there is', () => {
	const page = [entry(1, 'a'), entry(1, 'a')];
	expect(join(page, [], {stays: () => true})).toEqual(page);
});
