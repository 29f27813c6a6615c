import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {beforeAll, expect, test} from 'vitest';
import {
	findCircle,
	findFolderCircle,
	findForbidden,
	readImports,
	type Sources,
} from './helpers/layers.ts';

let sources: Sources;

beforeAll(async () => {
	const root = path.join(import.meta.dirname, '../source');
	const names = await readdir(root, {recursive: true});
	const files = names.filter((name) => /\.tsx?$/v.test(name));
	sources = new Map(
		await Promise.all(
			files.map(
				async (name) =>
					[
						name.replaceAll(path.sep, '/'),
						await readFile(path.join(root, name), 'utf8'),
					] as const,
			),
		),
	);
});

test('every room imports from the rooms below it only', () => {
	expect(sources.size).toBeGreaterThan(100);
	expect(findForbidden(sources)).toEqual([]);
});

test('no imports go in a circle', () => {
	expect(findCircle(sources)).toBeUndefined();
});

test('no imports of folders go in a circle, nor of files and folders beside them', () => {
	expect(findFolderCircle(sources)).toBeUndefined();
});

test('a circle of folders is found where no file is in one', () => {
	const circle = findFolderCircle(
		new Map([
			['ui/keys/a.ts', "import {b} from '../help/b.ts';"],
			['ui/help/b.ts', "import {c} from './deep/c.ts';"],
			['ui/help/deep/c.ts', "import {type D} from '../../keys/d.ts';"],
			['ui/keys/d.ts', ''],
		]),
	);
	expect(circle).toEqual(['ui/keys', 'ui/help', 'ui/keys']);
});

test.each([
	['log/a.ts', "import {b} from '../text/b.ts';"],
	['log/a.ts', "import process from 'node:process';"],
	['text/a.ts', "import {b} from '../log/b.ts';"],
	['feeds/a.ts', "import {b} from '../store/b.ts';"],
	['store/a.ts', "import {setTimeout} from 'node:timers';"],
	['store/a.ts', "import {b} from '../feeds/b.ts';"],
	['store/a.ts', "export {b} from '../feeds/b.ts';"],
	['store/a.ts', "const b = await import('../feeds/b.ts');"],
	['store/a.ts', "import {\n\tb,\n} from '../feeds/b.ts';"],
	['store/update/a.ts', "import '../../session/session.ts';"],
	['server/a.ts', "import {everything} from '../log/query.ts';"],
	['server/a.ts', "import {type Filter, everything} from '../log/query.ts';"],
	['server/a.ts', "import {decode} from '../feeds/decode.ts';"],
	['server/a.ts', "import {Agent} from 'undici';"],
	['terminal/a.ts', "import {b} from '../ui/b.ts';"],
	['ui/a.tsx', "import {b} from '../terminal/b.ts';"],
	['ui/a.tsx', "import {b} from '../feeds/b.ts';"],
	['ui/a.tsx', "import fs from 'node:fs';"],
	['ui/list/a.tsx', "import {b} from '../../session/session.ts';"],
	['attic/a.ts', "import {b} from '../log/b.ts';"],
])('%s may not hold: %s', (file, text) => {
	expect(findForbidden(new Map([[file, text]]))).toHaveLength(1);
});

test.each([
	['log/a.ts', "import {b} from './b.ts';\nimport {c} from 'chrono-node';"],
	['store/a.ts', "import {Buffer} from 'node:buffer';"],
	['server/a.ts', "import {type Filter} from '../log/query.ts';"],
	['server/a.ts', "import type {Filter} from '../log/query.ts';"],
	['server/a.ts', "import {createServer} from 'node:http';"],
	['ui/a.tsx', "import {b} from '../text/b.ts';\nimport {Box} from 'ink';"],
	['print/a.ts', "import {b} from '../feeds/b.ts';"],
	['run-command.ts', "await import('./commands/explore.ts');"],
])('%s may hold: %s', (file, text) => {
	expect(findForbidden(new Map([[file, text]]))).toEqual([]);
});

test('a circle is found and shown', () => {
	const circle = findCircle(
		new Map([
			['log/a.ts', "import {b} from './b.ts';"],
			['log/b.ts', "export {c} from './deep/c.ts';"],
			['log/deep/c.ts', "import {type A} from '../a.ts';"],
			['log/d.ts', "import {b} from './b.ts';"],
		]),
	);
	expect(circle).toEqual(['log/a.ts', 'log/b.ts', 'log/deep/c.ts', 'log/a.ts']);
});

test('every way to import is read', () => {
	const text = `
		import 'a';
		import b from "b";
		import * as c from 'c';
		import type {D} from 'd';
		import {type E, type F} from 'e';
		import {
			type G,
			g,
		} from 'f';
		export * from 'g';
		export type {H} from 'h';
		const i = await import('i');
		// import 'no';
		const text = "import x from 'neither'";
	`;
	expect(readImports('a.ts', text)).toEqual([
		{name: 'a', isTypeOnly: false},
		{name: 'b', isTypeOnly: false},
		{name: 'c', isTypeOnly: false},
		{name: 'd', isTypeOnly: true},
		{name: 'e', isTypeOnly: true},
		{name: 'f', isTypeOnly: false},
		{name: 'g', isTypeOnly: false},
		{name: 'h', isTypeOnly: true},
		{name: 'i', isTypeOnly: false},
	]);
});
