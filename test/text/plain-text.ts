import fc from 'fast-check';
import {expect, test} from 'vitest';
import {plainText} from '../../source/text/plain-text.ts';

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

test('of no text a control character is left but newlines and tabs', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), (text) => {
			expect(plainText(text)).not.toMatch(/[\p{Cc}--[\n\t]]/v);
		}),
	);
});
