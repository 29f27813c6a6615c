import fc from 'fast-check';
import {describe, expect, it, test} from 'vitest';
import {sanitize, plainText} from '../../source/text/sanitize.ts';
import {hostileText, isSafeRow} from '../helpers/hostile-text.ts';
import {processorTime} from '../helpers/processor-time.ts';

describe('a log message on the screen', () => {
	it('is shown as it is when it is plain', () => {
		expect(sanitize('GET /cart 200 {"ms": 12} ~')).toBe(
			'GET /cart 200 {"ms": 12} ~',
		);
	});

	it('keeps its letters, emoji and joined characters', () => {
		const text = 'naïve 東京 👩‍👩‍👧 🇩🇪 1️⃣ ❤️ e\u0301 नमस्ते می‌خواهم';
		expect(sanitize(text)).toBe(text);
	});

	it('keeps colours, bold, dim, italic and underline, and ends plain', () => {
		expect(sanitize('\u001B[1;31mred\u001B[m ok')).toBe(
			'\u001B[1;31mred\u001B[0m ok',
		);
		expect(sanitize('\u001B[38;5;208morange')).toBe(
			'\u001B[38;5;208morange\u001B[0m',
		);
		expect(sanitize('\u001B[48:2::1:2:3mtrue')).toBe(
			'\u001B[48;2;1;2;3mtrue\u001B[0m',
		);
	});

	it('cannot blink, hide itself or pose as selected', () => {
		expect(sanitize('\u001B[5;7;8;9mtext')).toBe('text');
	});

	it.each([
		'30;40',
		'97;107',
		'31;48;5;1',
		'38;5;12;104',
		'38;2;0;0;0;48;2;0;0;0',
		'38:2::10:10:10;48;2;12;9;10',
		'38;5;16;48;2;0;0;0',
		'38;5;232;48;5;233',
		'1;4;38;5;231;48;5;255',
	])('cannot hide its letters in their background (%s)', (colours) => {
		const shown = sanitize(`\u001B[${colours}mcanary\u001B[0m`);
		expect(shown).toContain('canary');
		// eslint-disable-next-line no-control-regex -- Colours are set by control sequences.
		expect(shown).not.toMatch(/\u001B\[[\d;]*(?:48;|4[0-7]m|;4[0-7]|10[0-7])/v);
	});

	it('has its background again with other letters', () => {
		expect(sanitize('\u001B[42;32ma\u001B[30mb')).toBe(
			'\u001B[32ma\u001B[30;42mb\u001B[0m',
		);
		expect(sanitize('\u001B[30;47mc\u001B[38;5;16;48;5;231md')).toBe(
			'\u001B[30;47mc\u001B[38;5;16;48;5;231md\u001B[0m',
		);
	});

	it.each([
		['a title', '\u001B]0;pwned\u0007'],
		['a link', '\u001B]8;;http://evil.example\u001B\\'],
		['the clipboard', '\u001B]52;c;cm0gLXJm\u0007'],
		['a device string', '\u001BPq#0;2;0;0;0\u001B\\'],
		['an application string', '\u001B_Gi=1;AAAA\u001B\\'],
		['a clear', '\u001B[2J\u001B[3J\u001B[H'],
		['a mode', '\u001B[?1049h\u001B[?25l'],
		['a reset', '\u001Bc\u001B(0\u001B7'],
	])('does not pass on %s', (_name, sequence) => {
		expect(sanitize(`before ${sequence}after`)).toBe('before after');
	});

	it('shows single controls as pictures', () => {
		expect(sanitize('a\u0000b\u0007c\bd\u007Fe\u009Bf')).toBe(
			'a␀b␇c␈d␡e\uFFFDf',
		);
	});

	it.each([
		['10%\r20%\r100% done\r', '100% done'],
		['100 of 100\rdone', 'doneof 100'],
		['100 of 100\rdone\u001B[K', 'done'],
		['fetching it\r\u001B[2Kok\r', 'ok'],
		['東京都\ra', 'a 京都'],
		['a\tb\rc', 'c       b'],
		[
			'\u001B[31m10%\u001B[0m\r\u001B[32m20%\u001B[0m',
			'\u001B[32m20%\u001B[0m',
		],
	])('shows the last state of a progress line: %j', (line, shown) => {
		expect(sanitize(line)).toBe(shown);
	});

	it('costs what is wanted of it, however long it is', () => {
		const line = '\u001B[31m東\tx\u0301'.repeat(100_000);
		const started = processorTime();
		for (let round = 0; round < 20; round++) {
			sanitize(line, {cells: 160});
		}

		// The whole of it takes a second once.
		expect(processorTime() - started).toBeLessThan(500);
		const part = sanitize(line, {cells: 160});
		expect(part.length).toBeLessThan(400);
		expect(sanitize(line.slice(0, 4000)).startsWith(part.slice(0, 160))).toBe(
			true,
		);
	});

	it('shows what is left of a sequence that never ended', () => {
		expect(sanitize('\u001B]0;title without an end')).toBe(
			'␛]0;title without an end',
		);
		expect(sanitize('red \u001B[31')).toBe('red ␛[31');
	});

	it('cannot turn its text round or hide in it', () => {
		expect(
			sanitize('a\u202Eb\u2066c\u200Fd\u200Be\u00ADf\u{E0041}g\uFEFF'),
		).toBe('abcdefg');
	});

	it('has no half of a character', () => {
		expect(sanitize('a\uD800b\uDC00')).toBe('a\uFFFDb\uFFFD');
	});

	it('shows a mark without its letter, and not a pile of marks', () => {
		expect(sanitize('\u0301')).toBe('\u25CC\u0301');
		expect(sanitize(`e${'\u0301'.repeat(500)}`).length).toBeLessThan(10);
	});

	it('has its tabs at every eighth cell', () => {
		expect(sanitize('a\tb\t東京\tc')).toBe('a       b       東京    c');
	});

	it('loses its colours where none are wanted', () => {
		expect(sanitize('\u001B[31mred', {hasColors: false})).toBe('red');
	});

	it('costs what is shown of it, though it has a million states or signs without a cell', () => {
		const texts = [
			'x\r'.repeat(3_000_000),
			'\u001B[31m\r'.repeat(1_000_000),
			`a${'\u200B'.repeat(30_000_000)}`,
		];
		const start = processorTime();
		const rows = texts.map((text) => sanitize(text, {cells: 160}).length);
		// To look at all of it took 1.3 s for each of the first two.
		expect(processorTime() - start).toBeLessThan(1000);
		expect(rows.every((length) => length < 10)).toBe(true);
	});

	it('drives no terminal, whatever it holds', () => {
		fc.assert(
			fc.property(hostileText, (text) => {
				expect(isSafeRow(sanitize(text))).toBe(true);
				expect(sanitize(sanitize(text))).toBe(sanitize(text));
			}),
			{numRuns: 3000},
		);
	});
});

test('lines, tabs and letters of all scripts stay', () => {
	const text = 'TypeError: 湯呑\n\tat cart (file:///src/cart.ts:41:17)\n';
	expect(plainText(text)).toBe(text);
});

test('colours, titles and other sequences go, whole', () => {
	expect(
		plainText(
			'\u001B[31mred\u001B[0m\u001B]0;title\u0007 and \u001BPq\u001B\\so',
		),
	).toBe('red and so');
});

test('of a progress line the states are a line each, also where sequences and controls stand between', () => {
	const steps = 'a\rb\r\u001B[Kc\r\u001B[0m\r\nd\r\0\ne\r';
	expect(plainText(steps)).toBe('a\nb\nc\nd\n\ne');
	expect(plainText('\uFEFF😀\0')).toBe('\uFEFF😀');
});

test('of no text a control character is left but newlines and tabs', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), (text) => {
			expect(plainText(text)).not.toMatch(/[\p{Cc}--[\n\t]]/v);
		}),
	);
});
