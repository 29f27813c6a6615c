import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createNonAsciiFinder} from '../../source/api/non-ascii.ts';

test('the next byte that is no ASCII is found wherever the bytes lie in memory', () => {
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom(0x00, 0x41, 0x41, 0x7f, 0x80, 0xff)),
			fc.nat(8),
			fc.nat(40),
			(values, offset, from) => {
				const memory = new Uint8Array(offset + values.length + 8).fill(0xff);
				memory.set(values, offset);
				const bytes = memory.subarray(offset, offset + values.length);
				const index = bytes.findIndex((byte, at) => at >= from && byte >= 0x80);
				expect(createNonAsciiFinder(bytes)(from)).toBe(
					index === -1 ? Math.max(values.length, 0) : index,
				);
			},
		),
	);
});
