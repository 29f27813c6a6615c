import fc from 'fast-check';
import {expect, test} from 'vitest';
import {LazySegmenter} from '../../source/text/lazy-segmenter.ts';

test('a text is parted as the engine parts it', () => {
	const text = 'e\u0301 🚀 👩‍👩‍👧 각';
	for (const granularity of ['grapheme', 'word'] as const) {
		const lazy = new LazySegmenter('en', {granularity});
		const own = new Intl.Segmenter('en', {granularity});
		expect([...lazy.segment(text)]).toEqual([...own.segment(text)]);
		expect([...lazy.segment('')]).toEqual([]);
	}
});

test('a text that joins nothing is parted as the engine parts it, colours and all', () => {
	const lazy = new LazySegmenter('en');
	const own = new Intl.Segmenter('en');
	const part = fc.constantFrom(
		'a',
		' ',
		'─',
		'é',
		'…',
		'\u001B[31m',
		'\u001B',
		'\u0301',
		'\r',
		'\n',
		'🚀',
		'\u200D',
		'東',
	);
	fc.assert(
		fc.property(fc.array(part, {maxLength: 6}), (parts) => {
			const text = parts.join('');
			expect([...lazy.segment(text)]).toEqual([...own.segment(text)]);
		}),
	);
});

test('a segment is found by a place in the text as the engine finds it', () => {
	const lazy = new LazySegmenter('en');
	const own = new Intl.Segmenter('en');
	for (const text of ['', 'plain …', 'e\u0301 🚀']) {
		for (const place of [undefined, -1, 0, 0.9, 1, 3, text.length, Infinity]) {
			expect(lazy.segment(text).containing(place)).toEqual(
				own.segment(text).containing(place),
			);
		}
	}
});
