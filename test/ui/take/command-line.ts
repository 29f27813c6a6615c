/* eslint-disable @typescript-eslint/naming-convention -- Names of the environment. */
import {Buffer} from 'node:buffer';
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import {afterAll, expect, test, vi} from 'vitest';
import {readCommand} from '../../../source/config/read-command.ts';
import {
	createFilter,
	createQuery,
	type Query,
} from '../../../source/log/query.ts';
import {commandLine} from '../../../source/ui/take/command-line.ts';
import {openProgram} from '../../helpers/deplog-terminal.ts';

const now = Date.UTC(2026, 10, 24, 12) * 1000;
const words = ['deplog', 'storefront-7f3k2m'];

const queries: fc.Arbitrary<Query> = fc
	.record({
		levels: fc.subarray(['error', 'warning', 'info']),
		regions: fc.subarray(['gcp-us-east4', 'gcp-europe-west3']),
		// No shell and no terminal lets these through in an argument.
		text: fc
			.string({unit: 'grapheme', maxLength: 20})
			.filter(
				(text) =>
					!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|dd[a-z]_/iv.test(
						text,
					),
			),
		since: fc.option(fc.integer({min: now - 10 ** 12, max: now - 10 ** 9})),
		until: fc.option(fc.integer({min: now - 10 ** 9 + 1, max: now})),
		order: fc.constantFrom('asc' as const, 'desc' as const),
	})
	.map(({levels, regions, text, since, until, order}) =>
		createQuery({
			filter: createFilter({levels, regions, text}),
			range: {
				...(since !== null && {since}),
				...(until !== null && {until}),
			},
			order: until === null ? 'asc' : order,
		}),
	);

/** Those that are not installed are left out. */
const shells = ['sh', 'bash', 'zsh', 'fish'].filter((shell) => {
	const isThere = spawnSync(shell, ['-c', 'true']).status === 0;
	if (!isThere) {
		console.warn(`${shell} is not installed: it is not asked.`);
	}

	return isThere;
});

/** A program of that name prints its words, each with a NUL after it. */
const folder = mkdtempSync(path.join(tmpdir(), 'deplog-shells-'));
writeFileSync(
	path.join(folder, 'deplog'),
	String.raw`#!/bin/sh
printf '%s\0' "$@"
`,
	{mode: 0o700},
);

afterAll(() => {
	rmSync(folder, {recursive: true});
});

function wordsBy(shell: string, line: string): readonly string[] {
	return execFileSync(shell, ['-c', line], {
		env: {
			...process.env,
			PATH: `${folder}:${process.env['PATH'] ?? ''}`,
			HOME: folder,
			LC_ALL: 'C.UTF-8',
		},
	})
		.toString()
		.split('\0')
		.slice(0, -1);
}

function lineOf(query: Query): string {
	const line = commandLine(words, query, {isPrinting: true});
	return line.kind === 'line' ? line.text : line.reason;
}

test.each(shells)(
	'what %s makes of the line asks for the same query',
	async (shell) => {
		await fc.assert(
			fc.asyncProperty(queries, async (query) => {
				const command = await readCommand(wordsBy(shell, lineOf(query)), {
					environment: {DENO_DEPLOY_TOKEN: 'ddo_secret'},
					now,
					isTerminal: true,
				});
				expect(command).toMatchObject({
					kind: 'deployment',
					isPrinting: true,
					target: {deploymentId: 'storefront-7f3k2m'},
					options: {
						filter: query.filter,
						range: query.range,
						order: query.order,
						isFollowing: query.range.until === undefined,
					},
				});
			}),
			{numRuns: 12},
		);
	},
	40_000,
);

