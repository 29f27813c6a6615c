/* eslint-disable no-await-in-loop -- One thing follows the other. */
import {appendFile, mkdtemp, rename, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Buffer} from 'node:buffer';
import {PassThrough, Readable} from 'node:stream';
import {gzipSync} from 'node:zlib';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {
	type FileFeed,
	openFileFeed,
} from '../../../source/feeds/file/file-feed.ts';
import {
	createFilter,
	createQuery,
	everything,
} from '../../../source/log/query.ts';
import {type EntryColumns} from '../../../source/log/entry-columns.ts';
import {systemClock} from '../../../source/feeds/clock.ts';
import {follow} from '../../../source/feeds/follow.ts';
import {startSession} from '../../../source/session/session.ts';
import {createState, createStore} from '../../../source/store/create-store.ts';
import {knownGaps} from '../../../source/store/missing.ts';
import {until} from '../../helpers/until.ts';

let folder: string;
let ending: AbortController;

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-files-'));
	ending = new AbortController();
});

afterEach(async () => {
	ending.abort();
	await rm(folder, {recursive: true});
});

const start = Date.parse('2026-11-24T10:00:00Z');

/** `from` and the lines after it, a second apart. */
function lines(from: number, to: number, name = 'line'): string {
	return Array.from({length: to - from}, (_, index) => {
		const number = from + index;
		const time = new Date(start + number * 1000).toISOString();
		const level = number % 10 === 3 ? 'ERROR' : 'INFO';
		return `${time} ${level} ${name} ${number}\n`;
	}).join('');
}

async function write(name: string, text: string | Uint8Array): Promise<string> {
	const file = path.join(folder, name);
	await writeFile(file, text);
	return file;
}

async function open(
	names: readonly string[],
	stdin: Readable = Readable.from([]),
): Promise<FileFeed> {
	return openFileFeed({
		names,
		stdin,
		timeZone: 'utc',
		signal: ending.signal,
	});
}

async function messages(
	feed: FileFeed,
	asked: Partial<Parameters<FileFeed['pastEntries']>[0]> = {},
): Promise<readonly string[]> {
	const {batch} = await feed.pastEntries({
		filter: everything,
		range: {},
		order: 'asc',
		limit: 100_000,
		signal: ending.signal,
		...asked,
	});
	return batch.entries.map(({message}) => message);
}

test('pages of either order hold each entry once, whatever the order in the file, and no more than was asked for', async () => {
	const shuffled = [
		lines(4000, 6000),
		lines(0, 3000),
		lines(3000, 4000),
		lines(6000, 9000),
	].join('');
	const feed = await open([await write('app.log', shuffled)]);
	for (const order of ['asc', 'desc'] as const) {
		const seen: string[] = [];
		let span = {
			from: Number.NEGATIVE_INFINITY,
			to: Number.POSITIVE_INFINITY,
		};
		while (span.from < span.to) {
			const {batch, whole} = await feed.pastEntries({
				filter: everything,
				range: {
					...(Number.isFinite(span.from) && {since: span.from}),
					...(Number.isFinite(span.to) && {until: span.to}),
				},
				order,
				limit: 700,
				signal: ending.signal,
			});
			expect(batch.entries.length).toBeLessThanOrEqual(700);
			seen.push(...batch.entries.map(({message}) => message));
			span =
				order === 'asc'
					? {from: whole.to, to: span.to}
					: {from: span.from, to: whole.from};
		}

		const expected = Array.from({length: 9000}, (_, index) => `line ${index}`);
		expect(seen).toEqual(order === 'asc' ? expected : expected.toReversed());
	}
});

test('levels, a text and a span of time are answered from the file', async () => {
	const feed = await open([await write('app.log', lines(0, 5000))]);
	const since = (start + 100_000) * 1000;
	await expect(
		messages(feed, {
			filter: createFilter({levels: ['error'], text: '4'}),
			range: {since, until: since + 50_000_000},
		}),
	).resolves.toEqual(['line 143']);
	await expect(
		messages(feed, {filter: createFilter({levels: ['error']}), limit: 1}),
	).resolves.toEqual(['line 3']);
});

