import path from 'node:path';
import {expect, test} from 'vitest';
import {shownStrings} from './helpers/shown-strings.ts';

const source = path.join(import.meta.dirname, '../source');

test('each string that people can see stands in a list, to be read as a colleague would hear it', async () => {
	const strings = shownStrings(source);
	expect(strings.length).toBeGreaterThan(500);
	// A string that is new or another one: read it in the difference, then `npx vitest run test/shown-strings.ts -u`.
	await expect(`${strings.join('\n')}`).toMatchFileSnapshot(
		'shown-strings.txt',
	);
});

test('words that only their authors understand are not in it', () => {
	const text = shownStrings(source).join('\n');
	for (const words of [
		/asked for all/v,
		/\blocal:/v,
		/unconfirmed/v,
		/answered here alone/v,
		/without what is/v,
	]) {
		expect(text).not.toMatch(words);
	}
});
