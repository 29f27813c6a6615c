import fc from 'fast-check';
import {expect, it} from 'vitest';
import {
	Block,
	isPlainWord,
	wordAt,
	Literal,
} from '../../../source/feeds/json/block.ts';

const bytes = fc.uint8Array({min: 0x60, max: 0x62, maxLength: 14});

it('a literal stands where its bytes do, and not beyond the end of a block', () => {
	fc.assert(
		fc.property(bytes, bytes, fc.nat(16), (all, part, from) => {
			// A block is often a part of a larger one.
			const block = new Block(
				new Uint8Array([0x60, ...all, 0x60]).subarray(1, all.length + 1),
			);
			expect(new Literal(part).standsAt(block, from)).toBe(
				from + part.length <= all.length &&
					part.every((byte, index) => all[from + index] === byte),
			);
		}),
		{numRuns: 1000},
	);
});

it('a word is plain where none of its bytes says something in JSON', () => {
	const byte = fc.oneof(
		fc.constantFrom(0, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x5b, 0x5c, 0x5d, 0x7f),
		fc.constantFrom(0x80, 0x9f, 0xa0, 0xa2, 0xdc, 0xff),
		fc.nat(255),
	);
	fc.assert(
		fc.property(fc.tuple(byte, byte, byte, byte), (four) => {
			const {view} = new Block(Uint8Array.from(four));
			expect(isPlainWord(wordAt(view, 0))).toBe(
				four.every((one) => one >= 0x20 && one !== 0x22 && one !== 0x5c),
			);
		}),
		{numRuns: 5000},
	);
});
