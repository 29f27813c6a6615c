import {expect, test} from 'vitest';
import {toAscii} from '../../../source/terminal/screen/screen.ts';
import {width} from '../../../source/text/width.ts';

test('borders, bars and signs have their like in ASCII', () => {
	expect(toAscii('╭─╮│…→●✓')).toBe('+-+|.>**');
});

test('a letter that cannot be shown is told apart from a question mark, and from the sign that stands for it', () => {
	expect(toAscii('why? ~ 東ж')).toBe('why? ~ \u001B[7m~~~\u001B[0m');
});

test('Latin letters stay readable', () => {
	expect(toAscii('naïve Größe, café')).toBe(
		'naive Gro\u001B[7m~\u001B[0me, cafe',
	);
});

test('each text keeps its width and its colours', () => {
	const text = '\u001B[31m東京 é ⋯\u001B[0m 👩‍👩‍👧 x';
	expect(width(toAscii(text))).toBe(width(text));
	expect(toAscii(text).startsWith('\u001B[7;31m~~~~')).toBe(true);
});
