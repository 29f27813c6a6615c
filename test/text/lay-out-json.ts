import {expect, test} from 'vitest';
import {findJson} from '../../source/text/find-json.ts';
import {layOutJson} from '../../source/text/lay-out-json.ts';

function pretty(text: string): string {
	return [...findJson(text)]
		.flatMap((range) => [...layOutJson(text, range)])
		.map(
			({depth, parts}) =>
				' '.repeat(depth) + parts.map((part) => part.text).join(''),
		)
		.join('\n');
}

test('JSON is found behind a prefix and before a rest, and laid out, its values untouched', () => {
	expect(
		pretty(
			String.raw`done: {"n": 12345678901234567890, "s":"a\"}b","skus":["a", "b"],"none":{},"of":{"x":null}} [7]`,
		),
	).toBe(
		[
			'{',
			' "n":12345678901234567890,',
			String.raw` "s":"a\"}b",`,
			' "skus":["a","b"],',
			' "none":{},',
			' "of":{',
			'  "x":null',
			' }',
			'}',
		].join('\n'),
	);
});

test('what is longer than is read at first is laid out as far as it is JSON, and what follows is looked through', () => {
	const members = Array.from({length: 20_000}, (_, index) => `"m${index}":1,`);
	const text = `${'{'}${members.join('')}oops {"a":1} {"b":2}`;
	const ends: Array<[text: string, lineCount: number]> = [];
	const ranges = findJson(text);
	for (let found = ranges.next(); found.done !== true;) {
		const {fromIndex} = found.value;
		const lines = layOutJson(text, found.value);
		let count = 0;
		let line = lines.next();
		for (; line.done !== true; line = lines.next()) {
			count++;
		}

		ends.push([text.slice(fromIndex, line.value).slice(-7), count]);
		found = ranges.next(line.value);
	}

	expect(ends).toEqual([
		['999":1,', 20_001],
		['{"a":1}', 3],
		['{"b":2}', 3],
	]);
});

test('a member is told as it stands in the text', () => {
	expect(
		[...findJson('{"attempt" : 3, "of": {"b": [1, 2]}}')]
			.flatMap((range) => [
				...layOutJson('{"attempt" : 3, "of": {"b": [1, 2]}}', range),
			])
			.map(({member}) => member),
	).toEqual([
		undefined,
		'"attempt" : 3',
		undefined,
		'"b": [1, 2]',
		undefined,
		undefined,
	]);
});

test.each([
	'kv get ["cart","x"] took 3 ms',
	'routes/[slug].tsx',
	'{"cut": "off',
	'{oops}',
	'{}',
	'{'.repeat(5000),
	'[{'.repeat(5000),
])('no JSON worth lines of its own: %s', (text) => {
	expect([...findJson(text)]).toEqual([]);
});

test('when much was read that is no JSON, none is looked for any more', () => {
	const vain = '{"a":'.repeat(40_000);
	expect([...findJson(`${vain.slice(0, 50_000)} {"b":1}`)]).toHaveLength(1);
	expect([...findJson(`${vain} {"b":1}`)]).toEqual([]);
});
