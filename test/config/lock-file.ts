import {mkdtemp, readdir, rm, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {takeLock} from '../../source/config/lock-file.ts';

let folder: string;
let lock: string;

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-lock-'));
	lock = path.join(folder, 'lock');
});

afterEach(async () => {
	await rm(folder, {recursive: true});
});

test('a lock that another process keeps is refused with its number', async () => {
	await writeFile(lock, String(process.ppid));
	await expect(takeLock(lock, {patience: 0})).rejects.toMatchObject({
		name: 'LockedError',
		processId: process.ppid,
	});
});

test('a lock that this process keeps is refused until it is given back', async () => {
	const release = await takeLock(lock, {patience: 0});
	await expect(takeLock(lock, {patience: 0})).rejects.toThrow(
		String(process.pid),
	);
	release();
	expect(await readdir(folder)).toEqual([]);
	const again = await takeLock(lock, {patience: 0});
	again();
});

test.each([
	['of a process that is gone', '999999999', undefined],
	['of a process that had the number of this one', String(process.pid), 1],
	['in which nothing was ever written', '', 1],
	['in which something else stands', 'deplog', undefined],
	['that another process has had for too long', String(process.ppid), 1],
])('a lock %s is taken over', async (_, content, time) => {
	await writeFile(lock, content);
	if (time !== undefined) {
		await utimes(lock, time, time);
	}

	const release = await takeLock(lock, {patience: 0, longest: 60_000});
	release();
	expect(await readdir(folder)).toEqual([]);
});

test('where no lock can be made, the system’s error is told', async () => {
	await expect(
		takeLock(path.join(folder, 'no', 'lock'), {patience: 0}),
	).rejects.toMatchObject({code: 'ENOENT'});
});
