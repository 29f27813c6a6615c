import {expect, test} from 'vitest';
import {entryFieldTest} from '../../../source/log/fields/entry-field.ts';
import {
	isValue,
	readFieldFilter,
} from '../../../source/log/fields/field-filter.ts';
import {narrowQuery, createQuery} from '../../../source/log/query.ts';
import {
	createWhereTest,
	entryTest,
	readRefinement,
	refinementText,
} from '../../../source/log/refinement.ts';
import {LogBuffer} from '../../../source/store/buffer/log-buffer.ts';
import {View} from '../../../source/store/view/view.ts';

const fields = new Set([
	'status',
	'durationMs',
	'took',
	'path',
	'user',
	'error.name',
	'cached',
	'level',
	'region',
	'size',
	'user name',
	'aws:id',
	'größe',
	'a"b',
]);

function isShown(typed: string, message: string, level = 'info'): boolean {
	const read = readRefinement(typed, (name) => fields.has(name));
	expect(read.kind === 'refinement' && read.refinement.kind).toBe('field');
	return (
		read.kind === 'refinement' &&
		entryTest(read.refinement)({level, region: 'gcp-us-east4', message})
	);
}

test.each([
	['status>=500', 'GET /cart 502 in 12 ms', true],
	['status>=500', 'GET /cart 404 in 12 ms', false],
	['status>=500', '{"status":"503"}', true],
	['status >= 500', '{"status":1000}', true],
	// As texts, 1000 is less than 500.
	['status<500', '{"status":1000}', false],
	['status<=404', 'status=404', true],
	['durationMs>800', '{"durationMs":801.5}', true],
	['durationMs>1.2s', '{"durationMs":1201}', true],
	['durationMs>1.2s', '{"durationMs":1200}', false],
	['took>800', 'took=1.2s', true],
	['took>800ms', 'took=900 ms', true],
	// Of what?
	['took>800ms', 'took=900', false],
	['size>1kB', 'size=2 KiB', true],
	['size>1kB', 'size=2s', false],
	['path:/cart', 'GET /cart 200 in 3 ms', true],
	['path:/cart', 'GET /cart/items 200 in 3 ms', false],
	['path:/cart*', 'GET /cart/items 200 in 3 ms', true],
	['path:*items', 'GET /cart/items 200 in 3 ms', true],
	['path:"/a*"', 'path=/a*', true],
	['path:"/a*"', 'path=/abc', false],
	['status:5*', 'status=503', true],
	['status:500', '{"status":500.0}', true],
	['cached:true', '{"cached":true}', true],
	['user?', '{"user":{"id":1}}', false],
	['user?', 'user=ada', true],
	['user?', '{"user":null}', false],
	['!user?', 'nobody', true],
	['!user?', 'user=ada', false],
	['!status>=500', 'no status', true],
	['!status>=500', 'status=500', false],
	['error.name:Timeout', '{"error":{"name":"Timeout"}}', true],
	['region:gcp-us-east4', '', true],
	['level:error', '', false],
	['level>=info', '', true],
	['level>=warning', '', false],
	['level<warn', '', true],
	['status:9007199254740993', '{"status":9007199254740992}', false],
	['status:9007199254740993', '{"status":9007199254740993}', true],
	['user:ada', '{"user":["bob","ada"]}', true],
	['user:a*', '{"user":["bob","ada"]}', true],
	['user:ad', '{"user":["bob","ada"]}', false],
	['user:["bob","ada"]', '{"user":["bob","ada"]}', true],
	['user:ada', 'user=[bob ada]', true],
	['status:404', '{"status":[500, 404]}', true],
	['user:"Ada O\'Kafor"', String.raw`user='Ada O\'Kafor' status=200`, true],
	['size>80', 'size=85%', true],
	['took>1h', 'took="2 hours"', true],
	['took>1s', '{"took":"1500 msec"}', true],
	['took>=90s', '{"took":"PT1M30S"}', true],
	['took>PT1S', 'took=1500ms', true],
	['took>1d', '{"took":"P1DT1H"}', true],
	['took<2m', '{"took":"3 minutes"}', false],
	['took<1s', '{"took":"250 milliseconds"}', true],
	['took>1s', '{"took":"POST"}', false],
	// What stands behind it is the next name, and no unit.
	['status:2', 'status=2 b=3', true],
	['status:2', 'status=2 h_1.x=3', true],
	['took>1s', 'took=2 s (slow)', true],
	// Million, or minutes, or megabytes?
	['took>1s', '{"took":"5M"}', false],
	['cached:true', 'cached=True', true],
	['"user name":Ada', '{"user name":"Ada"}', true],
	['!"user name"?', '{"user name":"Ada"}', false],
	['"aws:id":7', '{"aws:id":7}', true],
	['größe>2', String.raw`{"gr\u00f6\u00dfe":3}`, true],
	['user?', String.raw`{"\u0061":null,"user":1}`, true],
	[String.raw`"a\"b":1`, String.raw`{"a\"b":1}`, true],
])('%s shows of %j: %s', (typed, message, expected) => {
	expect(isShown(typed, message)).toBe(expected);
});

test('a level is one by any of its names', () => {
	expect(isShown('level:error', '', 'ERROR')).toBe(true);
});

