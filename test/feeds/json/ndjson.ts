import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {wholeLines} from '../../../source/feeds/json/ndjson.ts';
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

async function* breaking() {
	yield Buffer.from('whole\nhal');
	throw new Error('broken');
}
