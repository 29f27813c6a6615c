import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {
	writeBash,
	listCompleted,
	writeFish,
	writeZsh,
} from '../../source/commands/completion/shell-scripts.ts';
import {writeMan} from '../../source/commands/completion.ts';
import {commands} from '../../source/config/commands.ts';
import {flagName} from '../../source/config/flag-table.ts';

const targets = ['prod', 'staging'];

/** What the shell offers for the last word; nothing where the shell is not there. */
type Complete = (...words: readonly string[]) => readonly string[] | undefined;

const inBash: Complete = (...words) => {
	// Its own reader cuts words at equals signs.
	const cut = words.flatMap((word) => word.split(/(?<==)|(?==)/v));
	return run('bash', [
		'-c',
		`eval "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _deplog; printf '%s\\n' "\${COMPREPLY[@]}"`,
		'bash',
		writeBash(listCompleted(), targets),
		'deplog',
		...cut,
	]);
};

const inFish: Complete = (...words) =>
	run('fish', [
		'--no-config',
		'-c',
		`${writeFish(listCompleted(), targets)}\ncomplete -C ${JSON.stringify(['deplog', ...words].join(' '))}`,
	])?.map((line) => line.split('\t')[0] ?? '');

function run(
	shell: string,
	argv: readonly string[],
): readonly string[] | undefined {
	const {stdout, error} = spawnSync(shell, argv, {encoding: 'utf8', env: {}});
	return error === undefined
		? stdout.split('\n').filter((line) => line !== '')
		: undefined;
}

test.each([
	[['wa'], ['wait']],
	[['pr'], ['prod']],
	[['wait', '--unt'], ['--until-quiet']],
	[['demo', 'fa'], ['failed']],
	[['completion', 'z'], ['zsh']],
	[['wait', 'st'], ['staging']],
	[['--order', 'd'], ['desc']],
	[['--order=d'], ['desc']],
	[['--level', 'error,w'], ['error,warning']],
	[['--level', '"error,w'], ['error,warning']],
	[['--format', 'json', 'demo', 'fa'], ['failed']],
	[['diff', '--format', 't'], ['text']],
	[['diff', '--format', 'c'], []],
	[['config', 'st'], ['staging']],
	[['--region', 'us-east4'], ['us-east4']],
])('bash completes %j with %j', (words, offered) => {
	expect(inBash(...words) ?? offered).toEqual(offered);
});

test('bash completes names of files with blanks and colons', async () => {
	const folder = await mkdtemp(path.join(tmpdir(), 'deplog-names-'));
	const blank = path.join(folder, 'a b.log');
	await Promise.all([
		writeFile(blank, ''),
		writeFile(path.join(folder, 'web:0.log'), ''),
	]);
	expect(inBash('open', path.join(folder, 'a')) ?? [blank]).toEqual([blank]);
	// Bash parts words at colons.
	const web = path.join(folder, 'web');
	expect(inBash('open', web, ':', '0') ?? ['0.log']).toEqual(['0.log']);
	expect(inBash('open', web, ':') ?? ['0.log']).toEqual(['0.log']);
	await rm(folder, {recursive: true});
});

test('bash offers a command its own flags alone', () => {
	const offered = inBash('serve', '--') ?? ['--port'];
	expect(offered).toContain('--port');
	expect(offered).not.toContain('--level');
});

test.each([
	[['wa'], ['wait']],
	[['pro'], ['prod']],
	[['wait', '--unt'], ['--until-quiet']],
	[['demo', 'fa'], ['failed']],
	[['--order', 'd'], ['desc']],
])('fish completes %j with %j', (words, offered) => {
	expect(inFish(...words) ?? offered).toEqual(offered);
});

test('zsh reads its completion, which has every flag', () => {
	const text = writeZsh(listCompleted(), targets);
	const {error, stderr} = spawnSync('zsh', ['-n'], {
		encoding: 'utf8',
		input: text,
	});
	expect(error === undefined ? stderr : '').toBe('');
	for (const {flags} of listCompleted()) {
		for (const {name} of flags) {
			expect(text).toContain(name);
		}
	}
});

test('the man page has every command and flag, in lines that roff reads as text', () => {
	const page = writeMan();
	for (const {flags} of commands) {
		for (const flag of flags) {
			const name = flagName(flag)
				.slice(1)
				.replaceAll('-', String.raw`\-`);
			if (
				listCompleted().some((one) =>
					one.flags.some((other) => other.name === flagName(flag)),
				)
			) {
				expect(page).toContain(`Fl ${name}`);
			}
		}
	}

	for (const line of page.split('\n')) {
		expect(line.length).toBeLessThanOrEqual(100);
		expect(line).not.toMatch(
			/^['.](?!(?:Dd|Dt|Os|Sh|Nm|Nd|Ar|Pp|Bl|El|It|Dl)\b)/v,
		);
	}

	const {error, stdout} = spawnSync('mandoc', ['-Tlint', '-Wwarning'], {
		encoding: 'utf8',
		input: page,
	});
	expect(error === undefined ? stdout : '').toBe('');
});
