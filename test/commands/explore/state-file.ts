import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {StateFile} from '../../../source/commands/explore/recall.ts';

let folder: string;
let file: string;

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-state-'));
	file = path.join(folder, 'deep', 'state');
});

afterEach(async () => {
	await rm(folder, {recursive: true});
});

const openPairs = () =>
	new StateFile(file, (value) =>
		Array.isArray(value) && value.length === 2
			? ([String(value[0]), String(value[1])] as const)
			: undefined,
	);

test('what is remembered is there in the next run, in its order', async () => {
	const first = openPairs();
	await Promise.all([
		first.change((known) => [['app', 'status'], ...known]),
		first.change((known) => [['other', 'path'], ...known]),
	]);
	expect(await openPairs().read()).toEqual([
		['other', 'path'],
		['app', 'status'],
	]);
	expect(await readFile(file, 'utf8')).toBe(
		'["other","path"]\n["app","status"]\n',
	);
});

test('a file that is not understood in full is set aside before it is written', async () => {
	await openPairs().change(() => [['app', 'status']]);
	await writeFile(file, '["app","status"]\n{"a":1}\n');
	await openPairs().change((known) => [...known, ['b', 'c']]);
	expect(await openPairs().read()).toEqual([
		['app', 'status'],
		['b', 'c'],
	]);
	expect(await readFile(`${file}.unread-1`, 'utf8')).toContain('{"a":1}');
});
