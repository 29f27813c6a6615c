import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createFieldLookup} from '../../../source/log/fields/entry-field.ts';
import {LogBuffer} from '../../../source/store/buffer/log-buffer.ts';
import {FieldCatalog} from '../../../source/store/fields/field-catalog.ts';
import {FieldColumns} from '../../../source/store/fields/field-columns.ts';
import {createQuery} from '../../../source/log/query.ts';
import {readRefinement} from '../../../source/log/refinement.ts';
import {View} from '../../../source/store/view/view.ts';

const origin = {source: 1, text: ''};

function bufferOf(messages: Iterable<string>): LogBuffer {
	const buffer = new LogBuffer();
	let time = 1;
	for (const message of messages) {
		buffer.append({time: time++, level: 'info', region: 'r', message}, origin);
	}

	return buffer;
}

function* requests(count: number) {
	for (let index = 0; index < count; index++) {
		yield JSON.stringify({
			path: `/p${index % 10}`,
			status: index % 7 === 0 ? 500 : 200,
			durationMs: index,
		});
	}
}

test('a column takes at most 24 bytes an entry, and tells values and numbers', () => {
	const buffer = bufferOf(requests(20_000));
	const columns = new FieldColumns();
	const [piece] = buffer.pieces;
	const segment = piece?.segment;
	if (segment === undefined) {
		throw new Error('There is an entry.');
	}

	expect(columns.read(segment, 'durationMs', [0, 20_000], () => true)).toBe(
		true,
	);
	expect(columns.allocated).toBeLessThanOrEqual(24 * 20_000);
	const column = columns.at(segment, 'durationMs', 1234);
	expect([column.kind(1234), column.number(1234), column.text(1234)]).toEqual([
		'number',
		1234,
		'1234',
	]);
	expect(columns.at(segment, 'nothing', 5).has(5)).toBe(false);
});

test('what was used least recently is dropped at the ceiling, and read again', () => {
	const buffer = bufferOf(requests(1000));
	const segment = buffer.pieces[0]?.segment;
	if (segment === undefined) {
		throw new Error('There is an entry.');
	}

	const limit = 20_000;
	const columns = new FieldColumns(limit);
	for (let round = 0; round < 3; round++) {
		for (const name of ['path', 'status', 'durationMs']) {
			columns.read(segment, name, [0, 1000], () => true);
			expect(columns.allocated).toBeLessThanOrEqual(limit);
		}
	}

	expect(columns.at(segment, 'path', 999).text(999)).toBe('/p9');
});

test('between two long messages somebody else may have a turn', () => {
	const long = `${'x'.repeat(100_000)} `;
	const buffer = bufferOf(
		Array.from({length: 20}, (_, index) => `${long}n=${index}`),
	);
	const segment = buffer.pieces[0]?.segment;
	if (segment === undefined) {
		throw new Error('There is an entry.');
	}

	let asked = 0;
	const hasTime = () => {
		asked++;
		return true;
	};

	expect(new FieldColumns().read(segment, 'n', [0, 20], hasTime)).toBe(true);
	expect(asked).toBe(20);
	const catalog = new FieldCatalog(buffer);
	asked = 0;
	catalog.run(hasTime, 0);
	expect(catalog.list()[0]).toMatchObject({name: 'n', count: 20});
	expect(asked).toBeGreaterThanOrEqual(20);
});

test('reading gives way when there is no time, and goes on from there', () => {
	const buffer = bufferOf(requests(1000));
	const segment = buffer.pieces[0]?.segment;
	if (segment === undefined) {
		throw new Error('There is an entry.');
	}

	const columns = new FieldColumns();
	let steps = 2;
	expect(columns.read(segment, 'path', [0, 1000], () => steps-- > 0)).toBe(
		false,
	);
	let further = 0;
	columns.read(segment, 'path', [0, 1000], () => ++further > 0);
	expect(further).toBeLessThan(15);
});

test('a view finds what has a field, also what streams in', () => {
	const buffer = bufferOf(requests(5000));
	const read = readRefinement('status>=500', () => true);
	const refinements = read.kind === 'refinement' ? [read.refinement] : [];
	const view = new View(buffer, createQuery({refinements}));
	let slices = 0;
	while (!view.isDone && slices < 1000) {
		let steps = 10;
		view.run(() => steps-- > 0);
		slices++;
	}

	expect(slices).toBeGreaterThan(1);
	expect(view.count().count).toBe(Math.ceil(5000 / 7));
	buffer.append(
		{time: 9999, level: 'info', region: 'r', message: 'GET /x 503 in 1 ms'},
		origin,
	);
	expect(view.count().count).toBe(Math.ceil(5000 / 7) + 1);
});

