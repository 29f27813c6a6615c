import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {eventLines} from '../../../source/feeds/sse/event-lines.ts';
import {collect, inPieces, textOf} from '../../helpers/bytes.ts';

test('messages become lines, byte for byte, until the stream says that it is done', async () => {
	const signs: string[] = [];
	const lines = eventLines(
		inPieces(
			Buffer.from(
				': \n\nevent: message\ndata: {"a": "\\n"}\n\ndata: {"b":\ndata: 1}\n\n:\n\nevent: other\ndata: {}\n\nevent: done\ndata\n\ndata: {"late":1}\n\n',
			),
			[0.3, 0.7],
		),
		{
			onComment() {
				signs.push('alive');
			},
		},
	);
	const blocks = await collect(lines);
	expect(blocks.map((block) => textOf(block)).join('')).toBe(
		'{"a": "\\n"}\n{"b": 1}\n',
	);
	expect(signs).toHaveLength(2);
});

test.each([
	[
		'{"code":"INTERNAL","message":"Lost the shard"}',
		'“Lost the shard”, code “INTERNAL”',
	],
	['{"error":{"message":"Lost"}}', '“Lost”'],
	['{"error":"Lost"}', '“Lost”'],
	['no JSON ddo_secret', 'an error.'],
	['{"message":"ddo_secret was here"}', '“[token] was here”'],
])('an error event says what the server says: %s', async (data, words) => {
	const blocks: string[] = [];
	const reading = async () => {
		const bytes = Buffer.from(
			`data: {"a":1}\n\nevent: error\ndata: ${data}\n\n`,
		);
		const lines = eventLines(inPieces(bytes, []), {secret: 'ddo_secret'});
		for await (const block of lines) {
			blocks.push(textOf(block));
		}
	};

	const error: unknown = await reading().catch((error: unknown) => error);
	expect(error).toMatchObject({kind: 'server'});
	expect(String(error)).toContain(words);
	expect(String(error)).not.toContain('ddo_secret');
	expect(blocks).toEqual(['{"a":1}\n']);
});
