import {Buffer} from 'node:buffer';
import {expect, test} from 'vitest';
import {createEntryDecoder} from '../../source/feeds/json/entry-decoder.ts';
import {ApiError} from '../../source/feeds/errors.ts';
import {type Feed} from '../../source/feeds/feed.ts';
import {v1Traits} from '../../source/feeds/v1/v1.ts';
import {createLineFormat} from '../../source/print/format-lines.ts';
import {linesOf} from '../../source/print/line.ts';
import {print} from '../../source/print/print.ts';
import {findUnsafe} from '../helpers/find-unsafe.ts';
import {payloads} from '../helpers/payloads.ts';
import {printOptions} from '../helpers/print-options.ts';
import {createTimeline} from '../helpers/timeline.ts';

/** Entries as a server sends them that escapes only what JSON wants escaped. */
function decode(raw: Uint8Array) {
	return linesOf(createEntryDecoder(() => 0)(raw));
}

const hostile = payloads.map((payload) => ({
	time: '2026-01-31T12:00:00Z',
	level: `info ${payload}`,
	region: payload,
	message: `before ${payload} behind`,
}));
const hostileLines = decode(
	Buffer.from(hostile.map((entry) => `${JSON.stringify(entry)}\n`).join('')),
);

test.each(['ndjson', 'json', 'text', 'pretty', 'csv', 'raw'] as const)(
	'%s on a terminal holds nothing that drives it',
	(format) => {
		const {batch, end} = createLineFormat({
			...printOptions,
			format,
			isOnTerminal: true,
		});
		const text = Buffer.concat([...batch(hostileLines), end()]).toString();
		expect(hostileLines).toHaveLength(payloads.length);
		expect(findUnsafe(text)).toBeUndefined();
	},
);

test('what is escaped for a terminal is the same JSON', () => {
	const {batch, end} = createLineFormat({...printOptions, isOnTerminal: true});
	expect(
		JSON.parse(Buffer.concat([...batch(hostileLines), end()]).toString()),
	).toEqual(hostile);
});

test('tabs between the members are blanks on a terminal', () => {
	const [line] = decode(
		Buffer.from(
			'{"time":\t"2026-01-31T12:00:00Z",\r"level":"info","region":"r","message":"\u009Ba"}\n',
		),
	);
	const {batch} = createLineFormat({
		...printOptions,
		format: 'ndjson',
		isOnTerminal: true,
	});
	expect(
		Buffer.concat([...batch(line === undefined ? [] : [line])]).toString(),
	).toBe(
		String.raw`{"time": "2026-01-31T12:00:00Z", "level":"info","region":"r","message":"\u009ba"}` +
			'\n',
	);
});

test('ndjson in a pipe is the server’s own bytes, and json is valid UTF-8 all the same', () => {
	const raw = Buffer.concat([
		Buffer.from(
			'{"time":"2026-01-31T12:00:00Z","level":"info","region":"r","message":"',
		),
		Buffer.from([0xff, 0x9b, 0xc3]),
		Buffer.from('"}\n'),
	]);
	const lines = decode(raw);
	expect(lines).toHaveLength(1);
	const ndjson = createLineFormat({...printOptions, format: 'ndjson'});
	expect(Buffer.concat([...ndjson.batch(lines)]).equals(raw)).toBe(true);
	const json = createLineFormat(printOptions);
	const text = new TextDecoder('utf-8', {fatal: true}).decode(
		Buffer.concat([...json.batch(lines), json.end()]),
	);
	expect(JSON.parse(text)).toEqual([
		expect.objectContaining({message: '\uFFFD\uFFFD\uFFFD'}),
	]);
});

/** A feed of which the second page fails, or passes something over. */
function feedOf(second: 'fails' | 'passes over'): Feed {
	const start = Date.parse('2026-01-31T12:00:00Z') * 1000;
	const page = (message: string, time: string) => ({
		...createEntryDecoder(() => 0)(
			Buffer.from(
				`${JSON.stringify({time, level: 'info', region: 'r', message})}\nno entry\n`,
			),
		),
	});
	const none = new Error('Nobody asks.');
	return {
		traits: v1Traits,
		details() {
			throw none;
		},
		async deployments() {
			throw none;
		},
		buildLog() {
			throw none;
		},
		liveEntries() {
			throw none;
		},
		async pastEntries({range}) {
			const isFirst = (range.since ?? 0) <= start;
			if (!isFirst && second === 'fails') {
				throw new ApiError('forbidden', 'No more of it.', {status: 403});
			}

			const batch = page('an entry', '2026-01-31T12:00:00Z');
			return {
				batch: {
					...batch,
					entries: isFirst ? [...batch.entries] : [],
				},
				whole: isFirst
					? {from: range.since ?? 0, to: start + 1}
					: {from: start + 1, to: range.until ?? Number.POSITIVE_INFINITY},
				...(!isFirst && {passedOver: [{from: start + 1, to: start + 2}]}),
			};
		},
	};
}

async function printed(feed: Feed) {
	const notices: string[] = [];
	const bytes: Uint8Array[] = [];
	const printing = print({
		feed,
		options: {
			...printOptions,
			range: {since: Date.parse('2026-01-31T12:00:00Z') * 1000},
		},
		output: {
			async write(some) {
				bytes.push(Buffer.from(some));
			},
			async flush() {
				bytes.push(Buffer.from(''));
			},
			gone: new AbortController().signal,
		},
		onNotice(notice) {
			notices.push(notice);
		},
		clock: createTimeline(),
	});
	const result = await printing.catch((error: unknown) => error);
	return {result, notices, text: Buffer.concat(bytes).toString()};
}

test('a json array is closed when a later page fails, and what was left out is said', async () => {
	const {result, notices, text} = await printed(feedOf('fails'));
	expect(result).toBeInstanceOf(ApiError);
	expect(JSON.parse(text)).toEqual([
		expect.objectContaining({message: 'an entry'}),
	]);
	expect(notices.join('\n')).toMatch(/1 line of the server could not be read/v);
});

test('a span that is passed over is said, and the result tells', async () => {
	const {result, notices, text} = await printed(feedOf('passes over'));
	expect(result).toBe(false);
	expect(notices[0]).toMatch(/^What was logged from .* is missing/v);
	expect(JSON.parse(text)).toHaveLength(1);
});
