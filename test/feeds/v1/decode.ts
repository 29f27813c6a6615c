import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createEntryDecoder} from '../../../source/feeds/json/entry-decoder.ts';
import {
	decodeBuildLog,
	decodeDeployment,
	decodeProjects,
} from '../../../source/feeds/v1/decode.ts';
import {
	decodeRevision,
	decodeTimelinesApp,
} from '../../../source/feeds/v2/decode.ts';
import {jsonLines} from '../../../source/feeds/json/ndjson.ts';
import {formatTime} from '../../../source/log/wall-time.ts';
import {type Entry} from '../../../source/log/entry.ts';
import {collect, cuts, inPieces, textOf} from '../../helpers/bytes.ts';

const receipt = Date.UTC(2026, 10, 24, 12) * 1000;

/** All that came of some bytes, cut at some places. */
async function decode(text: string | Uint8Array, fractions: number[] = []) {
	const decodeEntries = createEntryDecoder(() => receipt);
	const bytes = Buffer.from(text);
	const blocks = await collect(jsonLines(inPieces(bytes, fractions)));
	const batches = blocks.map((block) => decodeEntries(block));
	return {
		entries: batches.flatMap(({entries}) => [...entries]),
		raw: batches.flatMap(({entries, rawLine}) =>
			[...entries].map((_, index) => textOf(rawLine(index))),
		),
		malformedCount: batches.reduce(
			(sum, {malformedCount}) => sum + malformedCount,
			0,
		),
	};
}

test.each(['', '.', '..', '\uD800x', 'x\uDC00', 7, null])(
	'nothing is named %j that is put into an address',
	(name) => {
		const revision = {id: name, slug: name};
		expect(decodeDeployment({id: name})).toBeUndefined();
		expect(decodeRevision(revision, 'shop')).toBeUndefined();
		expect(decodeTimelinesApp([{app: revision}, {app: name}])).toBeUndefined();
		expect(decodeProjects([{id: name}])).toHaveLength(name === 7 ? 1 : 0);
		expect(decodeDeployment({id: 'x', projectId: name})?.projectId).toBe(
			name === 7 ? '7' : '',
		);
	},
);

test('what only looks as if it led elsewhere is a name', () => {
	for (const id of ['...', '%2e%2e', 'a/..', '--api-url=x', '\u0000']) {
		expect(decodeDeployment({id})?.id).toBe(id);
	}
});

const entries: fc.Arbitrary<Entry> = fc.record({
	time: fc.integer({min: 0, max: receipt * 2}),
	level: fc.constantFrom('error', 'warning', 'info', 'debug', 'notice', ''),
	message: fc
		.array(
			fc.constantFrom(
				'é',
				'🚀',
				'x',
				'\n',
				'\r\n',
				'"',
				'\\',
				'[',
				'}',
				',',
				'東',
				'\u0000',
				'\uFEFF',
			),
		)
		.map((parts) => parts.join('')),
	region: fc.constantFrom('gcp-us-east4', 'mars-north1', ''),
});

/** Lines of a wire, and the entries that they hold. */
const wire = fc
	.array(
		fc.oneof(
			{
				weight: 6,
				arbitrary: entries.map((entry) => ({
					line: JSON.stringify({...entry, time: formatTime(entry.time)}),
					entry,
				})),
			},
			{
				weight: 1,
				arbitrary: fc.constantFrom(
					...['{bad', '[]', '"text"', '{"text":1}', 'é'].map((line) => ({
						line,
						entry: 'malformed' as const,
					})),
				),
			},
			{
				weight: 1,
				arbitrary: fc.constantFrom(
					...['', '  ', '\t', 'null', '{}'].map((line) => ({
						line,
						entry: 'blank' as const,
					})),
				),
			},
		),
	)
	// What begins with a bracket is an array.
	.filter(
		(lines) =>
			!lines.find(({line}) => line.trim() !== '')?.line.startsWith('['),
	);

test('any cut of the same bytes gives the same entries and raw lines', async () => {
	await fc.assert(
		fc.asyncProperty(
			wire,
			cuts,
			fc.record({
				newline: fc.constantFrom('\n', '\r\n'),
				end: fc.constantFrom('', '\r\n'),
				start: fc.constantFrom('', '\uFEFF'),
			}),
			async (lines, fractions, {start, newline, end}) => {
				// Without an end, a line that cannot be read is one that was cut off.
				const isMalformed = lines.at(-1)?.entry === 'malformed';
				const text =
					start +
					lines.map(({line}) => line).join(newline) +
					(isMalformed ? newline : end);
				const sent = lines.filter(({entry}) => typeof entry === 'object');
				expect(await decode(text, fractions)).toEqual({
					entries: sent.map(({entry}) => entry),
					raw: sent.map(({line}) => line),
					malformedCount: lines.filter(({entry}) => entry === 'malformed')
						.length,
				});
			},
		),
	);
});

test('a cut at every byte, inside é, emoji and line breaks, changes nothing', async () => {
	const text = `{"message":"é🚀"}\r\n\r\n{"message":"\\r\\n東"}\r\n`;
	const {length} = Buffer.from(text);
	const whole = await decode(text);
	expect(whole.entries.map(({message}) => message)).toEqual(['é🚀', '\r\n東']);
	for (let index = 0; index <= length; index++) {
		// eslint-disable-next-line no-await-in-loop -- The failing cut is to be seen.
		expect(await decode(text, [index / length])).toEqual(whole);
	}

	expect(
		await decode(
			text,
			Array.from({length}, (_, index) => index / length),
		),
	).toEqual(whole);
});

