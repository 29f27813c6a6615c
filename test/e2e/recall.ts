/* eslint-disable @typescript-eslint/naming-convention -- Names of the environment. */
import {chmod, mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createTextHistory} from '../../source/commands/explore/recall.ts';
import {createDeployment} from '../../source/server/given/given-deployment.ts';
import {openDeplog} from '../helpers/deplog-terminal.ts';
import {serveEach} from '../helpers/serve-each.ts';

vi.setConfig({testTimeout: 60_000});

let folder: string;
let file: string;
const deployment = createDeployment({
	entries: ['apple', 'berry', 'cherry'].map((fruit) => ({
		level: 'info',
		message: `a ${fruit}`,
	})),
});

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'deplog-recall-'));
	file = path.join(folder, 'deplog', 'texts');
});

afterEach(async () => {
	await rm(folder, {recursive: true});
});

const server = serveEach(() => [deployment]);

test.each([
	[160, 45],
	[80, 24],
])(
	'texts of an earlier run are recalled, and < > walk the queries, at %i × %i',
	async (columns, rows) => {
		const open = () =>
			openDeplog([deployment.id, '--api-url', server.url], {
				columns,
				rows,
				environment: {XDG_STATE_HOME: folder},
			});
		{
			using deplog = open();
			await deplog.shows('a cherry');
			deplog.press('/apple\r');
			await deplog.hides('a cherry');
			deplog.press('x');
			await deplog.shows('a cherry');
			deplog.press('<');
			await deplog.hides('a cherry');
			deplog.press('>');
			await deplog.shows('a cherry');
			await vi.waitFor(async () => {
				expect(await readFile(file, 'utf8')).toBe('"apple"\n');
			});
			deplog.press('q');
			expect(await deplog.exitCode).toBe(0);
		}

		using deplog = open();
		await deplog.shows('a cherry');
		deplog.press('/\u001B[A');
		await deplog.shows(/^ \/ apple/mv);
		await deplog.hides('a cherry');
		const {mode} = await stat(file);
		expect(mode % 0o1000).toBe(0o600);
	},
);

test('no token is ever written, and what is broken is left out', async () => {
	const history = createTextHistory({token: 'my-own-secret', file});
	await history.add('timeout');
	await history.add('ddp_abcdefghij');
	await history.add('has my-own-secret in it');
	expect(await history.read()).toEqual(['timeout']);
	await writeFile(file, '"timeout"\nnot json\n17\n\n"cart"\n');
	expect(await history.read()).toEqual(['timeout', 'cart']);
	await history.add('cart');
	expect(await history.read()).toEqual(['cart', 'timeout']);
});

test('so many texts are kept and no more, the newest first', async () => {
	const history = createTextHistory({file});
	await history.add('last');
	const many = Array.from({length: 400}, (_, index) => `"text ${index}"\n`);
	await writeFile(file, many.join(''));
	await history.add('newest');
	const texts = await history.read();
	expect(texts).toHaveLength(200);
	expect(texts.slice(0, 2)).toEqual(['newest', 'text 0']);
});

test('where nothing can be written nothing is said, and nothing breaks', async () => {
	await writeFile(path.join(folder, 'deplog'), 'a file in the way');
	await chmod(folder, 0o500);
	const history = createTextHistory({file});
	await history.add('timeout');
	expect(await history.read()).toEqual([]);
	await chmod(folder, 0o700);
});
