import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {appendFile, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {type Running, startDeplog} from '../helpers/run-deplog.ts';

type Serving = Running & {
	readonly said: () => string;
	/** What stands behind a word of the output, as soon as all is there. */
	readonly says: (word: string) => Promise<string>;
};

const running = new Set<Running>();
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-serve-'));
});

afterEach(async () => {
	for (const serving of running) {
		serving.kill('SIGTERM');
		await serving.exitCode; // eslint-disable-line no-await-in-loop -- One after the other.
	}

	running.clear();
});

afterAll(async () => {
	await rm(folder, {recursive: true});
});

test('the simulated logs are served over both versions, until a signal ends it', async () => {
	const serving = serve();
	const v1 = await serving.says('v1');
	const v2 = await serving.says('v2');
	expect(v1).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/v);
	expect(await ask(`${v1}/deployments/storefront-6ab1x9`)).toMatchObject({
		status: 'success',
	});
	expect(await ask(`${v2}/apps`)).toMatchObject([{slug: 'storefront'}]);
	// Somebody who is connected does not hold it up.
	const stream = await fetch(`${v1}/deployments/storefront-7f3k2m/app_logs`);
	serving.kill('SIGTERM');
	expect(await serving.exitCode).toBe(0);
	expect(serving.messages()).toBe('');
	await expect(stream.text()).rejects.toThrow('terminated');
});

test('given logs are served, of either version and of none', async () => {
	const file = path.join(folder, 'My shop.ndjson');
	await writeFile(
		file,
		[
			'{"time":"2026-01-31T12:00:00Z","level":"warning","message":"one","region":"r"}',
			'{"timestamp":"2026-01-31T12:00:01Z","level":"error","message":"two"}',
			'no entry at all',
			'',
		].join('\n'),
	);
	const serving = serve(file);
	const v1 = await serving.says('v1');
	expect(await serving.says('logs')).toBe('my-shop-file1');
	expect(
		await ask(
			`${v1}/deployments/my-shop-file1/app_logs?since=2026-01-01T00:00:00Z&order=asc`,
		),
	).toMatchObject([
		{level: 'warning', message: 'one'},
		{level: 'error', message: 'two'},
		{message: 'no entry at all', time: '2026-01-31T12:00:01Z'},
	]);
	const v2 = await serving.says('v2');
	expect(
		await ask(
			`${v2}/apps/my-shop/logs?start=2026-01-01T00:00:00Z&end=2026-02-01T00:00:00Z&level=warn`,
		),
	).toMatchObject({
		logs: [
			{timestamp: '2026-01-31T12:00:00Z', level: 'warn', message: 'one'},
			{timestamp: '2026-01-31T12:00:01Z', level: 'error', message: 'two'},
		],
	});
});

test('what deplog open reads is served, packed or of another tool, and what is written meanwhile is streamed', async () => {
	const packed = path.join(folder, 'access.log.gz');
	const growing = path.join(folder, 'app.log');
	await writeFile(
		packed,
		gzipSync(
			'203.0.113.9 - - [31/Jan/2026:12:00:00 +0000] "GET /cart HTTP/1.1" 500 12 "-" "curl/8"\n',
		),
	);
	await writeFile(growing, '2026-01-31 12:00:00 ERROR one\n  at line 2\n');
	const serving = serve('--time-zone', 'utc', packed, growing);
	const v1 = await serving.says('v1');
	const since = 'since=2026-01-01T00:00:00Z&order=asc';
	expect(
		JSON.stringify(
			await ask(`${v1}/deployments/access-file1/app_logs?${since}`),
		),
	).toMatch(
		/^\[\{"time":"2026-01-31T12:00:00.000Z","level":"error","message":"GET \/cart/v,
	);
	expect(
		JSON.stringify(await ask(`${v1}/deployments/app-file2/app_logs?${since}`)),
	).toMatch(
		/^\[\{"time":"2026-01-31T12:00:00Z","level":"error","message":"[^"]*one\\n {2}at line 2/v,
	);
	const stream = await fetch(`${v1}/deployments/app-file2/app_logs`, {
		headers: {accept: 'application/x-ndjson'},
	});
	const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
	await appendFile(growing, '2026-01-31 12:00:05 INFO two\n');
	const {value} = (await reader?.read()) ?? {};
	expect(JSON.parse(value ?? '')).toMatchObject({
		time: '2026-01-31T12:00:05Z',
		level: 'info',
	});
	await reader?.cancel();
});

test('beyond this machine a token is needed, which is said once', async () => {
	const serving = serve('--host', '0.0.0.0');
	const token = await serving.says('token');
	expect(token).toMatch(/^ddo_[0-9a-f]{48}$/v);
	expect(serving.said().split(token)).toHaveLength(2);
	const v1 = await serving.says('v1');
	const url = `${v1.replace('0.0.0.0', '127.0.0.1')}/deployments/storefront-6ab1x9`;
	expect(await ask(url)).toMatchObject({code: 'unauthorized'});
	expect(await ask(url, {authorization: `Bearer ${token}`})).toMatchObject({
		id: 'storefront-6ab1x9',
	});
});

test('the token of a file is asked for, and never said', async () => {
	const file = path.join(folder, 'token');
	await writeFile(file, 'ddo_secret\n', {mode: 0o600});
	const serving = serve('--token-file', file);
	const url = `${await serving.says('v2')}/apps`;
	expect(await serving.says('token')).toBe('that of the file');
	expect(serving.said()).not.toContain('secret');
	expect(await ask(url)).toMatchObject({code: 'NOT_AUTHENTICATED'});
	expect(await ask(url, {authorization: 'Bearer ddo_secret'})).toHaveLength(1);
});

test('what cannot be served is told in a sentence', async () => {
	const taken = createServer();
	taken.listen(0, '127.0.0.1');
	await once(taken, 'listening');
	const address = taken.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	for (const [argv, sentence] of [
		[['--port', String(port)], `The port ${port} is taken.`],
		[[path.join(folder, 'nothing')], 'There is no file'],
		[[folder], 'is a folder. Name the files in it'],
		[['--host', '192.0.2.1'], '192.0.2.1 is no address of this machine.'],
	] as const) {
		const serving = serve(...argv);
		expect(await serving.exitCode).toBe(1); // eslint-disable-line no-await-in-loop -- One after the other.
		expect(serving.messages()).toContain(sentence);
		expect(serving.said()).toBe('');
	}

	taken.close();
});

function serve(...argv: readonly string[]): Serving {
	const started = startDeplog(['serve', ...argv]);
	const output = () => Buffer.from(started.output()).toString();
	running.add(started);
	return {
		...started,
		said: output,
		async says(word) {
			await expect.poll(output, {timeout: 20_000}).toContain('Ctrl+C ends it.');
			return new RegExp(`^${word} +(.*)$`, 'mv').exec(output())?.[1] ?? '';
		},
	};
}

async function ask(
	url: string,
	headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
	const response = await fetch(url, {headers});
	return response.json();
}
