import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import process from 'node:process';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {runDeplog, startDeplog} from '../helpers/run-deplog.ts';
import {until} from '../helpers/until.ts';

const program = path.join(import.meta.dirname, '../../dist/cli.js');
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-open-'));
});

afterAll(async () => {
	await rm(folder, {recursive: true});
});

const pino = [
	'{"level":30,"time":1795514400000,"msg":"ready"}',
	'{"level":50,"time":1795514401000,"msg":"boom"}',
	'{"level":30,"time":1795514402000,"msg":"bye"}',
];

test('a file is printed as it is, or as the flags ask', async () => {
	const file = path.join(folder, 'app.log');
	await writeFile(file, `${pino.join('\n')}\n`);
	await expect(runDeplog(['open', file])).resolves.toEqual({
		exitCode: 0,
		messages: '',
		output: `${pino.join('\n')}\n`,
	});
	const {output} = await runDeplog(
		`open ${file} --level error --format text --time-zone utc`.split(' '),
	);
	expect(output).toBe('2026-11-24T10:00:01.000Z error    boom\n');
});

test('a log that is piped in is printed, without a word to ask for that', async () => {
	const child = spawn(
		'/bin/sh',
		[
			'-c',
			String.raw`printf '%s\n' "$LINE" | "${process.execPath}" "${program}"`,
		],
		// eslint-disable-next-line @typescript-eslint/naming-convention -- The environment's names.
		{env: {LINE: pino[1], PATH: process.env['PATH']}},
	);
	const [output] = await Promise.all([
		text(child.stdout),
		once(child, 'close'),
	]);
	expect(output).toBe(`${pino[1]}\n`);
});

test('a pipe that never ends is printed as it comes, and deplog ends with its reader', async () => {
	const child = spawn(
		'/bin/sh',
		[
			'-c',
			String.raw`(while printf '%s\n' "$LINE"; do sleep 0.1; done) | { "${process.execPath}" "${program}" open - --print; echo "code $?" >&2; } | head -n 1`,
		],
		// eslint-disable-next-line @typescript-eslint/naming-convention -- The environment's names.
		{env: {LINE: pino[1], PATH: process.env['PATH']}},
	);
	const [output, messages] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close'),
	]);
	expect(output).toBe(`${pino[1]}\n`);
	expect(messages).toContain('code 0');
});

test('a pipe to which nobody writes keeps nothing from ending, and is read once somebody does', async () => {
	const pipe = path.join(folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	const waiting = startDeplog(['open', pipe]);
	await until(() => {
		expect(waiting.messages()).toContain('What is piped in has not ended');
	});
	waiting.kill('SIGTERM');
	expect(await waiting.exitCode).toBe(143);

	const reading = startDeplog(['open', pipe]);
	await writeFile(pipe, 'hello\n');
	expect(await reading.exitCode).toBe(0);
	expect(JSON.parse(String(reading.output()))).toMatchObject({
		message: 'hello',
	});
});

test.each([
	['there-is-none.log', 4, 'There is no file'],
	['.', 2, 'is a folder'],
])('%s ends with the exit code %i', async (name, exitCode, sentence) => {
	const result = await runDeplog(['open', path.join(folder, name)]);
	expect(result).toMatchObject({exitCode, output: ''});
	expect(result.messages).toContain(sentence);
});
