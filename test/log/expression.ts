import * as fc from 'fast-check';
import {beforeAll, expect, test} from 'vitest';
import {
	boundExpressions,
} from '../../source/commands/explore/bound-expressions.ts';
import {createExpression} from '../../source/log/expression.ts';

beforeAll(boundExpressions);

function find(source: string, flags: string, text: string) {
	const created = createExpression(source, flags);
	return created.kind === 'unclear'
		? created.reason
		: created.expression.exec(text)?.[0];
}

const parts = [
	'a',
	'B',
	'[a-c]',
	'[^a-c]',
	'[x-zA]',
	String.raw`\w`,
	String.raw`\x4a`,
	String.raw`[\x41b]`,
	'.',
	'a*',
	'B+?',
	'(?:ab|C)',
	'(?<name>k)',
	'-',
	'a-c',
];

test('what is found is what the usual engine finds, with and without regard to case', () => {
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom(...parts), {minLength: 1, maxLength: 4}),
			fc.constantFrom('', 'i'),
			fc.string({
				unit: fc.constantFrom(...'abcABCkKjJxyzXYZ-_ '),
				maxLength: 12,
			}),
			(list, flags, text) => {
				const source = list
					.filter((part, index) => list.indexOf(part) === index)
					.join('');
				expect(find(source, flags, text)).toBe(
					new RegExp(source, `v${flags}`).exec(text)?.[0],
				);
			},
		),
		{numRuns: 2000},
	);
});

test.each([
	['(a+)+$', ''],
	['(A+)+$', 'i'],
	['(a|aa)+$', ''],
	['([a-z]+)*$', ''],
	['(?:a*)*b', 'i'],
	['a*a*a*a*a*b', ''],
])('/%s/%s takes no longer than it may', (source, flags) => {
	const start = performance.now();
	expect(find(source, flags, `${'a'.repeat(2000)}!`)).toBeFalsy();
	expect(performance.now() - start).toBeLessThan(1000);
});

test.each(['(?=(a+)+$)', String.raw`(a+)+\1$`, String.raw`(\p{L}+)+$`])(
	'/%s/ cannot be bounded, so it is refused',
	(source) => {
		expect(find(source, '', 'a')).toMatch('may take for ever');
	},
);

test.each([
	['(?<!x)a+', 'ba', 'a'],
	[String.raw`(a|b)\1`, 'abb', 'bb'],
	[String.raw`\p{Lu}+`, 'abÄÖ', 'ÄÖ'],
	['(a[(*]+)', 'a(*', 'a(*'],
])('/%s/ is found in %s', (source, text, found) => {
	expect(find(source, '', text)).toBe(found);
});
