import {expect, test} from 'vitest';
import {
	findKeyValues,
	readStackFrame,
} from '../../../source/ui/detail/message-lines.ts';

test('pairs are found with what they hold, and not inside addresses', () => {
	expect(
		[
			...findKeyValues(
				'GET /x?a=1&b=2 path=/cart code="A B" (failures=3, window=60 s)',
			),
		].map(({source}) => source),
	).toEqual(['path=/cart', 'code="A B"', 'failures=3', 'window=60']);
});

test('a quotation that is cut off hides no pair behind it', () => {
	expect(
		[...findKeyValues(String.raw`msg="cut \" off path=/cart id=7`)].map(
			({source}) => source,
		),
	).toEqual(['path=/cart', 'id=7']);
});

test.each([
	['    at renderCartLine (file:///src/cart/cart-line.tsx:48:27)', true],
	['    at file:///src/main.ts:3:1', true],
	['    at Object.run (/home/app/main.js:1:1)', true],
	['    at Array.map (<anonymous>)', false],
	['    at async mainFetch (ext:deno_fetch/26_fetch.js:192:12)', false],
	['    at node:internal/main/run_main_module:28:49', false],
	['    at Server.<anonymous> (npm:express@5/lib/router.js:1:1)', false],
	['    at x (https://deno.land/std/http/server.ts:1:1)', false],
	['    at y (/app/node_modules/y/index.js:1:1)', false],
])('the frame %s is the program’s own: %s', (line, isOwn) => {
	expect(readStackFrame(line)?.isOwn).toBe(isOwn);
});

test('a line that is no frame is none', () => {
	expect(readStackFrame('Caused by: connection reset')).toBeUndefined();
	expect(readStackFrame('at once (it came)')).toBeUndefined();
});
