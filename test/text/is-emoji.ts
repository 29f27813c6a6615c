import {expect, test} from 'vitest';
import {isEmoji} from '../../source/text/is-emoji.ts';

test('says of each character what Unicode says', () => {
	const wrong: string[] = [];
	for (let code = 0; code <= 0x1_ff_ff; code++) {
		const character = String.fromCodePoint(code);
		// What is no emoji at all is none that Unicode recommends.
		const expected =
			/\p{Emoji}/v.test(character) && /^\p{RGI_Emoji}$/v.test(character);
		if (isEmoji(character) !== expected) {
			wrong.push(code.toString(16));
		}
	}

	expect(wrong).toEqual([]);
});

test.each([
	['❤️', true],
	['❤', false],
	['1️⃣', true],
	['1', false],
	['🇩🇪', true],
	['🇩', false],
	['👍🏽', true],
	['👩‍💻', true],
	['🏴󠁧󠁢󠁥󠁮󠁧󠁿', true],
	['🚀🚀', false],
	['', false],
])('%s is an emoji: %s', (cluster, expected) => {
	expect(isEmoji(cluster)).toBe(expected);
	expect(/^\p{RGI_Emoji}$/v.test(cluster)).toBe(expected);
});
