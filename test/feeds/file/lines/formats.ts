import {
	copyFile,
	mkdtemp,
	readdir,
	readFile,
	rm,
	utimes,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Readable} from 'node:stream';
import {expect, test} from 'vitest';
import {
	detectFormat,
	createPlainFormat,
	createTextFormats,
} from '../../../../source/feeds/file/lines/formats.ts';
import {createJsonFormat} from '../../../../source/feeds/file/lines/json-format.ts';
import {
	type LineFormat,
	type TimeContext,
} from '../../../../source/feeds/file/lines/read-entry.ts';
import {openFileFeed} from '../../../../source/feeds/file/file-feed.ts';
import {hasOwnTime} from '../../../../source/log/entry.ts';
import {everything} from '../../../../source/log/query.ts';
import {formatTime} from '../../../../source/log/wall-time.ts';

const folder = path.join(import.meta.dirname, '../../../fixtures/logs');

const writtenAt = new Date('2026-11-27T12:00:00Z');

type Sample = {
	readonly format: string;
	/** Lines that do not fit. */
	readonly odd?: number;
	/** Time, level, region, message; the time is empty where it had to be invented. */
	readonly entries: ReadonlyArray<readonly [string, string, string, string]>;
};

test('a line reads after others like it as it does alone', async () => {
	const context = {timeZone: 'Europe/Paris', writtenAt: 1_795_780_800_000_000};
	for (const name of await readdir(folder)) {
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		const text = await readFile(path.join(folder, name), 'utf8');
		const {format} = detectFormat(text, context);
		const lines = text.split('\n').filter((line) => line !== '');
		// Other hours, minutes, seconds and zones, and what is no time.
		const others = lines.flatMap((line) => [
			line,
			line.replace(/(\d\d):\d\d:\d\d/v, '$1:59:07'),
			line.replace(/\d\d:(\d\d:\d\d)/v, '03:$1'),
			line.replace(/(\d\d:\d\d):\d\d/v, '$1:61'),
			line.replace(/(\d\d:\d\d:\d\d)(?:\.\d+)?/v, '$1.987654321'),
			line.replace(/(\d\d:\d\d:\d\d(?:\.\d+)?)Z?/v, '$1+05:30'),
			line.replace(/(\d\d:\d\d:\d\d(?:\.\d+)?)/v, '$1 UTC'),
			line.replace(/:\s*"([^"]*)"/v, ':5'),
			line.replace(/"msg":"[^"]*"/v, '"msg":{"a":1}'),
			line,
		]);
		const seen = others.map((line) => format.read(line));
		// A format of which nothing was read yet knows nothing of lines before.
		const alone = others.map((line) =>
			formatOf(format.name, context).read(line),
		);
		expect(seen, name).toEqual(alone);
	}
});

function formatOf(name: string, context: TimeContext): LineFormat {
	const formats = [
		createJsonFormat(context),
		...createTextFormats(context),
	].filter((format) => format.name === name);
	const [first = createPlainFormat(context)] = formats;
	return formats.length < 2
		? first
		: {
				...first,
				read: (line) =>
					formats.map((format) => format.read(line)).find(Boolean),
			};
}

