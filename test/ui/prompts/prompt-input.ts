import fc from 'fast-check';
import {expect, it} from 'vitest';
import {width as widthOf} from '../../../source/text/width.ts';
import {edits, lineWindow} from '../../../source/ui/prompts/prompt-input.tsx';
import {processorTime} from '../../helpers/processor-time.ts';

it('a line that has room is shown whole', () => {
	expect(lineWindow({value: 'timeout', caret: 3}, 20)).toEqual({
		text: 'timeout',
		caret: 3,
	});
});

it('of a longer one the caret is seen, and on which sides it is cut', () => {
	const value = '0123456789'.repeat(3);
	expect(lineWindow({value, caret: 30}, 10)).toEqual({
		text: '…23456789',
		caret: 9,
	});
	expect(lineWindow({value, caret: 0}, 10)).toEqual({
		text: '012345678…',
		caret: 0,
	});
	expect(lineWindow({value, caret: 15}, 10)).toEqual({
		text: '…89012345…',
		caret: 8,
	});
});

it('what is shown is safe, and never wider than the room with the caret in it', () => {
	fc.assert(
		fc.property(
			fc.string({unit: 'grapheme', maxLength: 40}),
			fc.nat({max: 40}),
			fc.integer({min: 1, max: 30}),
			(value, back, width) => {
				let line = {value, caret: value.length};
				for (let count = 0; count < back; count++) {
					line = edits.back(line);
				}

				const window = lineWindow(line, width);
				expect(widthOf(window.text)).toBeLessThanOrEqual(width);
				expect(window.caret).toBeLessThan(width);
				expect(window.text).not.toMatch(/\p{Cc}/v);
			},
		),
	);
});

it('what it takes does not grow with the line', () => {
	const value = 'ab👍🏽'.repeat(1_000_000);
	const start = processorTime();
	for (let caret = 0; caret < value.length; caret += 600_000) {
		lineWindow({value, caret}, 80);
	}

	expect(processorTime() - start).toBeLessThan(3000);
});
