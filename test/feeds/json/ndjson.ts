import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {jsonLines, wholeLines} from '../../../source/feeds/json/ndjson.ts';
import {collect, cuts, inPieces} from '../../helpers/bytes.ts';

test('blocks hold the same bytes, and only the last ends without a newline', async () => {
	const bytes = fc
		.array(fc.constantFrom(0x0a, 0x0d, 0x61, 0xc3, 0xa9))
		.map((values) => Buffer.from(values));
	await fc.assert(
		fc.asyncProperty(bytes, cuts, async (sent, fractions) => {
			const blocks = await collect(wholeLines(inPieces(sent, fractions)));
			expect(Buffer.concat(blocks)).toEqual(sent);
			for (const block of blocks.slice(0, -1)) {
				expect(block.at(-1)).toBe(0x0a);
			}
		}),
	);
});

test('all the lines of a chunk come at once', async () => {
	const chunk = Buffer.from('a\nb\nc\nd');
	const blocks = await collect(wholeLines(inPieces(chunk, [])));
	expect(blocks.map(String)).toEqual([String(Buffer.from('a\nb\nc\n')), 'd']);
});

test('when the stream breaks, half a line is dropped', async () => {
	const blocks: string[] = [];
	const reading = async () => {
		for await (const block of wholeLines(breaking())) {
			blocks.push(Buffer.from(block).toString());
		}
	};

	await expect(reading()).rejects.toThrow('broken');
	expect(blocks).toEqual(['whole\n']);
});

test('a line that is too long costs that line alone', async () => {
	const bytes = Buffer.from(`short\n${'x'.repeat(100)}\nnext\n\nlast\n`);
	const read = async (maxLineBytes: number) =>
		Buffer.concat(
			await collect(
				wholeLines(
					inPieces(
						bytes,
						Array.from({length: 30}, (_, index) => index / 30),
					),
					{maxLineBytes},
				),
			),
		).toString();
	expect(await read(100)).toBe(bytes.toString());
	expect(await read(99)).toBe('short\n…\nnext\n\nlast\n');
	expect(await read(30)).toBe('short\n…\nnext\n\nlast\n');
});

test('what has no newline for ever is no log', async () => {
	const bytes = Buffer.from(`short\n${'x'.repeat(100)}`);
	const pieces = Array.from({length: 30}, (_, index) => index / 30);
	await expect(
		collect(wholeLines(inPieces(bytes, pieces), {maxLineBytes: 20})),
	).rejects.toMatchObject({kind: 'unexpected-answer'});
});

test('values that follow each other in any way are a line each, wherever they are cut', async () => {
	const text = fc.string({
		unit: fc.constantFrom(...'aé"\\{}[],:\r\n\0\u2028 '),
	});
	const value = fc.record({
		message: fc.oneof(text, fc.array(text), fc.dictionary(text, text)),
		level: text,
	});
	const separator = fc.constantFrom(
		'\n',
		'\r\n',
		'\r',
		'',
		' ',
		',',
		',\n',
		'\0',
		'\n\0',
		'\u2028',
		'\n\n',
	);
	await fc.assert(
		fc.asyncProperty(
			fc.array(value, {maxLength: 4}),
			separator,
			fc.constantFrom(0, 2, '\t'),
			cuts,
			async (values, between, indent, fractions) => {
				const written = values.map((one) => JSON.stringify(one, null, indent));
				for (const body of [
					written.join(between),
					written.map((one) => `${one}${between}`).join(''),
					`[${written.join(',')}]`,
				]) {
					// eslint-disable-next-line no-await-in-loop -- One after the other.
					const blocks = await collect(
						jsonLines(inPieces(Buffer.from(body), fractions)),
					);
					const lines = Buffer.concat(blocks)
						.toString()
						.split(/[\n\r]/v)
						.map((line) => line.replaceAll('\0', '').trim())
						.filter(Boolean);
					expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
						values,
					);
				}
			},
		),
	);
});

test.each([
	// A first line that is broken costs itself alone.
	['{broken\n{"a":1}\n', '{broken\n{"a":1}\n'],
	['{"a":"b\n{"a":1}\n', '{"a":"b\n{"a":1}\n'],
	['{"a":1\n{"a":2}\n', '{"a":1\n{"a":2}\n'],
	['{"a":1} and more\n{"a":2}\n', '{"a":1} and more\n{"a":2}\n'],
	// So does a later one, where values stand as they come.
	['{"a":1}{"a":"b\n{"a":2}{"a":3}', '{"a":1}\n{"a":"b\n{"a":2}\n{"a":3}\n'],
])('%j is read as %j', async (body, expected) => {
	const blocks = await collect(jsonLines(inPieces(Buffer.from(body), [])));
	expect(Buffer.concat(blocks).toString()).toBe(expected);
});

test.each(['{"a":1}{"a":', '{\n "a": 1\n}\n{\n "a"', '{"a":1}\n{"a":'])(
	'%j ends in the middle',
	async (body) => {
		await expect(
			collect(jsonLines(inPieces(Buffer.from(body), []))),
		).rejects.toMatchObject({kind: 'cut-off'});
	},
);

async function* breaking() {
	yield Buffer.from('whole\nhal');
	throw new Error('broken');
}