test('several files are one log, in the order of time, and each entry says which file it is of', async () => {
	const feed = await open([
		await write('b.log', lines(1, 5, 'b')),
		await write('a.log.gz', gzipSync(lines(0, 4, 'a'))),
	]);
	await expect(messages(feed)).resolves.toEqual([
		'a 0',
		'b 1',
		'a 1',
		'b 2',
		'a 2',
		'b 3',
		'a 3',
		'b 4',
	]);
	await expect(
		messages(feed, {filter: createFilter({regions: ['a.log.gz']})}),
	).resolves.toHaveLength(4);
});

test('entries without a time keep their place, however many there are', async () => {
	const text = `first\n${Array.from({length: 5000}, (_, index) => `plain ${index}\n`).join('')}`;
	const feed = await open([await write('plain.txt', text)]);
	const {batch} = await feed.pastEntries({
		filter: everything,
		range: {},
		order: 'asc',
		limit: 2000,
		signal: ending.signal,
	});
	expect(batch.entries.length).toBeLessThanOrEqual(2000);
	const all = await messages(feed);
	expect(all).toHaveLength(5001);
	expect(all.slice(0, 3)).toEqual(['first', 'plain 0', 'plain 1']);
	expect(all.at(-1)).toBe('plain 4999');
});

/** The messages that come from now on. */
function collectLive(feed: FileFeed): readonly string[] {
	const live: string[] = [];
	const read = async () => {
		const batches = feed.liveEntries({
			filter: everything,
			signal: ending.signal,
		});
		for await (const {entries} of batches) {
			live.push(...[...entries].map(({message}) => message));
		}
	};

	void read();
	return live;
}

test('a file that grows, is put aside and is emptied is followed', async () => {
	const file = await write('app.log', lines(0, 3));
	const feed = await open([file]);
	await feed.ready;
	expect(feed.source().isGrowing).toBe(false);
	const live = collectLive(feed);
	await appendFile(file, lines(3, 5));
	await until(() => {
		expect(live).toEqual(['line 3', 'line 4']);
		expect(feed.source().isGrowing).toBe(true);
	});
	await appendFile(file, lines(5, 6));
	await rename(file, `${file}.1`);
	await writeFile(file, lines(6, 8));
	await until(() => {
		expect(live.slice(2)).toEqual(['line 5', 'line 6', 'line 7']);
	});
	await expect(messages(feed)).resolves.toEqual(
		Array.from({length: 8}, (_, index) => `line ${index}`),
	);
}, 15_000);

test.each([
	['as much is written to it since', lines(5, 10), lines(10, 12)],
	['more is written to it since', lines(5, 12), ''],
	['an editor puts another in its place', lines(0, 5) + lines(5, 12), ''],
])(
	'a file that is emptied loses and doubles nothing where %s',
	async (how, content, later) => {
		const name = await write('log', lines(0, 5));
		const feed = await open([name]);
		await feed.ready;
		const live = collectLive(feed);
		await (how.startsWith('an editor')
			? rename(await write('log~', content), name)
			: writeFile(name, content));

		await until(() => {
			expect(live.length).toBeGreaterThan(3);
		});
		await appendFile(name, later + lines(12, 13));
		await until(() => {
			expect(live).toEqual(
				Array.from({length: 8}, (_, index) => `line ${index + 5}`),
			);
		});
		const all = await messages(feed);
		expect(new Set(all).size).toBe(all.length);
	},
);

test('standard input is live until it ends', async () => {
	const stdin = new PassThrough();
	stdin.write(lines(0, 2));
	const feed = await open(['-'], stdin);
	await feed.ready;
	expect(feed.source()).toMatchObject({isGrowing: true});
	stdin.write(lines(2, 3));
	stdin.end('half a line');
	await until(async () => {
		expect(feed.source()).toMatchObject({isGrowing: false});
		expect(await messages(feed)).toEqual([
			'line 0',
			'line 1',
			'line 2',
			'half a line',
		]);
	});
	expect(feed.source().files[0]).toMatchObject({oddCount: 1, lineCount: 4});
});

