import {expect, test} from 'vitest';
import {
	findSgrEnd,
	readEscapeSequence,
} from '../../source/base/escape-sequence.ts';

const whole = (end: number, isSgr = false) =>
	({kind: 'whole', end, isSgr}) as const;
const broken = (end: number) => ({kind: 'broken', end}) as const;
const partial = {kind: 'partial'} as const;

test.each([
	['\u001B[31mred', whole(5, true)],
	['\u001B[mred', whole(3, true)],
	['\u001B[38:2::1:2:3mx', whole(14, true)],
	['\u001B[?25l', whole(6)],
	['\u001B[>4;1mx', whole(7)],
	['\u001B[2 q', whole(5)],
	['\u001B]0;title\u0007x', whole(10)],
	['\u001BPq\u001B\\x', whole(5)],
	['\u001B(0', whole(3)],
	['\u001Bc', whole(2)],
	['\u001B', partial],
	['\u001B[31', partial],
	['\u001B]0;title', partial],
	['\u001B]0;title\u001B', partial],
	['\u001B]0;title\u001B[31m', broken(9)],
	['\u001B[31\n', broken(4)],
	['\u001B[31é', broken(4)],
	['\u001Bé', broken(1)],
	[`\u001B[${'1;'.repeat(1000)}m`, whole(2003)],
])('%j', (text, sequence) => {
	expect(readEscapeSequence(text, 0)).toEqual(sequence);
	const bytes = new TextEncoder().encode(text);
	expect(readEscapeSequence(bytes, 0)).toEqual(sequence);
	expect(findSgrEnd(text, 0)).toBe(
		'isSgr' in sequence && sequence.isSgr ? sequence.end - 1 : -1,
	);
});
