import {Buffer} from 'node:buffer';
import {execFileSync, spawn} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {findToken} from '../../source/config/token.ts';
import {UsageError} from '../../source/config/usage-error.ts';

const token = 'ddp_0123456789abcdefghij';
let folder = '';

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-token-'));
});

afterAll(async () => {
	await rm(folder, {recursive: true});
});

async function fileWith(content: string | Uint8Array): Promise<string> {
	const file = path.join(folder, 'token');
	await writeFile(file, content, {mode: 0o600});
	return file;
}

test.each([
	['alone', `${token}\n`],
	['in double quotes', `"${token}"\n`],
	['in single quotes', ` '${token}' `],
	['as a variable', `DENO_DEPLOY_TOKEN=${token}\n`],
	['as a variable with blanks around the sign', `DENO_DEPLOY_TOKEN = ${token}`],
	['as an exported variable', `export DENO_DEPLOY_TOKEN='${token}'\n`],
	['as a variable of another name', `MY_TOKEN="${token}";\n`],
	['as a variable of PowerShell', `$env:DENO_DEPLOY_TOKEN = "${token}"\r\n`],
	['with a comment behind it', `DENO_DEPLOY_TOKEN=${token} # mine\n`],
	[
		'among other variables',
		`# secrets\r\nDATABASE_URL=postgres://a:b@c/d\r\nDEPLOY_ACCESS_TOKEN=other\r\nDENO_DEPLOY_TOKEN="${token}"\r\n`,
	],
	['behind a byte order mark', `\uFEFF${token}\r\n`],
	['with the line ends of Windows', `${token}\r\n\r\n`],
	['with the line ends of old Macs', `${token}\r`],
	['behind Bearer', `Authorization: Bearer ${token}\n`],
	['in UTF-16', Buffer.from(`\uFEFF${token}\r\n`, 'utf16le')],
])('a token %s is found', async (_, content) => {
	const file = await fileWith(content);
	expect(findToken({}, file).token).toBe(token);
});

test('a token that ends in equals signs is no variable', async () => {
	const file = await fileWith('abcDEF123==\n');
	expect(findToken({}, file).token).toBe('abcDEF123==');
});

test('quotes around a variable’s value are no part of it', () => {
	const environment = Object.fromEntries([
		['DENO_DEPLOY_TOKEN', `"${token}"\r\n`],
	]);
	expect(findToken(environment, undefined)).toEqual({
		token,
		source: {place: 'DENO_DEPLOY_TOKEN'},
		warnings: [],
	});
});

test.each([
	['two tokens', 'one_token\nanother_token\n', '2 lines'],
	['nothing but a comment', '# none\n', 'is empty'],
	['blanks inside', 'my secret words', 'no access token'],
	['a quote that is not closed', `"${token}`, 'no access token'],
	[
		'bytes that are no text',
		Buffer.from([0xff, 0x00, 0xc3]),
		'no access token',
	],
	['far too much', 'x'.repeat(100_000), 'too long'],
])('a file with %s is refused, and not quoted', async (_, content, reason) => {
	const file = await fileWith(content);
	expect(() => findToken({}, file)).toThrow(UsageError);
	expect(() => findToken({}, file)).toThrow(reason);
	expect(() => findToken({}, file)).not.toThrow('secret');
});

test.each(['/', '/dev/zero', '/dev/null/x'])(
	'%s is no token file, which is said',
	(file) => {
		expect(() => findToken({}, file)).toThrow(UsageError);
	},
);

test('a token comes through a pipe to which it is written later', () => {
	const pipe = path.join(folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	spawn('sh', ['-c', 'sleep 0.1; printf %s "$1" > "$0"', pipe, token], {
		stdio: 'ignore',
	});
	expect(findToken({}, pipe).token).toBe(token);
});

test('a token file is read again, and names its place', async () => {
	const file = await fileWith(token);
	const {source} = findToken({}, file);
	expect(source?.place).toBe(`the file ${file}`);
	await fileWith('export DENO_DEPLOY_TOKEN=ddp_renewed\n');
	expect(source?.reread?.()).toBe('ddp_renewed');
	await rm(file);
	expect(source?.reread?.()).toBeUndefined();
});
