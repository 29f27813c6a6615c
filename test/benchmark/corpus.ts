import {Buffer} from 'node:buffer';
import {expect, it} from 'vitest';
import {createEntries, wireLine} from '../../benchmark/corpus.ts';

it.each([70, 127] as const)(
	'half of the messages are longer than %i bytes, the same ones every time',
	(medianBytes) => {
		const entries = createEntries({count: 20_001, medianBytes});
		const lengths = entries
			.map(({message}) => Buffer.byteLength(message))
			.toSorted((a, b) => a - b);
		expect(lengths[10_000]).toBeGreaterThanOrEqual(medianBytes - 1);
		expect(lengths[10_000]).toBeLessThanOrEqual(medianBytes + 1);
		expect(createEntries({count: 3, medianBytes})).toEqual(entries.slice(0, 3));
	},
);

it('an entry on the wire is a line as the server sends it', () => {
	const [entry] = createEntries({count: 1});
	expect(JSON.parse(entry === undefined ? '' : wireLine(entry))).toEqual({
		time: '2026-11-24T10:00:00.123Z',
		level: entry?.level,
		message: entry?.message,
		region: entry?.region,
	});
});
