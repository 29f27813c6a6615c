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
