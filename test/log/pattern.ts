import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	createPatternTest,
	createShapeTest,
	patternOf,
} from '../../source/log/pattern.ts';

test.each([
	['upstream timeout after 3000 ms', 'upstream timeout after <n> ms'],
	[
		'took 8.2s, then 1h30m and 12ms',
		'took <duration>, then <duration> and <duration>',
	],
	['-5 of +3, 1,204 and 12 % of 10kb', '<n> of <n> and <n> % of <n>kb'],
	['at 2026-01-31T14:00:00.123+01:00 or 12:03:21.5', 'at <time> or <time>'],
	['from 10.0.0.1:8080, 2001:db8::1', 'from <ip>'],
	['mail to jane.doe@example.com', 'mail to <email>'],
	['123e4567-e89b-12d3-a456-426614174000 0xdeadbeef', '<id> <id>'],
	['trace=4bf92f3577b34da6 cart k3j9x2mq', 'trace=<id> cart <id>'],
	[
		'storefront-7f3k2m in us-east4, worker12',
		'storefront-<id> in us-east<n>, worker<n>',
	],
	['v2 of k8s', 'v2 of k8s'],
	['order \'abc\' and "d \\"e\\" f" and `g`', `order '…' and "…" and \`…\``],
	["don't stop", "don't stop"],
	['an "open end', 'an "open end'],
	['[1, 2, 3] ["a","b"]', '[<n>] ["…"]'],
	['at file.ts:61:11', 'at file.ts:<n>:<n>'],
	['日本語のメッセージ3件', '日本語のメッセージ<n>件'],
	['\n  first\nsecond 2\n', 'first'],
	['', ''],
	[' \n ', ''],
])('%j has the shape %j', (message, shape) => {
	expect(patternOf(message)).toBe(shape);
});

test('the status of a request is kept, since it says what an entry is about', () => {
	expect(patternOf('GET /cart/12 500 in 12 ms')).toBe(
		'GET /cart/<n> 500 in <n> ms',
	);
	expect(patternOf('status=404 size=404')).toBe('status=404 size=<n>');
});

test('of JSON the keys are kept, and the values that say what it is about', () => {
	expect(
		patternOf(
			'{"level": "error", "msg": "user 5 left", "user": "Ada", "status": 500, "ms": 7}',
		),
	).toBe(
		'{"level":"error","msg":"user <n> left","user":"…","status":500,"ms":<n>}',
	);
});

test('colours change no shape', () => {
	expect(patternOf('\u001B[32m✓\u001B[39m order 7 confirmed')).toBe(
		patternOf('✓ order 8 confirmed'),
	);
});

test('a pattern with any words fits one and several', () => {
	const isOfPattern = createPatternTest('cart <id>: added <*> ×<n>');
	expect(isOfPattern('cart k3j9x2mq: added Oak board ×3')).toBe(true);
	expect(isOfPattern('cart k3j9x2mq: added Apron ×1\n')).toBe(true);
	expect(isOfPattern('cart k3j9x2mq: removed Apron ×1')).toBe(false);
	expect(
		createPatternTest('slow path=<*> took <n> ms')('slow path=/a took 9 ms'),
	).toBe(true);
	expect(
		createPatternTest('slow path=<*> took <n> ms')('slow size=1 took 9 ms'),
	).toBe(false);
});

test('every message is of its own pattern, whatever it holds', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 900}), (message) => {
			const pattern = patternOf(message);
			expect(pattern.length).toBeLessThan(1600);
			expect(createPatternTest(pattern)(message)).toBe(true);
			expect(createShapeTest('<*>')(pattern)).toBe(pattern !== '');
		}),
	);
});
