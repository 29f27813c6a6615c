/* eslint-disable @typescript-eslint/naming-convention -- Names of the environment. */
import {spawnSync} from 'node:child_process';
import {chmod, copyFile, cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openProgram, program} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

const deployment = createDeployment({
	entries: Array.from({length: 40}, (_, index) => ({
		message: `entry ${index}.`,
	})),
});

const server = serveEach(() => [deployment]);

let folder: string;
/** Where every user can read it, and the runtime beside it. */
let copy: string;
let runtime: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-anywhere-'));
	await chmod(folder, 0o755);
	copy = path.join(folder, 'dist');
	await cp(path.dirname(program), copy, {recursive: true});
	runtime = path.join(folder, 'node');
	await copyFile(process.execPath, runtime);
});

afterAll(async () => {
	await rm(folder, {recursive: true});
});

function open(
	script: string,
	environment: Readonly<Record<string, string>> = {},
) {
	return openProgram(
		[
			'/bin/sh',
			'-c',
			`deplog() { "${process.execPath}" "${copy}/cli.js" "$@"; }; ${script}; echo "ended $?"`,
		],
		{
			columns: 100,
			rows: 30,
			environment: {XDG_STATE_HOME: folder, ...environment},
		},
	);
}

const explore = () => `deplog ${deployment.id} --api-url ${server.url}`;

const isRoot = process.getuid?.() === 0;

test.each<readonly [string, () => string]>([
	[
		'in a folder that was deleted',
		() =>
			`mkdir ${folder}/gone; cd ${folder}/gone; rmdir ${folder}/gone; ${explore()}`,
	],
	['with its input a pipe', () => `sleep 1 | ${explore()}`],
	['with its input at its end', () => `${explore()} < /dev/null`],
	['with its input closed', () => `${explore()} <&-`],
	[
		'as a user without a home and without a name',
		() =>
			isRoot
				? `unset HOME XDG_STATE_HOME; exec setpriv --reuid 54321 --regid 54321 --clear-groups sh -c '"${runtime}" "${copy}/cli.js" ${deployment.id} --api-url ${server.url} </dev/null; echo "ended $?"'`
				: explore(),
	],
])('%s deplog explores', async (_name, script) => {
	using terminal = open(script());
	await terminal.shows('entry 39.');
	terminal.press('e');
	await terminal.shows('errors only');
	terminal.press('q');
	await terminal.shows('ended 0');
});

test('in a folder that was deleted a name without one cannot be saved to, which is said', async () => {
	using terminal = open(
		`mkdir ${folder}/left; cd ${folder}/left; rmdir ${folder}/left; ${explore()}`,
	);
	await terminal.shows('entry 39.');
	terminal.press('s');
	await terminal.shows('save to');
	terminal.press('\r');
	await terminal.shows('The folder that deplog was started in is gone.');
});

test('on a terminal without a name entries are printed, without colours', async () => {
	using terminal = open(`TERM=; export TERM; ${explore()}`);
	await terminal.shows('ended 0');
	expect(await terminal.screen()).toMatch(/entry 39\.\nended 0/v);
	expect(terminal.bytes()).not.toContain('\u001B');
});

test('on a dumb terminal lines stand below each other, keys work, and nothing moves the cursor', async () => {
	using terminal = open(`TERM=dumb; export TERM; ${explore()}`);
	await terminal.shows('entry 39.');
	terminal.press('k');
	await terminal.shows('Selected: ');
	await terminal.shows('Logs: live, held');
	terminal.press('/');
	terminal.press('entry 12');
	terminal.press('\r');
	await terminal.shows('"entry 12"');
	terminal.press('q');
	await terminal.shows('ended 0');
	expect(terminal.bytes()).not.toContain('\u001B');
});

test('where no keys can come from, a sentence says so', async () => {
	using terminal = open(
		`exec setsid -w sh -c '"${process.execPath}" "${copy}/cli.js" ${deployment.id} --api-url ${server.url} < /dev/null; echo "ended $?"'`,
	);
	await terminal.shows('ended 2');
	const screen = await terminal.screen();
	expect(screen.replaceAll('\n', '')).toContain(
		'There is no terminal to take keys from',
	);
});

test.each([['--help'], ['--version'], ['demo --print']])(
	'deplog %s says when it cannot write',
	(flags) => {
		const {status, stderr} = spawnSync(
			'/bin/sh',
			['-c', `"${process.execPath}" "${program}" ${flags} > /dev/full`],
			{encoding: 'utf8'},
		);
		expect(stderr).toMatch(
			/^deplog: Writing to standard output failed: there is no room left/v,
		);
		expect(status).toBe(1);
	},
);
