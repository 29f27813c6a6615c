import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createEntryDecoder} from '../../../source/feeds/json/entry-decoder.ts';
import {isObject, parseJson} from '../../../source/feeds/json/json-value.ts';
import {rawMember} from '../../../source/feeds/json/raw-member.ts';
import {hasOwnTime} from '../../../source/log/entry.ts';
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
