import * as fc from 'fast-check';
import {beforeAll, expect, test} from 'vitest';
import {boundExpressions} from '../../source/commands/bound-engine.ts';
import {createExpression} from '../../source/log/expression.ts';
import {messageTest} from '../../source/log/refinement.ts';
import {processorTime} from '../helpers/processor-time.ts';

beforeAll(boundExpressions);

function find(source: string, flags: string, text: string) {
	const created = createExpression(source, flags);
	return created.kind === 'unclear'
		? created.reason
		: created.expressionFor(text).exec(text)?.[0];
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
	const start = processorTime();
	expect(find(source, flags, `${'a'.repeat(2000)}!`)).toBeFalsy();
	expect(processorTime() - start).toBeLessThan(1000);
});

test.each([
	['(?=(a+)+$)', 'what looks around'],
	['(?<!x)a+', 'what looks around'],
	[String.raw`(a+)+\1$`, 'a back reference'],
	[String.raw`(?<word>a+)\k<word>`, 'a back reference'],
	['a{1000}', 'more than 16 repetitions'],
	['(?:a{0,10}){0,10}b', 'more than 16 repetitions'],
	['((a{4}){4}){2,}', 'more than 16 repetitions'],
])(
	'/%s/ cannot be bounded, so it is refused before it is run',
	(source, part) => {
		for (const flags of ['', 'i', 'gi']) {
			const reason = find(source, flags, 'a');
			expect(reason).toMatch('may take for ever');
			expect(reason).toMatch(part);
		}
	},
);

test.each([
	['(a[(*]+)', '', 'a(*', 'a(*'],
	['--flag|a&&b', '', 'run --flag', '--flag'],
	[String.raw`\p{Lu}+`, '', 'abÄÖ', 'ÄÖ'],
	[String.raw`[\p{L}\d]+`, '', '(𝐀湯7)', '𝐀湯7'],
	[String.raw`\P{L}+`, '', 'ab🐢7', '🐢7'],
	['[🐢🐇]+', '', '🐟🐢🐇', '🐢🐇'],
	['[[a-z]--[aeiou]]+', 'i', 'oXyz', 'Xyz'],
	['größe', 'i', 'die GRÖSSE, die GRÖßE', 'GRÖßE'],
	['[à-ö]+', 'i', 'xÀÖé', 'ÀÖé'],
	[String.raw`\x61\u{62}\u0063`, 'i', 'ABC', 'ABC'],
	['🐢+!', '', '🐢🐢!', '🐢🐢!'],
	[String.raw`(\d{4})-(\d{2})`, '', 'on 2026-11-27', '2026-11'],
	[String.raw`[\]\-x]+`, 'i', 'a]-X', ']-X'],
	[String.raw`\x2b{2}\/`, '', 'a++/', '++/'],
])('/%s/%s is found in %s', (source, flags, text, found) => {
	expect(find(source, flags, text)).toBe(found);
});

test('what has been accepted never holds up a long message', () => {
	const text = `${'ab'.repeat(50_000)}!`;
	for (const source of [
		'(a|b|ab)*c',
		'(?:(?:ab?)+)+c',
		'(.*)(.*)(.*)c',
		'.*,',
		'.*,.*,.*,.*z',
		String.raw`\w+@`,
	]) {
		const start = processorTime();
		expect(find(source, 'i', text)).toBeUndefined();
		expect(processorTime() - start).toBeLessThan(5000);
	}
});

test('no expression holds a huge message for long, and one without ways sees all of it', () => {
	const message = 'x'.repeat(16 * 1024 * 1024);
	for (const source of [
		'x*'.repeat(400) + 'y',
		'x.*x.*x.*x.*x.*y',
		'(?:a|x)(?:a|x)'.repeat(60) + 'y',
		'(?:x+)+y',
		'(x|xx|xxx)*y',
	]) {
		const test = messageTest({
			effect: 'keep',
			kind: 'regex',
			source,
			flags: '',
		});
		const start = processorTime();
		expect(test(message)).toBe(false);
		// A fifth of a second on a quiet machine.
		expect(processorTime() - start).toBeLessThan(2500);
	}

	const plain = messageTest({
		effect: 'keep',
		kind: 'regex',
		source: 'needle [0-9]',
		flags: '',
	});
	expect(plain(`${message}needle 7`)).toBe(true);
	const short = messageTest({
		effect: 'keep',
		kind: 'regex',
		source: `${'x*'.repeat(400)}y`,
		flags: '',
	});
	expect(short(`${'z'.repeat(2000)}y`)).toBe(true);
});
