import {Buffer} from 'node:buffer';
import {createParser} from 'eventsource-parser';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readEvents} from '../../../source/feeds/sse/events.ts';
import {collect, cuts, inPieces, textOf} from '../../helpers/bytes.ts';

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
