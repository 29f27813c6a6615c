import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {createEntryDecoder} from '../../source/feeds/json/entry-decoder.ts';
import {linesOf} from '../../source/print/line.ts';
import {
	createTextFormat,
	createTextLines,
} from '../../source/print/text-format.ts';
import {payloads} from '../helpers/payloads.ts';

const messages = [
	'',
	'\n',
	'plain',
	'plain\n',
	'plain\r\n',
	'two\nlines\n',
	'a\ttab',
	'été ✓',
	'\u001B[31mred\u001B[0m',
	'x'.repeat(70_000),
	...payloads,
];
const times = [
	'2026-01-31T12:00:00Z',
	'2026-01-31T12:00:00.999999Z',
	'2026-01-31T12:00:01.007Z',
	'2026-02-01T00:00:00.050Z',
	'unknown',
	'1969-12-31T23:59:59.25Z',
];
const lines = linesOf(
	createEntryDecoder(() => 1_800_000_000_123_456)(
		Buffer.from(
			messages
				.flatMap((message, index) =>
					times.map(
						(time) =>
							`${JSON.stringify({time, level: index % 2 === 0 ? 'error' : 'étrange', region: `gcp-${message.slice(0, 9)}`, message})}\n`,
					),
				)
				.join(''),
		),
	),
);

test.each([true, false])(
	'the bytes that are copied are those of the text, with colours: %s',
	(hasColors) => {
		for (const columns of [[], ['status']]) {
			const options = {timeZone: 'Asia/Kolkata', hasColors, columns};
			const format = createTextFormat(options);
			const blocks = createTextLines(options)(lines);
			expect(Buffer.concat([...blocks]).toString()).toBe(
				lines.map((line) => format(line.read())).join(''),
			);
		}
	},
);