test.each([
	[
		'WebLogic',
		'####<May 18, 2018 1:20:10 PM CST> <Warning> <HTTP> <BEA-2> slow',
		['2018-05-18T19:20:10.000Z', 'Warning', '<HTTP> <BEA-2> slow'],
	],
	[
		'Nextflow',
		'Mar-18 21:41:16.001 [main] WARN  nextflow.Session - old',
		['2026-03-18T21:41:16.001Z', 'WARN', '[main] WARN  nextflow.Session - old'],
	],
	[
		'Nextcloud',
		'{"reqId":"q5N","level":2,"time":"2023-09-30T19:38:49+00:00","remoteAddr":"::1","app":"core","message":"late"}',
		[
			'2023-09-30T19:38:49.000Z',
			'warning',
			'late reqId=q5N remoteAddr=::1 app=core',
		],
	],
	[
		'an id beyond what the engine counts',
		'{"time":"2025-11-28T08:00:00Z","level":"info","msg":"paid","id":1234567890123456789,"ms":1e3}',
		['2025-11-28T08:00:00.000Z', 'info', 'paid id=1234567890123456789 ms=1000'],
	],
	[
		'a level among fields',
		'{"@message":"gone","@timestamp":"2021-05-05T11:00:42.627Z","@fields":{"level":"error"}}',
		['2021-05-05T11:00:42.627Z', 'error', 'gone'],
	],
	[
		'an attribute of OTLP with blanks',
		'{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1620212442000000000","severityNumber":9,"body":{"stringValue":"up"},"attributes":[{"key":"user agent","value":{"stringValue":"curl 8"}}]}]}]}]}',
		['2021-05-05T11:00:42.000Z', 'info', 'up "user agent"="curl 8"'],
	],
	[
		'containers whose JSON has the time of the runtime before it',
		'[pod/web-7f/app] 2026-01-02T15:04:06.678Z {"level":"error","msg":"boom"}',
		['2026-01-02T15:04:06.678Z', 'error', 'boom'],
	],
	[
		'a pod and a container, with a time before its JSON',
		'web-7f app 2026-01-02T15:04:05Z {"level":"error","msg":"at 2025-01-01 10:00:00"}',
		['2026-01-02T15:04:05.000Z', 'error', 'web-7f app at 2025-01-01 10:00:00'],
	],
	[
		'Celery in a process with a long name',
		'[2026-01-02 15:04:06,678: ERROR/ForkPoolWorker-12] Task failed',
		['2026-01-02T15:04:06.678Z', 'ERROR', 'Task failed'],
	],
	[
		'a thread and its level',
		'[2026-01-02 15:04:06] [Server thread/WARN]: late',
		['2026-01-02T15:04:06.000Z', 'WARN', '[Server thread/WARN]: late'],
	],
	[
		'Rails with tags',
		'[4a5b] Started GET "/" for 127.0.0.1 at 2026-01-02 15:04:05 +0000',
		[
			'2026-01-02T15:04:05.000Z',
			'',
			'[4a5b] Started GET "/" for 127.0.0.1 at 2026-01-02 15:04:05 +0000',
		],
	],
	[
		'tracing as it is printed for people',
		'  2026-01-02T15:04:06.678901Z ERROR my_app: bad',
		['2026-01-02T15:04:06.678901Z', 'ERROR', 'my_app: bad'],
	],
	[
		'a day of a week',
		'2026-W53-5T15:04:05Z INFO up',
		['2027-01-01T15:04:05.000Z', 'INFO', 'up'],
	],
	[
		'a day of a year',
		'2026-060T15:04:05.5+01:00 INFO up',
		['2026-03-01T14:04:05.500Z', 'INFO', 'up'],
	],
	[
		'syslog whose message has a mark behind its data',
		'<165>1 2026-01-02T15:04:05Z host app - ID1 [a@1 b="c"] \uFEFFup',
		['2026-01-02T15:04:05.000Z', 'notice', 'app: ID1 [a@1 b="c"] up'],
	],
	[
		'Log4j with the milliseconds of the epoch',
		'{"timeMillis":1767366246678,"level":"WARN","message":"slow"}',
		['2026-01-02T15:04:06.678Z', 'WARN', 'slow'],
	],
	[
		'Serilog',
		'{"Timestamp":"2026-01-02T15:04:05Z","Level":"Error","MessageTemplate":"{X}","RenderedMessage":"bad"}',
		['2026-01-02T15:04:05.000Z', 'Error', 'bad MessageTemplate="{X}"'],
	],
	[
		'Elasticsearch as it answers',
		'{"_id":"a","_source":{"@timestamp":"2026-01-02T15:04:05Z","log.level":"error","message":"bad"}}',
		['2026-01-02T15:04:05.000Z', 'error', 'bad _id=a'],
	],
	[
		'Datadog as it answers',
		'{"id":"x","content":{"timestamp":"2026-01-02T15:04:05Z","status":"warn","message":"slow"}}',
		['2026-01-02T15:04:05.000Z', 'warn', 'slow id=x'],
	],
	[
		'Splunk',
		'{"_raw":"ERROR: bad","_time":"2026-01-02T15:04:05.000+00:00"}',
		['2026-01-02T15:04:05.000Z', 'ERROR', 'ERROR: bad'],
	],
])('a line of %s is read as one expects', (_, line, [time, level, message]) => {
	const {format} = detectFormat(line, {
		timeZone: 'utc',
		writtenAt: writtenAt.getTime() * 1000,
	});
	const [entry] = format.read(line) ?? [];
	expect({
		time: formatTime(entry?.time ?? 0),
		level: entry?.level,
		message: entry?.message,
	}).toEqual({time, level, message});
});

test('each sample file gives the entries that are beside it', async () => {
	const text = await readFile(path.join(folder, 'expected.json'), 'utf8');
	// eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- It is the test's own.
	const samples: Record<string, Sample> = JSON.parse(text);
	const copies = await mkdtemp(path.join(tmpdir(), 'deplog-formats-'));
	for (const [name, {format, odd = 0, entries}] of Object.entries(samples)) {
		const copy = path.join(copies, name);
		// eslint-disable-next-line no-await-in-loop -- One after the other.
		await copyFile(path.join(folder, name), copy);
		// Times without a year are of the year in which the file was written.
		// eslint-disable-next-line no-await-in-loop -- As above.
		await utimes(copy, writtenAt, writtenAt);
		const ending = new AbortController();
		// eslint-disable-next-line no-await-in-loop -- As above.
		const feed = await openFileFeed({
			names: [copy],
			stdin: Readable.from([]),
			timeZone: 'utc',
			signal: ending.signal,
		});
		// eslint-disable-next-line no-await-in-loop -- As above.
		const {batch} = await feed.pastEntries({
			filter: everything,
			range: {},
			order: 'asc',
			limit: 1000,
			signal: ending.signal,
		});
		const [file] = feed.source().files;
		ending.abort();
		expect(
			{
				format: file?.format,
				odd: file?.oddCount,
				entries: batch.entries.map((entry) => [
					hasOwnTime(entry) ? formatTime(entry.time) : '',
					entry.level,
					entry.region,
					entry.message,
				]),
			},
			name,
		).toEqual({format, odd, entries});
	}

	await rm(copies, {recursive: true});
});
