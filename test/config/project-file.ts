import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {findProjectFile} from '../../source/config/api-place.ts';

let root = '';
beforeEach(async () => {
	root = await mkdtemp(path.join(tmpdir(), 'deplog-project-'));
});
afterEach(async () => {
	await rm(root, {recursive: true});
});

async function write(name: string, text: string): Promise<string> {
	const file = path.join(root, name);
	await mkdir(path.dirname(file), {recursive: true});
	await writeFile(file, text);
	return file;
}

test('deno.jsonc is found from a folder deep inside, comments and commas and all', async () => {
	const file = await write(
		'deno.jsonc',
		'\uFEFF{\n// where it runs\n"deploy": {"org": "acme", /* slug */ "app": " storefront ",},}',
	);
	await mkdir(path.join(root, 'source/deep'), {recursive: true});
	expect(findProjectFile(path.join(root, 'source/deep'))).toEqual({
		org: {value: 'acme', from: file},
		app: {value: 'storefront', from: file},
	});
});

test('a member of a workspace goes before its root, which says what the member leaves open', async () => {
	const rootFile = await write(
		'deno.json',
		'{"workspace": ["./shop"], "deploy": {"org": "acme", "app": "root"}}',
	);
	const member = await write('shop/deno.json', '{"deploy": {"app": "shop"}}');
	expect(findProjectFile(path.join(root, 'shop'))).toEqual({
		org: {value: 'acme', from: rootFile},
		app: {value: 'shop', from: member},
	});
});

test('a folder above that is no workspace does not count', async () => {
	await write('deno.json', '{"deploy": {"org": "acme", "app": "other"}}');
	await write('mine/deno.json', '{"tasks": {}}');
	expect(findProjectFile(path.join(root, 'mine'))).toEqual({});
});

test.each([
	'{}',
	'[]',
	'{"deploy": null}',
	'{"deploy": {"app": 7, "org": ""}}',
])('%s names nothing', async (text) => {
	await write('deno.json', text);
	expect(findProjectFile(root)).toEqual({});
});

test('a file that is no JSON is named with its line', async () => {
	const file = await write('deno.json', '{\n"deploy": {\n"app": oops}}');
	expect(() => findProjectFile(root)).toThrow(
		`${file} is no JSON: look at line 3`,
	);
});
