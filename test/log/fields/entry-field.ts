import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fieldsOfMessage} from '../../../source/log/fields/entry-field.ts';
import {readValue, unitOfName} from '../../../source/log/fields/typed-value.ts';
import {processorTime} from '../../helpers/processor-time.ts';

function words(message: string): string {
	return fieldsOfMessage(message)
		.map(({name, value, kind}) => `${name}=${value} (${kind})`)
		.join(', ');
}

test.each([
	['nothing', ''],
	[
		'{"path":"/cart","status":500,"durationMs":12.5,"cached":false}\n',
		'path=/cart (text), status=500 (number), durationMs=12.5 (number), cached=false (boolean)',
	],
	[
		'failed: {"error":{"name":"Timeout","cause":{"code":"E1"}},"user":null}',
		'error.name=Timeout (text), error.cause.code=E1 (text)',
	],
	[
		String.raw`checkout path=/cart attempt=2 took=1.2s by="Ada \"O\" Okafor", size=4 kB`,
		'path=/cart (text), attempt=2 (number), took=1.2s (duration), by=Ada "O" Okafor (text), size=4 kB (size)',
	],
	[
		'GET /path?q=1 200 in 12 ms',
		'method=GET (text), path=/path?q=1 (text), status=200 (number), duration=12 ms (duration)',
	],
	[
		'GET /cart 500 in 9 ms trace=ab12',
		'method=GET (text), path=/cart (text), status=500 (number), duration=9 ms (duration), trace=ab12 (text)',
	],
	[
		'\u001B[1mGET\u001B[22m \u001B[36m/a\u001B[39m \u001B[32m200\u001B[39m \u001B[2m3 ms\u001B[22m\n',
		'method=GET (text), path=/a (text), status=200 (number), duration=3 ms (duration)',
	],
	[
		'--> POST /cart 201 17ms',
		'method=POST (text), path=/cart (text), status=201 (number), duration=17ms (duration)',
	],
	[
		'203.0.113.7 - ada [01/Mar/2026:12:00:00 +0000] "GET /x HTTP/1.1" 404 1534',
		'method=GET (text), path=/x (text), status=404 (number), size=1534 (number)',
	],
	[
		'slow response path=/cart took 2300 ms\n',
		'path=/cart (text), duration=2300 ms (duration)',
	],
	['\u001B[36mpath=/a\u001B[39m x', 'path=/a (text)'],
	[
		"who='Ada O' tags=[a, b] list=[[1], [2]] empty='' it's=x",
		'who=Ada O (text), tags=[a, b] (text), empty= (text)',
	],
	[
		String.raw`{"gr\u00f6\u00dfe":{"a\"b":1},"x":2}`,
		'größe.a"b=1 (number), x=2 (number)',
	],
	[
		'a=1 b=2 s=3 h=4 took=5 s',
		'a=1 (number), b=2 (number), s=3 (number), h=4 (number), took=5 s (duration)',
	],
	// As in logfmt.
	['user= path=/a note=\n', 'user= (text), path=/a (text), note= (text)'],
	// As a saved log of JSON is shown: its members behind its message.
	[
		String.raw`paid user={"id":7,"home":{"city":"Łódź"}} "we ird"=v "a\"b"=1 x=null tags=["a"] done`,
		'user.id=7 (number), user.home.city=Łódź (text), we ird=v (text), a"b=1 (number), tags=["a"] (text)',
	],
	['up{job="api"} rate={{x}} s={', 'job=api (text)'],
	['"a"="b" say "hi"="', 'a=b (text)'],
	// A comma stands in a value, or between pairs.
	[
		'ids=1,2,3 n=1,024,a=1,b=x, c=5,d=/a,/b e=7,',
		'ids=1,2,3 (text), n=1,024 (text), a=1 (number), b=x (text), c=5 (number), d=/a,/b (text), e=7 (number)',
	],
	['GET it done', ''],
	['a == b, x=, =y, https://x.org/?a=b', ''],
])('the fields of %j', (message, expected) => {
	expect(words(message)).toBe(expected);
});

