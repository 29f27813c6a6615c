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
