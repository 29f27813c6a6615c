import {expect, test} from 'vitest';
import {
	narrowQuery,
	widenQuery,
	createFilter,
	createQuery,
} from '../../source/log/query.ts';
import {
	messageTest,
	readRefinement,
	refinementText,
} from '../../source/log/refinement.ts';

function shown(typed: string, message: string): boolean | string {
	const read = readRefinement(typed);
	return read.kind === 'unclear'
		? read.reason
		: messageTest(read.refinement)(message);
}

test.each([
	['timeout', 'upstream timeout', true],
	['timeout', 'upstream TIMEOUT', false],
	['!health', 'GET /health', false],
	['!health', 'GET /cart', true],
	[String.raw`/5\d\d/`, 'status 502', true],
	[String.raw`/5\d\d/`, 'status 200', false],
	['/TIMEOUT/i', 'a timeout', true],
	['!/health|ready/', 'GET /ready', false],
	['/[[a-z]--[aeiou]]{3}/', 'xyz', true],
	// The older syntax, which the v flag refuses.
	['/[(]/', 'f(x)', true],
	['/cart', 'GET /cart', true],
	[String.raw`\!important`, 'color: red !important', true],
	['!', 'done!', true],
])('what is typed as %s shows of "%s": %s', (typed, message, isShown) => {
	expect(shown(typed, message)).toBe(isShown);
});

test('an expression that cannot be read says why', () => {
	expect(shown('/(a/', 'a')).toMatch(
		/^\/\(a\/ is no regular expression: unterminated group\.$/v,
	);
});

test.each([
	'timeout',
	'!health',
	String.raw`/5\d\d/i`,
	'!/a|b/',
	String.raw`\!important`,
])('%s is recalled as it was typed', (typed) => {
	const read = readRefinement(typed);
	expect(read.kind === 'refinement' && refinementText(read.refinement)).toBe(
		typed,
	);
});

test('the first plain text is for the server, what follows is answered here, and the last goes first', () => {
	let query = createQuery();
	for (const typed of ['!health', 'timeout', 'cart']) {
		const read = narrowQuery(query, typed);
		query = read.kind === 'query' ? read.query : query;
	}

	expect(query.filter).toEqual(createFilter({text: 'timeout'}));
	expect(query.refinements).toMatchObject([
		{effect: 'hide', text: 'health'},
		{effect: 'keep', text: 'cart'},
	]);
	query = widenQuery(query);
	expect(query.refinements).toMatchObject([{effect: 'hide', text: 'health'}]);
	query = widenQuery(widenQuery(query));
	expect(query).toEqual(createQuery());
});
