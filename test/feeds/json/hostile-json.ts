import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	createEntryDecoder,
	v2Names,
} from '../../../source/feeds/json/entry-decoder.ts';
import {isObject, parseJson} from '../../../source/feeds/json/json-value.ts';
import {rawMember} from '../../../source/feeds/json/raw-member.ts';
import {readLogsPage} from '../../../source/feeds/v2/read-logs.ts';
import {ServerClock} from '../../../source/feeds/server-clock.ts';
import {contentLines} from '../../../source/feeds/sse/event-lines.ts';
import {type Entry, hasOwnTime} from '../../../source/log/entry.ts';
import {textOf} from '../../helpers/bytes.ts';

const receipt = Date.UTC(2026, 10, 27) * 1000;
const usual =
	'{"time":"2026-11-27T10:00:00.123Z","level":"info","message":"m","region":"gcp-us-east4"}\n';

type Decoded = {
	readonly entries: ReadonlyArray<{readonly message: string}>;
	readonly raw: readonly string[];
	readonly malformedCount: number;
};

/** What becomes of a line that comes after some usual ones, or first of all. */
function decodeLine(line: Uint8Array, usualCount: number): Decoded {
	const decode = createEntryDecoder(() => receipt);
	const before = Buffer.from(usual.repeat(usualCount));
	if (usualCount > 0) {
		decode(before);
	}

	const batch = decode(Buffer.concat([line, Buffer.from('\n')]));
	const entries = [...batch.entries];
	return {
		entries: entries.map((entry) => ({
			...entry,
			// One without a time of its own has that of the entry before it.
			time: hasOwnTime(entry) ? entry.time : 'of its place',
		})),
		raw: entries.map((_, index) => textOf(batch.rawLine(index))),
		malformedCount: batch.malformedCount,
	};
}

const names = fc.constantFrom(
	'time',
	'level',
	'message',
	'region',
	'__proto__',
	'constructor',
	'extra',
	String.raw`mess\u0061ge`,
	'',
);

const texts = fc
	.oneof(
		fc.constantFrom(
			'2026-11-27T10:00:00.123Z',
			'2026-11-27T10:00:00.123456Z',
			'2026-11-27T10:00:00.123000Z',
			'2026-11-27T10:00:60.000Z',
			'2026-13-27T10:00:00.123Z',
			'info',
			'gcp-us-east4',
			'm',
		),
		fc
			.array(
				fc.constantFrom(
					String.raw`\n`,
					String.raw`\"`,
					String.raw`\\`,
					String.raw`\/`,
					String.raw`\b`,
					String.raw`\x`,
					String.raw`\u00e9`,
					String.raw`\ud83d\ude00`,
					String.raw`\ud800`,
					String.raw`\uZZZZ`,
					String.raw`\u12`,
					'\\',
					'"',
					'\t',
					'\u0000',
					'\u007F',
					'\u2028',
					'é',
					'🚀',
					'abcd',
					',"level":"error"',
					'}',
				),
				{maxLength: 8},
			)
			.map((parts) => parts.join('')),
	)
	.map((text) => `"${text}"`);

const values = fc.oneof(
	{weight: 8, arbitrary: texts},
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			'null',
			'true',
			'12',
			'-1e999',
			'12345678901234567890',
			'{"a":[1,"]"]}',
			'["x",{}]',
			'"',
			'undefined',
			`${'['.repeat(50)}${']'.repeat(50)}`,
		),
	},
);

const usualMembers = [
	'"time":"2026-11-27T10:00:00.124Z"',
	'"level":"info"',
	'"message":"hello"',
	'"region":"gcp-us-east4"',
];

const members = fc
	.tuple(
		fc.subarray(usualMembers),
		fc.array(
			fc.tuple(names, values).map(([name, value]) => `"${name}":${value}`),
			{maxLength: 4},
		),
		fc.boolean(),
	)
	.map(([some, others, isFirst]) =>
		isFirst ? [...some, ...others] : [...others, ...some],
	);

const lines = fc
	.tuple(
		members,
		fc.constantFrom(',', ', ', ',,'),
		fc.constantFrom('', ' ', 'x', '\r'),
	)
	.map(([some, comma, end]) =>
		Buffer.from(`{${some.join(comma)}}${end}`.replaceAll('\n', String.raw`\n`)),
	);