test('a JSON array gives the same entries as lines do, however it is laid out and cut', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(entries),
			cuts,
			fc.constantFrom(undefined, '\t', '  '),
			fc.constantFrom('', '\r\n ', '\uFEFF'),
			async (sent, fractions, indent, before) => {
				const wireEntries = sent.map((entry) => ({
					...entry,
					time: formatTime(entry.time),
				}));
				const text = before + JSON.stringify(wireEntries, undefined, indent);
				const decoded = await decode(text, fractions);
				expect(decoded.entries).toEqual(sent);
				expect(decoded.malformedCount).toBe(0);
				expect(decoded.raw.map((line) => JSON.parse(line) as unknown)).toEqual(
					wireEntries,
				);
				if (indent === undefined) {
					expect(decoded.raw).toEqual(
						wireEntries.map((entry) => JSON.stringify(entry)),
					);
				}
			},
		),
	);
});

test('what is wrong in a JSON array is counted, and the rest is kept', async () => {
	expect(
		await decode(
			'[{"message":"a"},nonsense,{"message":"b"},7,{"message":"c"}]',
		),
	).toMatchObject({
		entries: [{message: 'a'}, {message: 'b'}, {message: 'c'}],
		malformedCount: 2,
	});
});

test.each([
	'{"message":"a"}\n{"message":',
	'[{"message":"a"},{"mess',
	'[{"message":"a"},',
	'[{"message":"a"}',
])('%j was cut off, however well it ended', async (text) => {
	await expect(decode(text)).rejects.toThrow(/ended in the middle/v);
});

test('raw lines are the bytes of the server, where they are no UTF-8 too', async () => {
	const line = Buffer.from([
		...Buffer.from('{"message":"'),
		0xff,
		0xc3,
		0x22,
		0x7d,
	]);
	const decodeEntries = createEntryDecoder(() => receipt);
	const batch = decodeEntries(
		Buffer.concat([Buffer.from('\n'), line, Buffer.from('\n')]),
	);
	expect(batch.entries.at(0)?.message).toBe('\uFFFD\uFFFD');
	expect(Buffer.from(batch.rawLine(0))).toEqual(line);
});

test('an entry without a time of its own has that of the one before it', async () => {
	const {entries} = await decode(
		[
			{message: 'a'},
			{message: 'b', time: 'soon'},
			{message: 'c', time: '2026-11-24T12:00:01Z'},
			{message: 'd', time: 12},
			{message: 'e', time: null},
			{message: 'f', time: '2026-11-24T12:00:02.000Z'},
		]
			.map((value) => JSON.stringify(value))
			.join('\n'),
	);
	const second = 1_000_000;
	expect(entries.map(({time, timeText}) => [time - receipt, timeText])).toEqual(
		[
			[second, ''],
			[second, 'soon'],
			[second, '2026-11-24T12:00:01Z'],
			[second, '12'],
			[second, ''],
			[2 * second, undefined],
		],
	);
});

test('where nothing has a time, it is that of receipt', async () => {
	const {entries} = await decode('{"message":"a"}\n{"message":"b"}\n');
	expect(entries.map(({time}) => time)).toEqual([receipt, receipt]);
});

test('unknown levels and regions are kept as they are, odd ones as text', async () => {
	const {entries} = await decode(
		'{"message":"a","level":"NOTICE","region":"mars"}\n{"message":"b","level":3,"region":null}',
	);
	expect(entries.map(({level, region}) => [level, region])).toEqual([
		['NOTICE', 'mars'],
		['3', ''],
	]);
});

test('the build log has levels and messages, and raw lines', () => {
	const batch = decodeBuildLog(
		Buffer.from(
			'{"level":"info","message":"a"}\n{"text":1}\n{"message":"b"}\n',
		),
	);
	expect(batch).toMatchObject({
		entries: [
			{level: 'info', message: 'a'},
			{level: '', message: 'b'},
		],
		malformedCount: 1,
	});
	expect(textOf(batch.rawLine(1))).toBe('{"message":"b"}');
});

test('a deployment needs an id; what else is missing or null is left empty', () => {
	expect(decodeDeployment({id: 'a'})).toEqual({
		id: 'a',
		projectId: '',
		status: {kind: 'unknown', name: ''},
		domains: [],
		databases: {},
	});
	expect(
		decodeDeployment({
			id: 'a',
			projectId: 'p',
			status: 'pending',
			domains: ['x', 1],
			databases: {default: 'd', odd: 1},
			createdAt: '2026-11-24T12:00:00Z',
			updatedAt: 'never',
			description: null,
		}),
	).toEqual({
		id: 'a',
		projectId: 'p',
		status: {kind: 'building'},
		domains: ['x'],
		databases: {default: 'd'},
		createdAt: receipt,
	});
	for (const value of [undefined, null, [], 'text', {}, {id: 7}]) {
		expect(decodeDeployment(value)).toBeUndefined();
	}
});