test.each([
	['the last of two alike', '{"a":1,"a":2}', 'a=2 (number)'],
	[
		'a name of JavaScript',
		'{"__proto__":1,"constructor":"x"}',
		'__proto__=1 (number), constructor=x (text)',
	],
	[
		'a huge number',
		'{"a":1e999,"b":12345678901234567890}',
		'a=1e999 (text), b=12345678901234567890 (number)',
	],
	['a list', '{"a":[1,{"b":2}],"c":3}', 'a=[1,{"b":2}] (text), c=3 (number)'],
	['escapes', String.raw`{"a":"x\ny\u001b[31m"}`, 'a=x\ny\u001B[31m (text)'],
	[
		'what was cut off',
		'{"a":1,"b":{"c":"x","d":"unfini',
		'a=1 (number), b.c=x (text)',
	],
	['what is no JSON after all', '{"a":1 oops} k=v', 'a=1 (number), k=v (text)'],
	['an object of JavaScript', "{ a: 1, b: 'x' } k=v", 'k=v (text)'],
])('of hostile messages: %s', (_, message, expected) => {
	expect(words(message)).toBe(expected);
});

test('of a thousand keys, of great depth and of open brackets something is read in no time', () => {
	const many = `{${Array.from({length: 5000}, (_, index) => `"k${index}":${index}`).join(',')}}`;
	expect(fieldsOfMessage(many).length).toBe(1024);
	const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
	expect(fieldsOfMessage(deep)).toEqual([]);
	const started = processorTime();
	for (const open of [
		'{"a":',
		'{"a":[',
		'[{"',
		'{',
		'a="',
		"a='",
		'a=[',
		'a=',
		'"GET /',
	]) {
		fieldsOfMessage(open.repeat(100_000));
	}

	expect(processorTime() - started).toBeLessThan(1000);
	expect(
		fieldsOfMessage(`{"v":"${'x'.repeat(16_384)}"}`)[0]?.value.length,
	).toBe(16_384);
});

test.each([
	['12', 'number', 12],
	['-1.5e3', 'number', -1500],
	['0.1', 'number', 0.1],
	['12ms', 'duration', 12],
	['1.2 s', 'duration', 1200],
	['1m30s', 'duration', 90_000],
	['250µs', 'duration', 0.25],
	['85%', 'number', 85],
	['2 hours', 'duration', 7_200_000],
	['4 kB', 'size', 4000],
	['2MiB', 'size', 2_097_152],
	['true', 'boolean', 1],
	['no', 'boolean', 0],
	['12 apples', 'text', 0],
	['1s1h', 'text', 0],
	['', 'text', 0],
	['-', 'text', 0],
	['2026-03-01', 'text', 0],
])('%j is a %s', (text, kind, number) => {
	expect(readValue(text)).toEqual({kind, number});
});

test.each([
	['durationMs', {kind: 'duration', size: 1}],
	['took_s', {kind: 'duration', size: 1000}],
	['elapsedMinutes', {kind: 'duration', size: 60_000}],
	['latencyMin', undefined],
	['bodyBytes', {kind: 'size', size: 1}],
	['heapMiB', {kind: 'size', size: 1_048_576}],
	['items', undefined],
	['Ms', undefined],
])('the name %s tells a unit', (name, unit) => {
	expect(unitOfName(name)).toEqual(unit);
});

const leaf = fc.oneof(
	fc.string(),
	fc.integer(),
	fc.double({noNaN: true, noDefaultInfinity: true}),
	fc.boolean(),
);
const {object} = fc.letrec<{
	readonly value: unknown;
	readonly object: Record<string, unknown>;
}>((tie) => ({
	value: fc.oneof({maxDepth: 2}, leaf, tie('object')),
	object: fc.dictionary(
		fc.constantFrom('a', 'b', 'user', 'durationMs', '__proto__', 'Zoë'),
		tie('value'),
		{maxKeys: 3},
	),
}));

function flatten(
	value: Record<string, unknown>,
	before = '',
): ReadonlyArray<[string, string]> {
	return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
		typeof member === 'object' && member !== null
			? flatten({...member}, `${before}${name}.`)
			: [[`${before}${name}`, String(member)] satisfies [string, string]],
	);
}

test('the members of any object are its fields, however it is written', () => {
	fc.assert(
		fc.property(
			object,
			fc.constantFrom('', 'request done ', '\u001B[32minfo\u001B[39m '),
			fc.constantFrom(undefined, '\t', 1),
			(value, before, indent) => {
				const read = fieldsOfMessage(
					`${before}${JSON.stringify(value, undefined, indent)}`,
				);
				expect(read.map((field) => [field.name, field.value])).toEqual(
					flatten(value),
				);
			},
		),
		{numRuns: 100},
	);
});