const brokenBytes = fc
	.tuple(lines, fc.nat(), fc.constantFrom(0x80, 0xff, 0xc3, 0xed, 0x22, 0x5c))
	.map(([line, at, byte]) => {
		const broken = Buffer.from(line);
		broken[at % broken.length] = byte;
		return broken;
	});

test('a line says the same whether it comes first or after a thousand others', () => {
	fc.assert(
		fc.property(fc.oneof(lines, brokenBytes), (line) => {
			const first = decodeLine(line, 0);
			expect(decodeLine(line, 3)).toEqual(first);
			expect(decodeLine(line, 200)).toEqual(first);
		}),
		{numRuns: 2000},
	);
});

test('a line says what JSON.parse makes of it', () => {
	fc.assert(
		fc.property(lines, (line) => {
			const parsed = parseJson(line.toString());
			if (!isObject(parsed)) {
				expect(decodeLine(line, 3)).toMatchObject({
					entries: [],
					malformedCount: 1,
				});
				return;
			}

			const [entry] = decodeLine(line, 3).entries;
			const {message} = parsed;
			if (message !== undefined && entry !== undefined) {
				const shown = entry.message;
				expect(typeof message === 'string' ? shown : JSON.parse(shown)).toEqual(
					// A half of a character cannot be written as bytes.
					typeof message === 'string'
						? Buffer.from(message).toString()
						: message,
				);
			}
		}),
		{numRuns: 1000},
	);
});

/** In pieces, as the wire may cut it. */
async function* inPieces(bytes: Uint8Array, size: number) {
	for (let from = 0; from < bytes.length; from += size) {
		yield bytes.subarray(from, from + size);
	}
}

const answerOf = (contentType: string, body: AsyncIterable<Uint8Array>) => ({
	header: (name: string) => (name === 'content-type' ? [contentType] : []),
	body,
	close: () => undefined,
});

/** What a stream brings of lines, framed as one kind of server does. */
async function streamed(
	contentType: string,
	bytes: Uint8Array,
	size: number,
): Promise<Decoded & {readonly entries: readonly Entry[]}> {
	const decode = createEntryDecoder(() => receipt, {names: v2Names});
	const entries: Entry[] = [];
	const raw: string[] = [];
	let malformedCount = 0;
	const answer = answerOf(contentType, inPieces(bytes, size));
	for await (const block of contentLines(answer, {})) {
		const batch = decode(block);
		entries.push(...batch.entries);
		raw.push(
			...[...batch.entries].map((_, index) => textOf(batch.rawLine(index))),
		);
		malformedCount += batch.malformedCount;
	}

	return {entries, raw, malformedCount};
}

/** As version 2 calls its members; the first one shows what the answer is made of. */
const ofVersion2 = (some: readonly Uint8Array[]) =>
	[Buffer.from(usual.trim()), ...some].map((line) =>
		Buffer.from(
			Buffer.from(line).toString().replaceAll('"time":', '"timestamp":'),
		),
	);

const manyLines = fc.tuple(
	fc.array(lines, {minLength: 1, maxLength: 12}),
	fc.constantFrom(7, 64, 100_000),
);

test('lines say the same as events as they do alone, however they are cut', async () => {
	await fc.assert(
		fc.asyncProperty(
			manyLines,
			fc.constantFrom('\n', '\r\n'),
			async ([given, size], end) => {
				const all = ofVersion2(given);
				const alone = await streamed(
					'application/x-ndjson',
					Buffer.concat(all.flatMap((line) => [line, Buffer.from('\n')])),
					size,
				);
				const events = all.map((line, index) =>
					Buffer.from(
						`${index % 3 === 0 ? `:${end}${end}event: message${end}` : ''}data: ${line.toString().replace(/\r$/v, '')}${end}${end}`,
					),
				);
				expect(
					await streamed('text/event-stream', Buffer.concat(events), size),
				).toEqual(alone);
			},
		),
		{numRuns: 80},
	);
});