test.each([
	['no such file', 'there-is-none.log', 'There is no file'],
	['a folder', '.', 'is a folder'],
	['an empty file', 'empty.log', 'is empty'],
	['a picture', 'picture.png', 'holds no text'],
])('%s is refused in a sentence', async (_, name, sentence) => {
	await write('empty.log', '');
	await write(
		'picture.png',
		Uint8Array.from({length: 4000}, (_, index) => index % 7),
	);
	await expect(open([path.join(folder, name)])).rejects.toThrow(sentence);
});

test('a pipe of which the end is asked for is read to its end', async () => {
	const stdin = new PassThrough();
	stdin.write(lines(0, 5000));
	const feed = await openFileFeed({
		names: ['-'],
		stdin,
		timeZone: 'utc',
		endPatience: Number.POSITIVE_INFINITY,
		signal: ending.signal,
	});
	const last = messages(feed, {order: 'desc', limit: 2});
	await until(() => {
		expect(stdin.readableLength).toBe(0);
	});
	stdin.end(lines(5000, 20_000));
	expect(await last).toEqual(['line 19999', 'line 19998']);
});

test('a pipe that does not end is told of, though its end is waited for', async () => {
	const stdin = new PassThrough();
	stdin.write(lines(0, 3));
	const feed = await openFileFeed({
		names: ['-'],
		stdin,
		timeZone: 'utc',
		endPatience: 100,
		signal: ending.signal,
	});
	await feed.ready;
	expect(feed.isOver()).toBe(false);
	expect(await messages(feed, {order: 'desc', limit: 2})).toHaveLength(2);
	stdin.end();
});

/** A file of some 9 MB, of which some lines stand behind later ones. */
async function writeLong(isMixed: boolean): Promise<string> {
	const parts = Array.from({length: 125}, (_, index) =>
		lines(index * 2000, (index + 1) * 2000),
	);
	const all = isMixed ? [...parts.slice(60), ...parts.slice(0, 60)] : parts;
	const [first = '', ...others] = all;
	// Two lines change places, as those of two threads do.
	const swapped = first.replace(/^(.*\n)(.*\n)/v, '$2$1');
	return write('long.log', [swapped, ...others].join(''));
}

test('what a long file holds comes as it is read, in the order of time, each entry once', async () => {
	const feed = await open([await writeLong(false)]);
	const seen: string[] = [];
	const batches = await feed.entriesAsRead?.({
		filter: everything,
		range: {since: (start + 200_000_000) * 1000},
		signal: ending.signal,
		onMissing: () => undefined,
		onLate() {
			expect.fail();
		},
	});
	for await (const {entries} of batches ?? []) {
		seen.push(...[...entries].map(({message}) => message));
	}

	expect(seen).toEqual(
		Array.from({length: 50_000}, (_, index) => `line ${200_000 + index}`),
	);
	const last = await messages(feed, {order: 'desc', limit: 100});
	expect(last.slice(0, 2)).toEqual(['line 249999', 'line 249998']);
	expect(last.length).toBeGreaterThanOrEqual(100);
	// Neither has read all of it.
	expect(feed.source().files).toMatchObject([{entryCount: 0}]);
});

test('a long file whose times go to and fro is read to its end before anything is told', async () => {
	const feed = await open([await writeLong(true)]);
	const request = {filter: everything, range: {}, signal: ending.signal};
	await expect(
		feed.entriesAsRead?.({
			...request,
			onLate: () => undefined,
			onMissing: () => undefined,
		}),
	).resolves.toBeUndefined();
	const last = await messages(feed, {order: 'desc', limit: 2});
	expect(last).toEqual(['line 249999', 'line 249998']);
	// To put each of its entries in its place as it comes would take minutes: pages are asked for.
	let taken = 0;
	const loading = await openFileFeed({
		names: [path.join(folder, 'long.log')],
		stdin: Readable.from([]),
		timeZone: 'utc',
		onEntries(entries) {
			taken += entries.length;
			return 'copied';
		},
		signal: ending.signal,
	});
	await loading.ready;
	expect({taken, isLoaded: loading.source().isLoaded}).toEqual({
		taken: 0,
		isLoaded: false,
	});
});

