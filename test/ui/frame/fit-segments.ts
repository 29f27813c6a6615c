import {expect, test} from 'vitest';
import {
	fitSegments,
	type Segment,
} from '../../../source/ui/frame/header-line.ts';
import {bareTheme} from '../../../source/ui/look/theme.ts';

const word = (
	forms: string | readonly string[],
	rank: Segment['rank'],
	rest: Partial<Segment> = {},
): Segment => ({
	role: 'text',
	forms: typeof forms === 'string' ? [forms] : forms,
	rank,
	...rest,
});

const fit = (width: number, ...segments: readonly Segment[]) =>
	fitSegments(segments, width, bareTheme);

test('where there is room all stands in full, the time at the right', () => {
	expect(
		fit(
			30,
			word('shop', 0),
			word('LIVE', 1, {gap: 3}),
			word('12:03', 2, {isRight: true}),
		),
	).toBe(' shop   LIVE            12:03');
});

test('what ranks last is shortened, and then left out', () => {
	const name = word('shop', 0);
	const reason = word(['it broke at noon', 'it broke…'], 6);
	expect(fit(24, name, reason).trimEnd()).toBe(' shop  it broke at noon');
	expect(fit(23, name, reason).trimEnd()).toBe(' shop  it broke…');
	expect(fit(16, name, reason).trimEnd()).toBe(' shop');
});

test('each form may have a rank of its own', () => {
	const state = word(['LIVE since noon', 'LIVE'], [5, 1]);
	const rate = word('12/s', 3);
	// The longer form goes before the rate, the shorter one after it.
	expect(fit(13, state, rate).trimEnd()).toBe(' LIVE  12/s');
	expect(fit(9, state, rate).trimEnd()).toBe(' LIVE');
});

test('before something goes that is kept at every size, all stand closer', () => {
	const kept = [word('shop', 0), word('✓', 0.5, {gap: 3})];
	expect(fit(9, ...kept).trimEnd()).toBe(' shop ✓');
});

test('what has rank 0 is cut at the end of the row, and nothing is wider than that', () => {
	const name = word('storefront-7f3k2m', 0);
	for (let width = 1; width < 20; width++) {
		expect(fit(width, name)).toBe(' storefront-7f3k2m'.slice(0, width));
	}
});
