import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {createParser} from 'eventsource-parser';
import fc from 'fast-check';
import {eventLines, readEvents} from '../../../source/feeds/sse/event-lines.ts';
import {collect, inPieces, textOf, cuts} from '../../helpers/bytes.ts';

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

/** Lines as servers send them, and as they should not. */
const line = fc.oneof(
	fc.constantFrom(
		'',
		'',
		'',
		':',
		': still here',
		'data',
		'data:',
		'data: ',
		'data:  two blanks',
		'data: {"message":"café 🦕"}',
		'data:{"a":',
		'event: message',
		'event: done',
		'event:error',
		'event',
		'id: 7',
		'retry: 100',
		'datas: no',
		' data: no',
		'\uFEFFdata: no',
		'nothing known',
	),
	fc.string({maxLength: 12}).map((text) => text.replaceAll(/[\r\n]/gv, ':')),
);

const stream = fc
	.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), {maxLength: 40})
	.map((lines) => lines.map((parts) => parts.join('')).join(''));

test('events are those that eventsource-parser reads, wherever the stream is cut', async () => {
	await fc.assert(
		fc.asyncProperty(
			stream,
			fc.boolean(),
			fc.boolean(),
			cuts,
			async (text, hasMark, isCut, fractions) => {
				// What is not ended by a blank line is no event.
				const sent = `${hasMark ? '\uFEFF' : ''}${text}${isCut ? 'data: half' : '\n\n'}`;
				const read = await readAll(Buffer.from(sent), fractions);
				expect(read).toEqual(oracleOf(sent));
			},
		),
		{numRuns: 1000},
	);
});

test('a line that ends in CR alone is read before the next byte comes', async () => {
	const events = readEvents(
		(async function* () {
			yield Buffer.from('data: a\r\r');
			await new Promise<void>(() => {
				// Nothing more comes.
			});
		})(),
	);
	const {value} = await events.next();
	expect(value).toHaveLength(1);
});

test('an event has a limit, in one line or in many', async () => {
	const one = Buffer.from(`data: ${'x'.repeat(200)}\n\n`);
	const many = Buffer.from(`${'data: xxxxxxxx\n'.repeat(20)}\n`);
	for (const bytes of [one, many]) {
		// eslint-disable-next-line no-await-in-loop -- One stream after the other.
		await expect(
			collect(readEvents(inPieces(bytes, [0.3]), {maxEventBytes: 100})),
		).rejects.toMatchObject({kind: 'unexpected-answer'});
	}
});

async function readAll(
	bytes: Uint8Array,
	fractions: readonly number[],
): Promise<readonly string[]> {
	const batches = await collect(readEvents(inPieces(bytes, fractions)));
	return batches
		.flat()
		.map((event) =>
			event.kind === 'comment'
				? 'comment'
				: `${event.type} ${JSON.stringify(textOf(event.data))}`,
		);
}

function oracleOf(text: string): readonly string[] {
	const events: string[] = [];
	const parser = createParser({
		onEvent({event = '', data}) {
			// An empty name counts as none.
			events.push(
				`${event === '' ? 'message' : event} ${JSON.stringify(data)}`,
			);
		},
		onComment() {
			events.push('comment');
		},
	});
	// A decoder takes the byte order mark away, as callers of the parser do.
	parser.feed(new TextDecoder().decode(Buffer.from(text)));
	return events;
}

/** As people have reported of other readers: what was sent, in the pieces in which it came, and what it is. */
test.each([
	[
		'CRLF cut in two between lines of one event',
		['data: {"a":\r\n', 'data: 1,\r', '\ndata: "b": 2}\r\n', '\r\n'],
		['{"a": 1, "b": 2}'],
	],
	[
		'lines that end in CRLF before one that ends in LF',
		['event: message\r\ndata: {"a":1}\n\n'],
		['{"a":1}'],
	],
	[
		'events that are named as their server likes',
		['event: log\ndata: {"message":"a"}\n\nevent: ping\ndata: {}\n\n'],
		['{"message":"a"}'],
	],
	[
		'a byte order mark before the first event',
		['\uFEFFdata: {"a":1}\n\n', 'data: {"b":2}\n\n'],
		['{"a":1}', '{"b":2}'],
	],
	['no blank behind the colon', ['data:{"a":1}\n\n'], ['{"a":1}']],
	[
		'a name of an event without data, and a comment instead of data',
		['event: ready\n\n: data: {"no":1}\n\n', 'data: {"a":1}\n\n'],
		['{"a":1}'],
	],
	[
		'an end of the stream within an event, which is none then',
		['data: {"a":1}\n\ndata: {"b":', '2}\n'],
		['{"a":1}'],
	],
])('of %s the events are those that were sent', async (_, pieces, events) => {
	const bytes = async function* () {
		for (const piece of pieces) {
			yield Buffer.from(piece);
		}
	};

	const blocks = await collect(eventLines(bytes(), {}));
	expect(
		blocks
			.map((block) => textOf(block))
			.join('')
			.split('\n')
			.filter(Boolean)
			.map((line) => JSON.stringify(JSON.parse(line))),
	).toEqual(events.map((event) => JSON.stringify(JSON.parse(event))));
});
