import fc from 'fast-check';
import {expect, test} from 'vitest';
import {entryJson} from '../../source/log/entry.ts';
import {createEntryDecoder} from '../../source/feeds/json/entry-decoder.ts';

const encoder = new TextEncoder();

test('an entry written as JSON is read as the same entry, on one line without controls', () => {
	fc.assert(
		fc.property(
			fc.record(
				{
					time: fc.integer({min: 0, max: Date.UTC(2255, 0) * 1000}),
					level: fc.constantFrom('error', 'info', 'odd'),
					message: fc.string({unit: 'grapheme'}),
					region: fc.constantFrom('', 'gcp-us-east4'),
					trace: fc.constantFrom('4bf92f3577b34da6'),
					span: fc.constantFrom('00f067aa'),
				},
				{requiredKeys: ['time', 'level', 'message', 'region']},
			),
			(entry) => {
				const json = entryJson(entry);
				expect(json).not.toMatch(/\p{Cc}/v);
				const decode = createEntryDecoder(() => 0);
				expect([...decode(encoder.encode(`${json}\n`)).entries]).toEqual([
					entry,
				]);
			},
		),
	);
});

test('a time that the server wrote in another way stays so', () => {
	expect(
		entryJson({
			time: 0,
			timeText: '1970-01-01T01:00:00+01:00',
			level: 'info',
			message: 'a',
			region: '',
		}),
	).toBe(
		'{"time":"1970-01-01T01:00:00+01:00","level":"info","message":"a","region":""}',
	);
});