test('the catalogue tells which fields there are, how many have them and samples', () => {
	const buffer = bufferOf([
		...requests(100),
		'{"a":1,"a":2,"b":{"c":"x"}}',
		'nothing',
	]);
	const catalog = new FieldCatalog(buffer);
	expect(catalog.has('b.c', 0)).toBe(true);
	expect(catalog.has('b', 0)).toBe(false);
	catalog.run(() => true, 0);
	expect(catalog.isDone).toBe(true);
	expect(catalog.countedCount).toBe(102);
	expect(
		catalog
			.list()
			.map(({name, count, isMeasure}) => `${name} ${count} ${isMeasure}`),
	).toEqual([
		'durationMs 100 true',
		'path 100 false',
		'status 100 true',
		'a 1 true',
		'b.c 1 false',
		// What each entry has beside its message.
		'time 102 false',
		'level 102 false',
		'region 102 false',
	]);
	expect(catalog.list()[2]?.samples).toEqual(['500', '200']);
});

const hostileMessages = [
	'nothing of the kind',
	'user 5 is near, user=ada path=/a',
	'{"user":{"name":"Zoë"},"path":"/b"}',
	'{"error.name":"E1"}',
	'behind text {"note":"user=eve","a":{"error":{"name":"E2"}}}',
	'GET /c 200 in 3 ms',
	'username=x names=1 userpath=2',
	String.raw`{"gr\u00f6\u00dfe":1,"\u00f6":2,"a\/b":3}`,
	'{"größe":4,"ö":5,"a/b":6}',
	'x'.repeat(70_000),
	`${'y'.repeat(65_530)} user=late`,
	'',
	'{"user":1,"user":2}',
	'{"user":1,"user":null}',
	'{"user":1,"error":{"name":"a","name":"b"},"error":{"name":null}}',
	String.raw`{"user":1,"\u0075ser":2,"err\u006fr":{"n\u0061me":"E3"}}`,
	String.raw`{"p\u0061th":"/escaped"}`,
	'{"user":1 oops "user":2} user=3',
	'{"user":"a","path":"/x',
	'{"a":{"user":5},"b":[{"user":6}],"path":"user"} path=/behind',
	'{ "user" : "ada" , "path" : "/blank" }\n',
	'\u001B[36muser=\u001B[39m \u001B[1mpath=/c\u001B[0m took 12 ms',
	`GET /d 500 in 9 ms {"path":"/e","status":201,"duration":"4 s"}`,
	'POST /f 200 1534',
	'status=404 took 2 s',
	'"user":5 user="5 {" path=\'/g h\' user=[a b',
	`{${Array.from({length: 1030}, (_, index) => `"k${index}":${index}`).join(',')},"user":1}`,
	`${'{"a":'.repeat(31)}{"user":1,"b":{"user":2}}`,
	'{"":{"user":1},"user.":2,"user":{"":3}}',
	'{"user":{"path":{"name":1}},"user.path":{"name":2}}',
];

const wantedNames = [
	'user',
	'user.name',
	'error.name',
	'path',
	'status',
	'message',
	'n.',
	'größe',
	'ö',
	'a/b',
	'duration',
	'size',
	'method',
	'k1029',
	'user.',
	'.user',
	'a.user',
	'user.path.name',
	`${'a.'.repeat(31)}user`,
];

test('a field is the same read alone, read with all others, and where the messages without its name are passed over', () => {
	const lookups = wantedNames.map((name) => createFieldLookup(name));
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom(...hostileMessages), {
				minLength: 1,
				maxLength: 40,
			}),
			fc.integer({min: 1, max: 5}),
			(messages, mostSteps) => {
				const buffer = bufferOf(messages);
				for (const {segment} of buffer.pieces) {
					for (const [index, name] of wantedNames.entries()) {
						const columns = new FieldColumns();
						let steps = mostSteps;
						const read = () =>
							columns.read(
								segment,
								name,
								[0, segment.count],
								() => steps-- > 0,
							);
						while (!read()) {
							steps = mostSteps;
						}

						const each = new FieldColumns();
						for (let slot = 0; slot < segment.count; slot++) {
							const passed = columns.at(segment, name, slot);
							const looked = each.at(segment, name, slot);
							const textOf = (column: typeof looked) =>
								column.has(slot) ? column.text(slot) : undefined;
							const whole = lookups[index]?.({
								level: '',
								region: '',
								message: segment.message(slot),
							})?.text.slice(0, 65_535);
							// An empty message has no field, but is one.
							const text = name === 'message' ? (whole ?? '') : whole;
							expect([name, textOf(passed), textOf(looked)]).toEqual([
								name,
								text,
								text,
							]);
						}
					}
				}
			},
		),
		{numRuns: 12},
	);
});
