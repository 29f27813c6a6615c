import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {cut, fit, wrap} from '../../source/text/cut.ts';
import {
	highlight,
	highlightRanges,
	visibleText,
} from '../../source/text/highlight.ts';
import {sanitize} from '../../source/text/sanitize.ts';
import {width} from '../../source/text/width.ts';
import {hostileText, isSafeRow} from '../helpers/hostile-text.ts';
import {processorTime} from '../helpers/processor-time.ts';

const red = (text: string) => `\u001B[31m${text}\u001B[0m`;

describe('the width of a text', () => {
	it.each([
		['', 0],
		['plain', 5],
		['東京', 4],
		['e\u0301', 1],
		['👩‍👩‍👧', 2],
		['🇩🇪', 2],
		['─▌⋯', 3],
		['한', 2],
		[red('red'), 3],
	])('%s', (text, cells) => {
		expect(width(text)).toBe(cells);
	});
});

describe('a text that is cut', () => {
	it('has as many cells as there is place for', () => {
		expect(cut('timeout', 4)).toBe('time');
		expect(cut('timeout', 20)).toBe('timeout');
		expect(cut('timeout', 0)).toBe('');
	});

	it('says so with an ellipsis', () => {
		expect(cut('timeout', 4, {ellipsis: '…'})).toBe('tim…');
		expect(cut('timeout', 7, {ellipsis: '…'})).toBe('timeout');
		expect(cut('timeout', 4, {skip: 1, before: '…'})).toBe('…meo');
		expect(cut('timeout', 4, {skip: 1, before: '…', ellipsis: '…'})).toBe(
			'…me…',
		);
		expect(cut('timeout', 9, {skip: 3, before: '…'})).toBe('…out');
		expect(cut('timeout', 9, {skip: 30, before: '…'})).toBe('…');
		expect(cut('東京都庁', 5, {skip: 1, before: '…'})).toBe('…京都');
		expect(cut('', 4, {skip: 3, before: '…'})).toBe('');
		expect(cut('東京都', 4, {ellipsis: '…'})).toBe('東 …');
	});

	it('never shows half of a wide character', () => {
		expect(cut('a東b', 2)).toBe('a');
		expect(cut('a東b', 3, {skip: 2})).toBe(' b');
		expect(fit('a東b', 2)).toBe('a ');
	});

	it('keeps its colours', () => {
		expect(cut(`a${red('bcd')}`, 2, {skip: 1})).toBe(red('bc'));
	});

	it('is scrolled sideways', () => {
		expect(cut('timeout', 3, {skip: 4})).toBe('out');
		expect(cut('timeout', 3, {skip: 40})).toBe('');
	});

	it('fills its place where it is shorter, at either side', () => {
		expect(fit('ab', 4)).toBe('ab  ');
		expect(fit('ab', 4, {align: 'right'})).toBe('  ab');
	});

	it('is cut at once however long it is', () => {
		const text = 'x'.repeat(4_000_000);
		const start = processorTime();
		for (let round = 0; round < 1000; round++) {
			cut(text, 160, {skip: 10, ellipsis: '…'});
		}

		expect(processorTime() - start).toBeLessThan(1000);
	});
});

describe('a text that is wrapped', () => {
	it('fills each row', () => {
		expect(wrap('abcdefg', 3)).toEqual(['abc', 'def', 'g']);
		expect(wrap('', 3)).toEqual(['']);
	});

	it('carries its colours over', () => {
		expect(wrap(`a${red('bcd')}e`, 2)).toEqual([
			`a${red('b')}`,
			red('cd'),
			'e',
		]);
	});

	it('moves a wide character to the next row', () => {
		expect(wrap('a東京', 2)).toEqual(['a', '東', '京']);
	});
});

describe('matches in a text', () => {
	it('are marked on top of its colours', () => {
		expect(highlight(`a ${red('time')}out`, 'meo')).toBe(
			'a \u001B[31mti\u001B[7mme\u001B[39mo\u001B[0mut',
		);
	});

	it('are marked each', () => {
		expect(highlight('aaa', 'a', '1')).toBe('\u001B[1maaa\u001B[0m');
		expect(highlight('abab', 'b', '1')).toBe(
			'a\u001B[1mb\u001B[0ma\u001B[1mb\u001B[0m',
		);
	});

	it('are marked by place', () => {
		expect(highlightRanges('abcd', [{fromIndex: 1, toIndex: 3}], '4')).toBe(
			'a\u001B[4mbc\u001B[0md',
		);
	});

	it('leave a text without them as it is', () => {
		expect(highlight('abc', 'x')).toBe('abc');
		expect(highlight('abc', '')).toBe('abc');
	});
});

it('any text has the promised width and stays safe through everything', () => {
	fc.assert(
		fc.property(
			hostileText,
			fc.nat({max: 20}),
			fc.nat({max: 10}),
			fc.constantFrom('', '…', '東'),
			(text, cells, skip, ellipsis) => {
				const safe = sanitize(text);
				const shown = cut(safe, cells, {skip, ellipsis});
				expect(width(shown)).toBe(
					Math.min(cells, Math.max(0, width(safe) - skip), width(shown)),
				);
				expect(width(fit(safe, cells, {skip, ellipsis}))).toBe(cells);
				const rows = wrap(safe, Math.max(2, cells));
				for (const row of rows) {
					expect(width(row)).toBeLessThanOrEqual(Math.max(2, cells));
				}

				const marked = highlight(safe, 'e');
				expect(width(marked)).toBe(width(safe));
				expect(visibleText(marked)).toBe(visibleText(safe));
				for (const row of [shown, marked, ...rows]) {
					expect(isSafeRow(row)).toBe(true);
				}
			},
		),
		{numRuns: 3000},
	);
});

it('a text that is cut and skipped in turn loses nothing', () => {
	fc.assert(
		fc.property(fc.string({maxLength: 40}), fc.nat({max: 20}), (text, at) => {
			const safe = sanitize(text);
			expect(cut(safe, at) + cut(safe, 100, {skip: at})).toBe(safe);
		}),
	);
});