test('lines that stand far behind later ones come where they stand, and are counted', async () => {
	const long = lines(0, 250_000);
	const middle = long.indexOf('\n', (long.length * 2) / 3) + 1;
	const feed = await open([
		await write(
			'late.log',
			`${long.slice(0, middle)}${lines(0, 2)}${long.slice(middle)}`,
		),
	]);
	let count = 0;
	let late = 0;
	const batches = await feed.entriesAsRead?.({
		filter: everything,
		range: {},
		signal: ending.signal,
		onMissing: () => undefined,
		onLate(lateCount) {
			late = lateCount;
		},
	});
	for await (const {entries} of batches ?? []) {
		count += [...entries].length;
	}

	expect({count, late}).toEqual({count: 250_002, late: 2});
});

test('what is followed through a pipe ends with it, and holds each entry once', async () => {
	const stdin = new PassThrough();
	stdin.write(lines(0, 3));
	const feed = await open(['-'], stdin);
	await feed.ready;
	const seen: string[] = [];
	const events = follow({
		feed,
		filter: everything,
		signal: ending.signal,
		clock: systemClock,
		random: () => 0,
	});
	for await (const event of events) {
		if (event.kind === 'live') {
			stdin.end(lines(3, 6));
		}

		if (event.kind === 'entries') {
			seen.push(...[...event.batch.entries].map(({message}) => message));
		}
	}

	// The last record of what had come might have gone on.
	expect(seen).toEqual(['line 2', 'line 3', 'line 4', 'line 5']);
	expect(feed.isOver?.()).toBe(true);
});

test.each([
	[
		'UTF-16, its low byte first',
		Buffer.from(`\uFEFF${lines(0, 2)}`, 'utf16le'),
	],
	[
		'UTF-16, its high byte first',
		Buffer.from(`\uFEFF${lines(0, 2)}`, 'utf16le').swap16(),
	],
	['UTF-16 and no mark of it', Buffer.from(lines(0, 2), 'utf16le')],
	[
		'UTF-16 that is laid out over several lines',
		Buffer.from(
			`\uFEFF${JSON.stringify(
				[
					{time: '2026-11-24T10:00:00Z', msg: 'line 0'},
					{time: '2026-11-24T10:00:01Z', msg: 'line 1'},
				],
				undefined,
				2,
			)}`,
			'utf16le',
		),
	],
	[
		'zeros before it, as one that was emptied while it was written has them',
		`${'\0'.repeat(5000)}${lines(0, 2)}`,
	],
	['lines that end in CRLF', lines(0, 2).replaceAll('\n', '\r\n')],
	['no newline at the end', lines(0, 2).trimEnd()],
	['a byte order mark', `\uFEFF${lines(0, 2)}`],
])('a file is read with %s', async (_, content) => {
	expect(await messages(await open([await write('odd.log', content)]))).toEqual(
		['line 0', 'line 1'],
	);
});

test('a log that holds zeros is one, and what is no text is none', async () => {
	const name = await write(
		'zero.log',
		lines(0, 2).replace('line 1', 'a\u0000b'),
	);
	expect(await messages(await open([name]))).toEqual(['line 0', 'a\u0000b']);
	const noise = Uint8Array.from({length: 4096}, (_one, at) => (at * 167) % 251);
	await expect(open([await write('noise', noise)])).rejects.toThrow('no text');
});

