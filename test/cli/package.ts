/* eslint-disable @typescript-eslint/naming-convention -- The names of the wire. */
import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {findProblems} from '../../bundled-packages.js';
import packageJson from '../../package.json' with {type: 'json'};

// eslint-disable-next-line @typescript-eslint/strict-void-return -- As Node's types declare it.
const execute = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');
/** In bytes. */
const largestPackage = 700_000;

let folder: string;
let tarball: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-package-'));
	tarball = await pack('first');
});

afterAll(async () => {
	await rm(folder, {recursive: true});
});

test('the package is small, and the same each time', async () => {
	const first = await readFile(tarball);
	expect(first.length).toBeLessThan(largestPackage);
	const second = await readFile(await pack('second'));
	expect(second.equals(first)).toBe(true);
});

test('it installs without a network into an empty folder, alone, and runs there', async () => {
	const place = path.join(folder, 'place');
	await mkdir(place);
	// With its scripts: one that builds would fail here.
	await npm(place, ['install', '--offline', '--no-package-lock', tarball]);
	const installed = await readdir(path.join(place, 'node_modules'));
	expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['deplog']);
	const own = path.join(place, 'node_modules/deplog');
	expect(await readdir(own)).toEqual([
		'changelog.md',
		'dist',
		'docs',
		'license',
		'package.json',
		'readme.md',
	]);
	const licenses = await readFile(
		path.join(own, 'dist/third-party-licenses.txt'),
		'utf8',
	);
	expect(licenses).toContain('yoga-layout');

	const deplog = async (...argv: readonly string[]) => {
		const {stdout} = await execute(
			process.execPath,
			[path.join(own, 'dist/cli.js'), ...argv],
			{cwd: place},
		);
		return stdout;
	};

	expect(await deplog('--version')).toBe(`${packageJson.version}\n`);
	const printed = await deplog('demo', '--print', '--limit', '3');
	expect(printed.trim().split('\n')).toHaveLength(3);
});

test('whoever installs it runs no script and installs nothing else', () => {
	expect(packageJson).not.toHaveProperty('dependencies');
	expect(packageJson).not.toHaveProperty('optionalDependencies');
	expect(packageJson).not.toHaveProperty('peerDependencies');
	// Npm asks whoever installs it from a file to allow a script of the last name, too.
	for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) {
		expect(packageJson.scripts).not.toHaveProperty(name);
	}
});

test.each([
	[{name: 'left-pad'}, 'left-pad 1.0.0 (MIT) is new in the bundle'],
	[{license: 'AGPL-3.0'}, 'has the licence AGPL-3.0'],
	[{license: 'unknown'}, 'has the licence unknown'],
	[{text: ''}, 'brings no licence text'],
])('a bundle with %j is not built', (change, sentence) => {
	const ink = {name: 'ink', version: '1.0.0', license: 'MIT', text: 'MIT …'};
	expect(findProblems([ink])).toEqual([]);
	expect(findProblems([{...ink, ...change}])).toEqual([
		expect.stringContaining(sentence),
	]);
});

/** Packs what is built. */
async function pack(name: string): Promise<string> {
	const destination = path.join(folder, name);
	await mkdir(destination);
	await npm(root, [
		'pack',
		'--ignore-scripts',
		'--pack-destination',
		destination,
	]);
	const [file = ''] = await readdir(destination);
	return path.join(destination, file);
}

async function npm(cwd: string, argv: readonly string[]): Promise<void> {
	await execute('npm', [...argv], {
		cwd,
		env: {...process.env, npm_config_cache: path.join(folder, 'cache')},
	});
}
