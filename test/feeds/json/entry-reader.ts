import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {expect, it} from 'vitest';
import {createEntryDecoder} from '../../../source/feeds/json/entry-decoder.ts';

const text = fc
	.array(
		fc.constantFrom(
			'a',
			' ',
			'é',
			'東',
			'🚀',
			'"',
			'\\',
			'\n',
			'\t',
			'/',
			'}',
			',',
			'"}',
			'":"',
			'\u0000',
			'\u001B',
			'\u007F',
			'\uD800',
		),
	)
	.map((parts) => parts.join(''));

const time = fc.constantFrom(
	'2026-11-24T10:00:00.123Z',
	'2026-11-24T10:00:00.123456Z',
	'2026-11-24T10:00:00.123000Z',
	'2026-11-24T10:00:01.007Z',
	'2026-11-24T10:00:60.123Z',
	'2026-11-24T10:00:00.12aZ',
	'2026-11-24T10:00:00Z',
	'2026-02-31T10:00:00.123Z',
	'2026-11-24T10:00:00.123+01:00',
	'yesterday',
	'',
);

const members = fc.record(
	{
		time,
		level: fc.constantFrom('error', 'info', 'über', ''),
		message: text,
		region: fc.constantFrom('gcp-us-east4', 'gcp-us-west2', 'a"b'),
		other: fc.oneof(text, fc.integer()),
		// eslint-disable-next-line @typescript-eslint/naming-convention -- The member's name.
		trace_id: fc.constantFrom(
			'4bf9',
			'4bf9',
			'00f0',
			String.raw`a\b`,
			'',
			null,
		),
	},
	{requiredKeys: ['message']},
);

/** Lines of one shape after another, some with blanks or cut off. */
const lines = fc.array(
	fc
		.tuple(
			members,
			fc.shuffledSubarray(
				['time', 'level', 'message', 'region', 'other', 'trace_id'],
				{minLength: 6},
			),
			fc.constantFrom(
				'plain',
				'plain',
				'plain',
				'escaped',
				'spaced',
				'cut',
				'raw tab',
			),
		)
		.map(([values, order, kind]) => {
			const object = Object.fromEntries(
				Object.entries(values).toSorted(
					([a], [b]) => order.indexOf(a) - order.indexOf(b),
				),
			);
			const line = JSON.stringify(object);
			return {
				plain: line,
				spaced: line.replace(':', ' : '),
				cut: line.slice(0, -2),
				'raw tab': line.replace('a', '\t'),
				escaped: line.replaceAll(
					/[é東a]/gv,
					(character) =>
						String.raw`\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
				),
			}[kind];
		}),
	{maxLength: 12},
);

it('a line is the same entry whichever lines came before it', () => {
	fc.assert(
		fc.property(lines, fc.boolean(), (written, isTwice) => {
			const all = isTwice ? [...written, ...written] : written;
			const decode = createEntryDecoder(() => 0);
			const batch = decode(Buffer.from(all.join('\n')));
			const apart = all.map((line) =>
				createEntryDecoder(() => 0)(Buffer.from(line)),
			);
			let before = apart.flatMap(({entries}) => [...entries])[0]?.time ?? 0;
			const timed = apart
				.flatMap(({entries}) => [...entries])
				.map((entry) => {
					const isTimed = entry.time !== 0;
					before = isTimed ? entry.time : before;
					return {...entry, time: before};
				});
			const firstTimed = timed.find((entry) => entry.time !== 0)?.time ?? 0;
			expect([...batch.entries]).toEqual(
				timed.map((entry) =>
					entry.time === 0 ? {...entry, time: firstTimed} : entry,
				),
			);
			expect(batch.malformedCount).toBe(
				apart.reduce((sum, {malformedCount}) => sum + malformedCount, 0),
			);
		}),
		{numRuns: 400},
	);
});

it('what comes in several blocks, whose columns are used again, is what comes in one', () => {
	fc.assert(
		fc.property(fc.array(lines, {maxLength: 6}), (blocks) => {
			const bytes = blocks.map((block) =>
				Buffer.from(block.map((line) => `${line}\n`).join('')),
			);
			const decode = createEntryDecoder(() => 0, {isReusing: true});
			const oneByOne = createEntryDecoder(() => 0);
			const pieces = bytes.map((block) => [...decode(block).entries]);
			expect(pieces).toEqual(
				bytes.map((block) => [...oneByOne(block).entries]),
			);
		}),
		{numRuns: 200},
	);
});

it('columns that a long line has made larger are not kept', () => {
	const decode = createEntryDecoder(() => 0, {isReusing: true});
	const decoded = (length: number) =>
		decode(Buffer.from(JSON.stringify({message: 'a'.repeat(length)}))).entries;
	const short = decoded(10);
	const long = decoded(1_000_000);
	expect(long).toBe(short);
	const next = decoded(10);
	expect(next).not.toBe(long);
	expect(next.text.length).toBeLessThan(1000);
	expect([...decoded(3)].map(({message}) => message)).toEqual(['aaa']);
});

it('what a line does not tell is empty, whatever the lines before it told', () => {
	const decode = createEntryDecoder(() => 0);
	const {entries} = decode(
		Buffer.from(
			[
				'{"message":"a","level":"error","region":"gcp-us-east4"}',
				'{"message":"b"}',
				'{"message":"c"}',
			].join('\n'),
		),
	);
	expect([...entries].map(({level, region}) => [level, region])).toEqual([
		['error', 'gcp-us-east4'],
		['', ''],
		['', ''],
	]);
});