test.each([
	['zst', Buffer.from('28b52ffd0000000000', 'hex'), 'zstdcat'],
	['bz2', Buffer.from('BZh61AY&SYaa'), 'bzcat'],
	['xz', Buffer.from('fd377a585a000004', 'hex'), 'xzcat'],
	['lz4', Buffer.from('04224d1864404000', 'hex'), 'lz4 -dc'],
	['Z', Buffer.from('1f9d900102', 'hex'), 'zcat'],
	['zip', Buffer.from('PK\u0003\u0004aaaa'), 'unzip -p'],
	['7z', Buffer.from('377abcaf271c0004', 'hex'), '7z x -so'],
	['tar', tarOf('one line\n'), 'tar xOf'],
	['tar.gz', gzipSync(tarOf('one line\n')), 'tar xOf'],
])(
	'what is packed as .%s is refused with what unpacks it, also in a pipe',
	async (ending, bytes, command) => {
		const name = await write(`log.${ending}`, bytes);
		await expect(open([name])).rejects.toThrow(
			`${command} ${name} | deplog open -`,
		);
		await expect(open(['-'], Readable.from([bytes]))).rejects.toThrow(
			`${command} FILE | deplog open -`,
		);
	},
);

/** An archive of a single file. */
function tarOf(text: string): Uint8Array {
	const head = Buffer.alloc(512);
	head.write('app.log');
	head.write('ustar', 257);
	return Buffer.concat([head, Buffer.from(text.padEnd(512, '\0'))]);
}

test('a packed file that was cut gives what there is, and says that more is missing', async () => {
	const packed = gzipSync(lines(0, 5000));
	const feed = await open([await write('cut.gz', packed.subarray(0, -20))]);
	const [first] = await messages(feed);
	expect(first).toBe('line 0');
	expect(
		feed
			.source()
			.gaps.map(({why}) => why)
			.join(' '),
	).toContain('cannot be read to its end');
	const small = gzipSync(lines(0, 3)).subarray(0, -10);
	expect(await messages(await open([await write('small.gz', small)]))).toEqual([
		'line 0',
		'line 1',
		'line 2',
	]);
	const padded = Buffer.concat([gzipSync(lines(0, 1)), Buffer.alloc(512)]);
	expect(await messages(await open([await write('tape.gz', padded)]))).toEqual([
		'line 0',
	]);
	const stub = await write('stub.gz', packed.subarray(0, 8));
	await expect(open([stub])).rejects.toThrow('zcat');
});

test('files are loaded to their beginning, whatever the reader looks at, and then nothing is missing', async () => {
	const feed = await open([
		await write('a.log', lines(0, 3000, 'a')),
		await write('b.log', lines(1000, 4000, 'b')),
	]);
	const store = createStore(
		createState({
			traits: feed.traits,
			query: createQuery(),
			limit: 100_000,
			columns: 80,
			rows: 24,
		}),
	);
	const session = startSession({store, feed});
	await until(() => {
		const {logs} = store.get();
		expect(logs.buffer.count).toBe(6000);
		expect(knownGaps(logs)).toEqual([]);
	});
	session.stop();
});

test.each([false, true])(
	'several files and packed ones are loaded as they are read, each entry once and in order (kept: %s)',
	async (isKept) => {
		const names = [
			await write('a.log', lines(0, 9000, 'a')),
			await write('b.log', lines(4000, 4500, 'b') + lines(100, 200, 'b')),
			await write('c.log.gz', gzipSync(lines(2000, 30_000, 'c'))),
		];
		for (const [some, count] of [
			[names, 37_600],
			[names.slice(0, 1), 9000],
			[names.slice(2), 28_000],
		] as const) {
			const kept: EntryColumns[] = [];
			const taken: string[] = [];
			let last = 0;
			let backwards = 0;
			const feed = await openFileFeed({
				names: some,
				stdin: Readable.from([]),
				timeZone: 'utc',
				signal: ending.signal,
				onEntries(entries) {
					for (const {time, region, message} of entries) {
						backwards += time < last ? 1 : 0;
						last = time;
						taken.push(`${region} ${message}`);
					}

					kept.push(entries);
					return isKept ? 'kept' : 'copied';
				},
			});
			await feed.ready;
			expect(feed.source().isLoaded).toBe(true);
			expect(new Set(taken).size).toBe(taken.length);
			expect(taken.length).toBe(count);
			expect(backwards).toBe(some.length === 3 ? 1 : 0);
			expect(isKept && kept.some((entries) => entries.length === 0)).toBe(
				false,
			);
		}
	},
);

