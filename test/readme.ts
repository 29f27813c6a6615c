import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {describeAll} from '../source/config/help.ts';
import {keyTable} from './helpers/key-table.ts';

const readme = await readFile(
	path.join(import.meta.dirname, '../readme.md'),
	'utf8',
);

test('the readme shows what --help prints', () => {
	expect(readme).toContain(describeAll());
});

test('the readme lists the keys as the key map has them', () => {
	expect(readme).toContain(keyTable());
});

test('the readme is short', () => {
	expect(readme.split('\n').length).toBeLessThan(225);
});