test.each([
	['unseen>=500', 'text'],
	['status>=', 'text'],
	['status>=abc', 'text'],
	['level>=loud', 'text'],
	['status', 'text'],
	['status:', 'text'],
	['status=500', 'text'],
	['path: /cart', 'text'],
	[String.raw`\status>=500`, 'text'],
	['/status>=5/', 'regex'],
	['user?x', 'text'],
	['!status>=500', 'field'],
])('%s is read as %s', (typed, kind) => {
	const read = readRefinement(typed, (name) => fields.has(name));
	expect(read.kind === 'refinement' && read.refinement.kind).toBe(kind);
});

test.each([
	['path:/a or path:/b', /^no “or” joins filters/v],
	['!path:/a || !path:/b', /^no “\|\|” joins filters/v],
	['status>=500 or status:0', /^no “or” joins filters/v],
	['status>=500 AND path:/cart', /again adds path:\/cart/v],
	['path:/cart status>=500', /again adds status>=500/v],
	['path:/cart && user?', /again adds user\?/v],
])('%s is not taken for one value', (typed, reason) => {
	const read = readRefinement(typed, (name) => fields.has(name));
	expect(read.kind === 'unclear' && read.reason).toMatch(reason);
});

test.each([
	'path:"/a or path:/b"',
	'path:/a or /b',
	'path:/a or other:/b',
	String.raw`\path:/a or path:/b`,
	'user:ada and bob?',
])('%s is taken as it stands', (typed) => {
	expect(readRefinement(typed, (name) => fields.has(name)).kind).toBe(
		'refinement',
	);
});

test.each([
	'status>=500',
	'!user?',
	'path:/a b',
	String.raw`\status>=500`,
	'"user name":Ada',
	'!"aws:id">=7',
])('%s is recalled as it was typed', (typed) => {
	const read = readRefinement(typed, (name) => fields.has(name));
	expect(read.kind === 'refinement' && refinementText(read.refinement)).toBe(
		typed,
	);
});

test.each(['/cart', 'a*b', '"quoted"', ' blank ', '', 'x\ny'])(
	'the filter for the value %j is for just that',
	(value) => {
		const filter = isValue('path', value);
		expect(readFieldFilter(`path:${filter.value}`)).toEqual(filter);
		const keeps = entryTest({effect: 'keep', ...filter});
		const entry = (path: string) => ({
			level: '',
			region: '',
			message: JSON.stringify({path}),
		});
		expect(keeps(entry(value))).toBe(true);
		expect(keeps(entry(`${value}x`))).toBe(false);
		expect(keeps(entry('axb'))).toBe(false);
	},
);

test('a field filter is answered here, and the text is left to the server', () => {
	let query = createQuery();
	for (const typed of ['status>=500', 'timeout']) {
		const read = narrowQuery(query, typed, (name) => fields.has(name));
		query = read.kind === 'query' ? read.query : query;
	}

	expect(query.filter.text).toBe('timeout');
	expect(query.refinements.map((one) => refinementText(one))).toEqual([
		'status>=500',
	]);
});

test.each([
	['time>=2026-03-01T12:00:00Z', true],
	['time>2026-03-01T12:00:00Z', false],
	['time<2026-03-01T13:00:00+01:00', false],
	['time<=2026-03-01T13:00:00+01:00', true],
	['time:2026-03-01T12:00:00Z', true],
	['time:2026-03-01T12*', true],
	['time:2026-03-02*', false],
	['time?', true],
])('an entry of noon is %s: %s', (typed, isIt) => {
	const filter = readFieldFilter(typed);
	if (filter === undefined) {
		throw new Error('That can be read.');
	}

	const entry = {
		time: Date.UTC(2026, 2, 1, 12) * 1000,
		level: 'info',
		region: '',
		message: 'x',
	};
	expect(entryFieldTest(filter)(entry)).toBe(isIt);
	const buffer = new LogBuffer();
	buffer.append(entry, {source: 1, text: ''});
	const query = createQuery({refinements: [{...filter, effect: 'keep'}]});
	const view = new View(buffer, query);
	view.run(() => true);
	expect(view.count().count).toBe(isIt ? 1 : 0);
});

test('a time is compared only with one that can be read', () => {
	expect(readFieldFilter('time>noon')).toBeUndefined();
	expect(readFieldFilter('time>500')).toBeUndefined();
});

test.each([
	['deployment:shop-7', [0]],
	['!deployment:shop-7', [1, 2]],
	['deployment:shop-*', [0, 2]],
	['deployment?', [0, 1, 2]],
	['deployment:blue', [1]],
	['deployment:SHOP-7', []],
])(
	'%s finds entries by what they tell of their deployment, else by what is looked at',
	(typed, found) => {
		const entry = (message: string, deployment?: string) => ({
			time: 0,
			level: 'info',
			region: '',
			message,
			deployment,
		});
		const entries = [
			entry('GET /a 200 in 1 ms'),
			entry('{"deployment":"blue"}'),
			entry('merged from another file', 'shop-8'),
		];
		const isHidden = typed.startsWith('!');
		const filter = readFieldFilter(typed.replace(/^!/v, ''));
		if (filter === undefined) {
			throw new Error('That can be read.');
		}

		const refinement = {...filter, effect: isHidden ? 'hide' : 'keep'} as const;
		const isShown = createWhereTest([refinement], 'shop-7');
		const buffer = new LogBuffer(1000, 'shop-7');
		for (const one of entries) {
			buffer.append(one, {source: 1, text: ''});
		}

		const view = new View(buffer, createQuery({refinements: [refinement]}));
		view.run(() => true);
		expect([
			entries.flatMap((one, index) => (isShown(one) ? [index] : [])),
			view.count().count,
		]).toEqual([found, found.length]);
	},
);