test.each([
	[
		'deplog saved',
		'{"time":"2026-11-24T10:00:00.123Z","level":"info","message":"a","region":"ord","trace_id":"4bf9","span_id":"00f0"}',
	],
	[
		'version 2 sends',
		'{"timestamp":"2026-11-24T10:00:00.123Z","level":"info","message":"a","revision_id":"r9k2","region":"ord","trace_id":"4bf9","span_id":"00f0"}',
	],
	[
		'`deno deploy logs` prints',
		'{"timestamp":"2026-11-24T10:00:00.123Z","traceId":"4bf9","spanId":"00f0","severity":"INFO","severityNumber":9,"body":"a","scope":"","revision":"r9k2","attributes":{}}',
	],
	[
		'the collector exports',
		'{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1795514400123000000","severityNumber":9,"body":{"stringValue":"a"},"traceId":"4bf9","spanId":"00f0"},{"timeUnixNano":"1795514400124000000","severityNumber":9,"body":{"stringValue":"b"},"traceId":"0000"}]}]}]}',
	],
	[
		'pino writes',
		'{"level":30,"time":1795514400123,"msg":"a","trace_id":"4bf9","span_id":"00f0"}',
	],
	[
		'Elastic reads',
		'{"@timestamp":"2026-11-24T10:00:00.123Z","log.level":"info","message":"a","trace":{"id":"4bf9"},"span":{"id":"00f0"}}',
	],
])('the trace of what %s is known', async (_, line) => {
	const other = line.replaceAll('4bf9', '4bfa');
	const feed = await open([
		await write('traced.ndjson', `${line}\n${other}\n${line}\n`),
	]);
	const {batch} = await feed.pastEntries({
		filter: everything,
		range: {},
		order: 'asc',
		limit: 100,
		signal: ending.signal,
	});
	const own = batch.entries.filter(({message}) => !message.startsWith('b'));
	expect(own.map(({trace, span}) => [trace, span])).toEqual([
		['4bf9', '00f0'],
		['4bfa', '00f0'],
		['4bf9', '00f0'],
	]);
	const deployment = line.includes('r9k2') ? 'r9k2' : undefined;
	expect(own.map((entry) => entry.deployment)).toEqual(
		own.map(() => deployment),
	);
	expect(
		batch.entries.filter(({message}) => message.startsWith('b')),
	).toSatisfy((others: ReadonlyArray<Record<string, unknown>>) =>
		others.every((entry) => !('trace' in entry)),
	);
});

/** All that is read of a feed, oldest first. */
async function readAll(feed: FileFeed, since?: number): Promise<string[]> {
	const seen: string[] = [];
	const batches = await feed.entriesAsRead?.({
		filter: everything,
		range: {...(since !== undefined && {since})},
		signal: ending.signal,
		onMissing: () => undefined,
		onLate() {
			expect.fail();
		},
	});
	for await (const {entries} of batches ?? []) {
		seen.push(...[...entries].map(({message}) => message));
	}

	return seen;
}

test('several files are read at once as one, in the order of time, before all of them are known', async () => {
	const all = lines(0, 6000).trimEnd().split('\n');
	const part = (isPart: (index: number) => boolean) =>
		`${all.filter((_, index) => isPart(index)).join('\n')}\n`;
	const names = await Promise.all([
		// What several servers have written of the same time, and a log that was rotated.
		write(
			'b.log',
			part((index) => index < 4000 && index % 3 === 0),
		),
		write(
			'c.log',
			part((index) => index >= 4000),
		),
		write(
			'a.log',
			part((index) => index < 4000 && index % 3 > 0),
		),
		write('empty.log', ''),
	]);
	const expected = Array.from({length: 6000}, (_, index) => `line ${index}`);
	expect(await readAll(await open(names))).toEqual(expected);
	expect(await readAll(await open(names), (start + 3_990_000) * 1000)).toEqual(
		expected.slice(3990),
	);
});