test('a page of version 2 says of its entries what they say alone', async () => {
	await fc.assert(
		fc.asyncProperty(manyLines, async ([given, size]) => {
			// What is no JSON would leave no page.
			const all = ofVersion2(given).filter(
				(line) => parseJson(line.toString()) !== undefined,
			);
			const alone = await streamed(
				'application/x-ndjson',
				Buffer.concat(all.flatMap((line) => [line, Buffer.from('\n')])),
				size,
			);
			const page = Buffer.from(
				`{"next_cursor": null, "logs": [${all.map((line) => line.toString()).join(size === 7 ? ' ,\n' : ',')}]}`,
			);
			const {sent, malformedCount} = await readLogsPage(
				answerOf('application/json', inPieces(page, size)),
				{
					url: new URL('http://model/v2/apps/shop/logs'),
					clock: new ServerClock(() => receipt),
					isToNow: true,
					span: {from: 0, to: Number.POSITIVE_INFINITY},
					onProgress: () => undefined,
				},
			);
			const contents = (entries: readonly Entry[]) =>
				entries.map(({time: _, ...entry}) => JSON.stringify(entry)).toSorted();
			expect(contents(sent.map(({entry}) => entry))).toEqual(
				contents(alone.entries),
			);
			expect(malformedCount).toBe(alone.malformedCount);
			expect(
				sent.map(({batch, index}) => textOf(batch.rawLine(index))).toSorted(),
			).toEqual(alone.raw.map((line) => line.trim()).toSorted());
		}),
		{numRuns: 80},
	);
});

test.each([
	['an object', '{"a": [1, 2]}', '{"a": [1, 2]}'],
	['an array', '["x", {"y": "}"}]', '["x", {"y": "}"}]'],
	['a number too large for us', '12345678901234567890', '12345678901234567890'],
	['null', 'null', 'null'],
	['false', 'false', 'false'],
	[
		'nothing but depth',
		`${'['.repeat(100_000)}${']'.repeat(100_000)}`,
		`${'['.repeat(100_000)}${']'.repeat(100_000)}`,
	],
])('a message that is %s is shown as its JSON', (_, json, shown) => {
	const line = `{"time":"2026-11-27T10:00:00.123Z","level":"info","message":${json} ,"region":""}`;
	const {entries, raw} = decodeLine(Buffer.from(line), 3);
	expect(entries).toMatchObject([{message: shown}]);
	expect(raw).toEqual([line]);
});

test('of members with the same name the last one counts', () => {
	expect(
		rawMember(String.raw`{"a":1,"b":{"a":2},"\u0061": [3] , "c":4}`, 'a'),
	).toBe('[3]');
	expect(rawMember('{}', 'a')).toBeUndefined();
});

test.each([
	'{"error":{"code":"internalError","message":"It broke."}}',
	'{"code":"internalError","message":"It broke."}',
	'{"error":"It broke."}',
	'{"statusCode":500,"message":"It broke."}',
])('what a server says of an error is no entry: %s', (line) => {
	const decode = createEntryDecoder(() => receipt);
	const {entries, failure, malformedCount} = decode(
		Buffer.from(`${usual}${line}\n${usual}`),
	);
	expect(entries.length).toBe(2);
	expect(failure?.message).toContain('“It broke.”');
	expect(malformedCount).toBe(0);
});

test('an entry that tells of an error is an entry', () => {
	const decode = createEntryDecoder(() => receipt);
	const {entries, failure} = decode(
		Buffer.from(
			'{"time":"2026-11-27T10:00:00Z","level":"error","message":"x","error":"y","code":"z"}\n',
		),
	);
	expect(failure).toBeUndefined();
	expect(entries.length).toBe(1);
});

test('entries without a time that can be read keep their place, and are counted', () => {
	const decode = createEntryDecoder(() => receipt);
	const lines = [
		'{"level":"info","message":"a"}',
		'{"time":"2026-11-27T10:00:05Z","level":"info","message":"b"}',
		'{"time":"soon","level":"info","message":"c"}',
		'{"time":null,"level":"info","message":"d"}',
		'{"time":1795773606000,"level":"info","message":"e"}',
	];
	const {entries, untimedCount, malformedCount} = decode(
		Buffer.from(`${lines.join('\n')}\n`),
	);
	const five = Date.UTC(2026, 10, 27, 10, 0, 5) * 1000;
	expect([...entries].map(({time}) => time)).toEqual([
		five,
		five,
		five,
		five,
		1_795_773_606_000_000,
	]);
	expect([...entries].map((entry) => hasOwnTime(entry))).toEqual([
		false,
		true,
		false,
		false,
		true,
	]);
	expect({untimedCount, malformedCount}).toEqual({
		untimedCount: 3,
		malformedCount: 0,
	});
});
