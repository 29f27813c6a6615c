import {
	lstat,
	mkdtemp,
	readdir,
	readFile,
	rm,
	symlink,
	utimes,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {createTextHistory} from '../../../source/commands/explore/recall.ts';

let folder: string;
let file: string;

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-texts-'));
	file = path.join(folder, 'texts');
});

afterEach(async () => {
	await rm(folder, {recursive: true});
});

test('what several deplogs add at the same time is all kept', async () => {
	const all = await Promise.all(
		Array.from({length: 8}, async (_, deplog) => {
			const history = createTextHistory({file});
			const texts = Array.from(
				{length: 10},
				(_, index) => `deplog ${deplog}, text ${index}`,
			);
			await Promise.all(texts.map(async (text) => history.add(text)));
			return texts;
		}),
	);
	const texts = await createTextHistory({file}).read();
	expect(texts.toSorted()).toEqual(all.flat().toSorted());
	expect(await readdir(folder)).toEqual(['texts']);
});

test('a lock that a deplog left that was killed holds nobody up', async () => {
	const lock = `${file}.lock`;
	await writeFile(lock, '');
	await utimes(lock, 1, 1);
	const history = createTextHistory({file});
	await history.add('timeout');
	expect(await history.read()).toEqual(['timeout']);
});

test.each([
	['that is too large', '"old"\n'.repeat(200_000), []],
	['that was cut off', '"one"\n"tw', ['one']],
	['of another kind', '\u0000\u0001', []],
])(
	'a file %s is set aside, and what can be read of it is kept',
	async (_, content, kept) => {
		await writeFile(file, content);
		const history = createTextHistory({file});
		await history.add('new');
		expect(await history.read()).toEqual(['new', ...kept]);
		expect(await readFile(`${file}.unread-1`, 'utf8')).toBe(content);

		await writeFile(file, 'broken again');
		await history.add('newer');
		expect(await readFile(`${file}.unread-1`, 'utf8')).toBe(content);
		expect(await readFile(`${file}.unread-2`, 'utf8')).toBe('broken again');
	},
);

test('a file that is a link elsewhere stays one', async () => {
	const real = path.join(folder, 'elsewhere');
	await writeFile(real, '"old"\n');
	await symlink('elsewhere', file);
	await createTextHistory({file}).add('new');
	expect(await readFile(real, 'utf8')).toBe('"new"\n"old"\n');
	const found = await lstat(file);
	expect(found.isSymbolicLink()).toBe(true);
});