test('the last entries of several files are known without reading them from their beginnings', async () => {
	const long = await writeLong(false);
	const short = await write('short.log', lines(249_990, 250_010, 'other'));
	const feed = await open([long, short]);
	const last = await messages(feed, {order: 'desc', limit: 24});
	expect(last.slice(0, 11)).toEqual([
		...Array.from({length: 10}, (_, index) => `other ${250_009 - index}`),
		'other 249999',
	]);
	expect(last.slice(-2).toSorted()).toEqual(['line 249993', 'other 249993']);
	// Nothing was read into the index.
	expect(feed.source().files.map(({lineCount}) => lineCount)).toEqual([0, 0]);
});

test('what a recording says that it lacks is told with its entries, and with its last ones', async () => {
	const entry = (second: number) =>
		JSON.stringify({
			time: new Date(start + second * 1000).toISOString(),
			level: 'info',
			message: `line ${second}`,
			region: '',
		});
	const gap = JSON.stringify({
		deplog: 'gap',
		from: new Date(start + 1000).toISOString(),
		to: new Date(start + 2000).toISOString(),
		why: 'The connection was lost.',
	});
	const name = await write(
		'kept.ndjson',
		`${[entry(0), gap, entry(3)].join('\n')}\n`,
	);
	const expected = [
		expect.objectContaining({
			from: (start + 1000) * 1000,
			why: 'The connection was lost.',
		}),
	];
	const request = {filter: everything, range: {}, signal: ending.signal};
	const feed = await open([name]);
	const page = await feed.pastEntries({...request, order: 'desc', limit: 10});
	expect(page.passedOver).toEqual(expected);
	expect(Buffer.from(page.batch.rawLine(0)).toString()).toBe(entry(3));
	const told: unknown[] = [];
	const another = await open([name]);
	const batches = await another.entriesAsRead?.({
		...request,
		onLate: () => undefined,
		onMissing(missing) {
			told.push(missing);
		},
	});
	for await (const {entries} of batches ?? []) {
		expect([...entries]).toHaveLength(2);
	}

	expect(told).toEqual(expected);
});

test('what comes through a pipe faster than it is read, and never ends, is read once as it comes, and waits for its reader', async () => {
	let sent = 0;
	const chunk = Buffer.from(lines(0, 20_000));
	const feed = await openFileFeed({
		names: ['-'],
		stdin: Readable.from(
			(function* () {
				for (;;) {
					sent += chunk.length;
					yield chunk;
				}
			})(),
		),
		timeZone: 'utc',
		endPatience: 60_000,
		signal: ending.signal,
	});
	await feed.ready;
	expect(feed.isFlood()).toBe(true);
	const reading = new AbortController();
	const batches = await feed.entriesAsRead?.({
		filter: everything,
		range: {},
		signal: reading.signal,
		onLate: () => undefined,
		onMissing: () => undefined,
	});
	const seen: string[] = [];
	for await (const {entries} of batches ?? []) {
		seen.push(...[...entries].map(({message}) => message));
		if (seen.length > 30_000) {
			break;
		}
	}

	reading.abort();
	expect(seen.slice(0, 20_001)).toEqual([
		...Array.from({length: 20_000}, (_, index) => `line ${index}`),
		'line 0',
	]);
	// It does not run ahead of its reader.
	expect(sent).toBeLessThan(160 * 1024 * 1024);
});

test('a file that is opened while the reader goes away is closed', async () => {
	const name = await write('app.log', lines(0, 3));
	ending.abort();
	const feed = await open([name]);
	const {signal} = new AbortController();
	await expect(messages(feed, {signal})).rejects.toThrow(/closed|EBADF/v);
});
