import fc from 'fast-check';
import libraryWidth from 'string-width';
import {expect, test} from 'vitest';
import {isSimple, isSimpleText, isWide} from '../../source/text/simple-text.ts';
import stringWidth from '../../source/text/string-width.ts';
import {makeVisible} from '../../source/text/sanitize.ts';

const everyUnit = Array.from({length: 0x1_00_00}, (_, code) => code);

test('each simple character takes one cell, joins no other, and needs not to be made safe', () => {
	const segmenter = new Intl.Segmenter('en');
	const simple = everyUnit.filter((code) => isSimple(code));
	expect(simple.length).toBeGreaterThan(1000);
	for (const code of simple) {
		const character = String.fromCodePoint(code);
		expect([code, libraryWidth(character)]).toEqual([code, 1]);
		expect(/^\p{C}$/v.test(character)).toBe(false);
		expect([...segmenter.segment(`a${character}a`)]).toHaveLength(3);
	}
});

test('each wide character takes two cells, joins no other, and needs not to be made safe', () => {
	const segmenter = new Intl.Segmenter('en');
	const wide = everyUnit.filter((code) => isWide(code));
	expect(wide.length).toBeGreaterThan(30_000);
	const all = String.fromCodePoint(
		...wide.filter((_, index) => index % 3 === 0),
	);
	for (let start = 0; start < all.length; start += 100) {
		const part = all.slice(start, start + 100);
		expect([...segmenter.segment(part)]).toHaveLength(part.length);
	}

	for (const code of wide.filter((_, index) => index % 11 === 0)) {
		const character = String.fromCodePoint(code);
		expect([code, libraryWidth(character)]).toEqual([code, 2]);
		expect(/^\p{L}$/v.test(character)).toBe(true);
	}
});

test('a text is simple where all its characters are', () => {
	for (const code of everyUnit) {
		expect([code, isSimpleText(String.fromCodePoint(code))]).toEqual([
			code,
			isSimple(code),
		]);
	}

	expect(isSimpleText('🚀')).toBe(false);
	expect(isSimpleText('')).toBe(true);
});

test('a width is what the library says, whatever the text holds', () => {
	const part = fc.constantFrom(
		'a',
		' ',
		'é',
		'─',
		'…',
		'⋯',
		'●',
		'↔',
		'\u00AD',
		'\u0301',
		'\uFE0F',
		'東',
		'🚀',
		'\t',
		'\u001B',
		'\u001B[1;31m',
		'\u001B[0m',
		'\u001B[2K',
		'\u001B]8;;https://deno.com\u0007',
		'\u009B31m',
		'\u200D',
		'각',
	);
	fc.assert(
		fc.property(fc.array(part), fc.boolean(), (parts, isWide) => {
			const text = parts.join('');
			expect(stringWidth(text)).toBe(libraryWidth(text));
			const options = {ambiguousIsNarrow: !isWide};
			expect(stringWidth(text, options)).toBe(libraryWidth(text, options));
		}),
		{numRuns: 2000},
	);
});

test('simple text is visible as it is', () => {
	expect(makeVisible('Zürich … ↔ ▁▂▃ ─┬─')).toBe('Zürich … ↔ ▁▂▃ ─┬─');
});
