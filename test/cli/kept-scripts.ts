import {spawnSync} from 'node:child_process';
import {
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
	utimes,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {Script} from 'node:vm';
import v8 from 'node:v8';
import {expect, test} from 'vitest';
import {
	boundExpressions,
	boundYoungSpace,
	unboundFlags,
} from '../../source/commands/bound-engine.ts';
import {runDeplog} from '../helpers/run-deplog.ts';

const built = path.join(import.meta.dirname, '../../dist');

test('what was compiled is kept and taken, and made anew where it is damaged', async () => {
	const cache = await mkdtemp(path.join(tmpdir(), 'deplog-'));
	try {
		const parent = path.join(
			cache,
			'deplog',
			`scripts-${process.version}-${process.arch}`,
		);
		for (const build of ['of-long-ago', 'of-today']) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			await mkdir(path.join(parent, build), {recursive: true});
		}

		await utimes(path.join(parent, 'of-long-ago'), 1, 1);
		const help = await runHelp(cache);
		const builds = await readdir(parent);
		expect(builds).toEqual([
			expect.stringMatching(/^[\da-f]{16}.+dist$/v),
			'of-today',
		]);

		const folder = path.join(parent, builds[0] ?? '');
		const kept = path.join(folder, 'run-command.js');
		expect(await readdir(folder)).toEqual(
			expect.arrayContaining(['chunk-start.js', 'run-command.js']),
		);
		expect(isTaken(kept)).toBe(true);

		const whole = await readFile(kept);
		const damaged = whole.map((byte, index) =>
			index === Math.floor(whole.length / 2) ? 255 - byte : byte,
		);
		for (const bytes of [damaged, whole.subarray(0, 3), whole.subarray(7)]) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			await writeFile(kept, bytes);
			// eslint-disable-next-line no-await-in-loop -- As above.
			expect(await runHelp(cache)).toEqual(help);
			expect(isTaken(kept)).toBe(true);
		}

		expect(await readdir(folder)).toHaveLength(2);
	} finally {
		await rm(cache, {recursive: true});
	}
});

test('nothing is kept where nothing can be, or shall be', async () => {
	const cache = await mkdtemp(path.join(tmpdir(), 'deplog-'));
	try {
		const blocked = path.join(cache, 'file');
		await writeFile(blocked, '');
		expect(await runHelp(blocked)).toEqual(
			await runHelp(cache, [['NODE_DISABLE_COMPILE_CACHE', '1']]),
		);
		expect(await readdir(cache)).toEqual(['file']);
	} finally {
		await rm(cache, {recursive: true});
	}
});

test('the bounds of the engine can be given up, so that it takes what is kept', () => {
	const conditions = () =>
		new Script('1').createCachedData().subarray(0, conditionBytes);
	for (const flag of unboundFlags) {
		v8.setFlagsFromString(flag);
	}

	const before = conditions();
	boundExpressions();
	boundYoungSpace();
	expect(conditions()).not.toEqual(before);
	for (const flag of unboundFlags) {
		v8.setFlagsFromString(flag);
	}

	expect(conditions()).toEqual(before);
});

/** A magic number, the engine's version, the source's length and the flags. */
const conditionBytes = 16;

async function runHelp(
	cache: string,
	environment: ReadonlyArray<readonly [string, string]> = [],
) {
	const run = await runDeplog(['--help'], {
		environment: Object.fromEntries([
			['XDG_CACHE_HOME', cache],
			...environment,
		]),
	});
	expect(run).toMatchObject({exitCode: 0, messages: ''});
	return run;
}

/** Whether an engine that has just started takes what is kept of `run-command.js`. */
function isTaken(kept: string): boolean {
	const {stdout} = spawnSync(
		process.execPath,
		[
			'-p',
			`const {readFileSync} = require('node:fs');
			const source = readFileSync(${JSON.stringify(path.join(built, 'run-command.js'))}, 'latin1');
			const bytes = readFileSync(${JSON.stringify(kept)});
			const {length} = bytes;
			const cachedData = bytes.subarray(0, length / 2);
			new vm.Script(source, {cachedData}).cachedDataRejected`,
		],
		{encoding: 'utf8'},
	);
	return stdout.trim() === 'false';
}