/** What has run something, or come out otherwise, in one shell or another. */
const hostile = [
	String.raw`\';touch /tmp/run;'`,
	String.raw`\\';id;echo '`,
	String.raw`a\'b\\'c`,
	"'; rm -rf x; '",
	'$(id)',
	'`id`',
	'(id)',
	'!!',
	'!id:p',
	'=ls',
	'~root',
	'*',
	'a{b,c}',
	'%self',
	'^a^b',
	'--api-url=https://evil.example',
	'-q',
	'a;b|c&d>e<f#g',
	'"; id; "',
	'<(id)',
	String.raw`\n\x41`,
	'東京 🇩🇪 ‌x',
	'#x',
	'~+',
	'a=~',
	'fg%',
	'‘;id;’',
	'c:\\windows\\',
	"'\\".repeat(3),
];

test.each(shells)('%s runs nothing of what a line holds', (shell) => {
	for (const text of hostile) {
		const line = lineOf(createQuery({filter: createFilter({text})}));
		const parsed = wordsBy(shell, line);
		const value = text.startsWith('-')
			? [`--query=${text}`]
			: ['--query', text];
		expect(parsed.slice(-value.length), line).toEqual(value);
		expect(parsed).toHaveLength(3 + value.length);
	}
});

test.each([
	['a plain terminal', ''],
	['one that marks pastes', '\u001B[?2004h'],
])('pasted into bash at %s, a line runs nothing', async (_name, modes) => {
	using bash = openProgram(['bash', '--noprofile', '--norc', '-i'], {
		columns: 200,
		environment: {PATH: `${folder}:${process.env['PATH'] ?? ''}`, PS1: '$ '},
	});
	await bash.shows(/^\$/v);
	bash.press(
		modes === ''
			? "bind 'set enable-bracketed-paste off'; echo rea''dy\r"
			: "bind 'set enable-bracketed-paste on'; echo rea''dy\r",
	);
	await bash.shows('ready');
	for (const [index, text] of hostile.entries()) {
		const line = lineOf(createQuery({filter: createFilter({text})}));
		const pasted = modes === '' ? line : `\u001B[200~${line}\u001B[201~`;
		bash.press(
			`${pasted} | tr '\\0' '\\n' | tail -1 | od -An -tx1 | tr -d ' \\n'; echo " end ${index}"\r`,
		);
		const value = text.startsWith('-') ? `--query=${text}` : text;
		const hex = Buffer.from(`${value}\n`).toString('hex');
		// eslint-disable-next-line no-await-in-loop -- One line after the other.
		await vi.waitFor(
			() => {
				expect(bash.bytes().replaceAll(/\s/gv, '')).toContain(
					`${hex}end${index}`,
				);
			},
			{timeout: 10_000, interval: 20},
		);
	}
});

test.each([
	['\u0007', 'U+0007'],
	['a\nid\n', 'U+000A'],
	['\u001B[201~id', 'U+001B'],
	['\u0003', 'U+0003'],
	['\u007F', 'U+007F'],
	['\u009B2J', 'U+009B'],
	['\u202Eid', 'U+202E'],
	['\uD800', 'U+D800'],
])('%j is in no line, and a sentence names it', (text, name) => {
	const query = createQuery({filter: createFilter({text})});
	expect(commandLine(words, query, {isPrinting: true})).toEqual({
		kind: 'refused',
		reason: expect.stringContaining(
			`--query holds the control character ${name}`,
		) as unknown,
	});
});

test.each([['--api-url=https://evil.example'], ['-x']])(
	'a deployment that a server names %s is in no line',
	(id) => {
		expect(
			commandLine(['deplog', id], createQuery(), {isPrinting: false}).kind,
		).toBe('refused');
	},
);

test('a line is as short as it can be', () => {
	expect(commandLine(words, createQuery(), {isPrinting: false})).toEqual({
		kind: 'line',
		text: 'deplog storefront-7f3k2m',
	});
	expect(
		lineOf(
			createQuery({
				filter: createFilter({levels: ['error'], text: "can't"}),
				range: {since: now},
			}),
		),
	).toBe(
		String.raw`deplog storefront-7f3k2m --print --follow --level error --query 'can'\''t' --since 2026-11-24T12:00:00.000Z`,
	);
});

test('a token that is searched for is in no line', () => {
	expect(
		lineOf(createQuery({filter: createFilter({text: 'ddp_abcdefg'})})),
	).not.toContain('ddp_abcdefg');
});
