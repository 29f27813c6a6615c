import {describe, expect, it} from 'vitest';
import {
	edits,
	type Line,
	typeInto,
} from '../../../source/ui/prompts/prompt-input.tsx';
import {processorTime} from '../../helpers/processor-time.ts';

/** `|` is the caret. */
function line(text: string): Line {
	const caret = text.indexOf('|');
	return {value: text.replace('|', ''), caret};
}

const shown = ({value, caret}: Line) =>
	`${value.slice(0, caret)}|${value.slice(caret)}`;

describe('at a prompt, as in shells,', () => {
	it.each<readonly [keyof typeof edits, string, string]>([
		['toStart', 'ab cd|', '|ab cd'],
		['toEnd', 'a|b cd', 'ab cd|'],
		['back', 'ab|', 'a|b'],
		['back', '|ab', '|ab'],
		['forward', 'a|b', 'ab|'],
		['forward', 'ab|', 'ab|'],
		['wordBack', 'GET /cart?id=1|', 'GET /cart?id=|1'],
		['wordBack', 'GET /cart |', 'GET /|cart '],
		['wordBack', 'naïve 東京|', 'naïve |東京'],
		['wordBack', '|', '|'],
		['wordForward', '|GET /cart', 'GET| /cart'],
		['wordForward', 'GET| /cart', 'GET /cart|'],
		['deleteBack', 'ab|c', 'a|c'],
		['deleteBack', '|ab', '|ab'],
		['deleteForward', 'a|bc', 'a|c'],
		['deleteForward', 'ab|', 'ab|'],
		['deleteWordBack', 'GET /cart|', 'GET /|'],
		['deleteBlankWordBack', 'GET /cart |x', 'GET |x'],
		['deleteWordForward', 'a| bc d', 'a| d'],
		['deleteToStart', 'ab|cd', '|cd'],
		['deleteToEnd', 'ab|cd', 'ab|'],
	])('%s makes of %s: %s', (name, before, after) => {
		expect(shown(edits[name](line(before)))).toBe(after);
	});

	it.each([
		['a flag', '🇩🇪'],
		['the second of two flags', '🇫🇷', '🇩🇪'],
		['a skin tone', '👍🏽'],
		['a family', '👨‍👩‍👧‍👦'],
		['a syllable of Devanagari', 'नि'],
		['a letter with its accent apart', 'é'],
		['a syllable of Hangul', '각'],
		['a keycap', '1️⃣'],
	])('%s is one character', (_name, cluster, before = 'a') => {
		const all = line(`${before}${cluster}|z`);
		expect(shown(edits.deleteBack(all))).toBe(`${before}|z`);
		expect(shown(edits.back(all))).toBe(`${before}|${cluster}z`);
		const start = line(`${before}|${cluster}z`);
		expect(shown(edits.deleteForward(start))).toBe(`${before}|z`);
		expect(shown(edits.forward(start))).toBe(`${before}${cluster}|z`);
	});

	it('what is typed stands before the caret', () => {
		expect(shown(typeInto(line('a|c'), 'b'))).toBe('ab|c');
		const full = typeInto(line('a|c'), 'b'.repeat(1_000_000));
		expect(full.value).toHaveLength(65_536);
		expect(full.value.at(-1)).toBe('c');
		expect(typeInto(full, 'b')).toEqual(full);
	});

	it('a key costs the same however long the line is', () => {
		const long = {value: '👍🏽'.repeat(100_000), caret: 400_000};
		const start = processorTime();
		for (let count = 0; count < 1000; count++) {
			edits.back(long);
		}

		expect(processorTime() - start).toBeLessThan(2000);
	});
});
