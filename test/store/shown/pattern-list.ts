import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {type Deployment, statusNamed} from '../../../source/log/deployment.ts';
import {type Entry} from '../../../source/log/entry.ts';
import {createPatternTest} from '../../../source/log/pattern.ts';
import {createFilter, createQuery} from '../../../source/log/query.ts';
import {
	createState,
	createStore,
	type Store,
} from '../../../source/store/create-store.ts';
import {type HistogramWindow} from '../../../source/store/view/histogram.ts';
import {
	patternBars,
	patternWindow,
	patternList,
	shownPatterns,
} from '../../../source/store/shown/pattern-list.ts';
import {patternsWork, works} from '../../../source/store/works.ts';
import {previousDeployment} from '../../../source/store/latest.ts';
import {shownEntries} from '../../helpers/explorer.ts';

const start = Date.parse('2026-11-24T12:00:00Z') * 1000;

function openStore(limit = 100_000): Store {
	const store = createStore(
		createState({
			traits: v1Traits,
			query: createQuery({}),
			limit,
			columns: 160,
			rows: 45,
		}),
	);
	store.dispatch({kind: 'live-opened', filter: createFilter({}), at: start});
	store.dispatch({kind: 'mode', mode: {kind: 'patterns'}});
	return store;
}

function entry(seconds: number, message: string, level = 'info'): Entry {
	return {time: start + seconds * 1_000_000, level, message, region: ''};
}

function arrive(store: Store, entries: readonly Entry[]) {
	store.dispatch({
		kind: 'live-entries',
		entries: EntryColumns.of(entries),
		malformedCount: 0,
		at: start,
	});
}

function logged(messages: readonly string[], level?: string): Store {
	const store = openStore();
	arrive(
		store,
		messages.map((message, index) => entry(index, message, level)),
	);
	work(store);
	return store;
}

/** Does the store's work as a session does, `steps` questions at most. */
function work(store: Store, steps = Infinity) {
	let left = steps;
	const hasTime = () => left-- > 0;
	// What is shown is only counted once it is found.
	for (let turn = 0; turn < 2; turn++) {
		for (const one of works(store.get())) {
			one.run(hasTime);
		}
	}
}

/** `3 took <n> ms`, a line each. */
function lines(store: Store): string[] {
	return patternList(store.get()).patterns.map(
		({count, text, isNew}) => `${count} ${isNew ? 'new ' : ''}${text}`,
	);
}

test('messages that differ in numbers, ids, paths, values and names are of one pattern', () => {
	expect(
		lines(
			logged([
				'took 1 ms',
				'took 22 ms',
				'took 333 ms',
				'GET /cart 200 in 4 ms',
				'GET /products/oak 200 in 5 ms',
				'slow path=/cart size=3',
				'slow path=/about size=4',
				'cart c1x2: added Oak board ×1',
				'cart c3x4: added Walnut table ×2',
				'cart c5x6: added Apron ×2',
			]),
		),
	).toEqual([
		'3 cart <id>: added <*> ×<n>',
		'3 took <n> ms',
		'2 GET /<*> 200 in <n> ms',
		'2 slow path=/<*> size=<n>',
	]);
});

test('what an entry is about is not masked: words, a status, a method', () => {
	expect(
		lines(
			logged([
				'user 5 left',
				'user 5 joined',
				'GET /cart 200 in 4 ms',
				'GET /other 500 in 4 ms',
				'at 12:01:07 GET /cart failed',
				'at 12:01:07 POST /cart failed',
			]),
		),
	).toEqual([
		'1 GET /cart 200 in <n> ms',
		'1 GET /other 500 in <n> ms',
		'1 at <time> GET /cart failed',
		'1 at <time> POST /cart failed',
		'1 user <n> joined',
		'1 user <n> left',
	]);
});

test('where many differ in a word, it says nothing', () => {
	const words = Array.from(
		{length: 40},
		(_, index) =>
			`${'abcdefgh'.slice(index % 7)}${'xyz'.repeat(1 + (index % 5))}`,
	);
	const store = logged(words.map((word) => `job ${word} is done now`));
	expect(lines(store)).toEqual(['40 job <*> is done now']);
});

test('the list is made once for as long as nothing in it changes, and anew when something does', () => {
	const store = logged(['took 1 ms', 'took 2 ms', 'hello']);
	const list = () => patternList(store.get());
	const first = list();
	store.dispatch({kind: 'shift', by: 1});
	expect(list()).toBe(first);
	store.dispatch({kind: 'pattern-order', order: 'newest'});
	expect(list()).not.toBe(first);
	arrive(store, [entry(9, 'hello')]);
	work(store);
	expect(lines(store)).toEqual(['2 hello', '2 took <n> ms']);
	store.dispatch({
		kind: 'baseline-entries',
		entries: [entry(-99, 'took 9 ms')],
	});
	store.dispatch({
		kind: 'baseline-told',
		baseline: {
			kind: 'found',
			deploymentId: 'shop-1',
			from: start - 100_000_000,
			to: start,
			entryCount: 100,
			isWhole: true,
		},
	});
	expect(lines(store)).toContain('2 new hello');
});

test('a pattern has the worst level, and the first and last time', () => {
	const store = openStore();
	arrive(store, [
		entry(1, 'took 1 ms', 'warning'),
		entry(3, 'took 2 ms', 'error'),
		entry(7, 'took 3 ms', 'debug'),
	]);
	work(store);
	expect(patternList(store.get()).patterns).toMatchObject([
		{count: 3, rank: 0, first: start + 1_000_000, last: start + 7_000_000},
	]);
});

test('what the baseline has is not new; the worst of what is new stands first', () => {
	const store = logged(['took 1 ms', 'took 2 ms', 'hello', 'hello', 'hi']);
	arrive(store, [entry(9, 'TypeError: bad', 'error')]);
	work(store);
	expect(lines(store)[0]).toBe('2 hello');
	store.dispatch({
		kind: 'baseline-entries',
		entries: [entry(-99, 'took 9 ms'), entry(-98, 'hi')],
	});
	expect(lines(store)[0]).toBe('2 hello');
	store.dispatch({
		kind: 'baseline-told',
		baseline: {
			kind: 'found',
			deploymentId: 'before',
			from: 0,
			to: 1,
			isWhole: true,
			entryCount: 10_000,
		},
	});
	expect(lines(store)).toEqual([
		'1 new TypeError: bad',
		'2 new hello',
		'2 took <n> ms',
		'1 hi',
	]);
	store.dispatch({kind: 'pattern-order', order: 'newest'});
	expect(lines(store)[0]).toBe('1 new TypeError: bad');
	store.dispatch({kind: 'pattern-order', order: 'frequent'});
	expect(lines(store)[0]).toBe('2 new hello');
});

test('nothing is counted while the patterns are closed, and what came meanwhile is once they are opened again', () => {
	const store = logged(['took 1 ms']);
	store.dispatch({kind: 'mode', mode: {kind: 'list'}});
	arrive(store, [entry(5, 'took 2 ms')]);
	expect(patternsWork(store.get()).isDone).toBe(true);
	work(store);
	store.dispatch({kind: 'mode', mode: {kind: 'patterns'}});
	expect(lines(store)).toEqual(['1 took <n> ms']);
	work(store);
	expect(lines(store)).toEqual(['2 took <n> ms']);
});

const templates = [
	(value: number) => `took ${value} ms`,
	(value: number) => `order ${value} placed: {"amount":${value}}`,
	(value: number) => `GET /products/p${value} 200`,
	() => 'TypeError: bad\n    at a:1',
	() => '',
];

const someEntries = fc.array(
	fc
		.tuple(
			fc.integer({min: 0, max: 300}),
			fc.constantFrom(...templates),
			fc.constantFrom('error', 'warning', 'info', 'audit'),
		)
		.map(([at, template, level]) => entry(at, template(at), level)),
	{maxLength: 90},
);

function isInWindow(
	time: number,
	{from, width, count}: HistogramWindow,
): boolean {
	return time >= from && time < from + width * count;
}

const steps = fc.oneof(
	someEntries.map((entries) => (store: Store) => {
		arrive(store, entries);
	}),
	someEntries.map((entries) => (store: Store) => {
		const times = entries.map(({time}) => time);
		const range = {
			from: Math.min(...times, start),
			to: Math.max(...times, start) + 1,
		};
		store.dispatch({
			kind: 'page-landed',
			page: {
				filter: createFilter({}),
				order: 'asc',
				...range,
				range,
				whole: range,
				entries: entries.toSorted((a, b) => a.time - b.time),
			},
			malformedCount: 0,
			at: start,
		});
	}),
	fc
		.constantFrom([], ['error'], ['error', 'warning'])
		.map((levels) => (store: Store) => {
			store.dispatch({
				kind: 'query',
				query: createQuery({filter: createFilter({levels})}),
			});
		}),
	fc.integer({min: 0, max: 3}).map((count) => (store: Store) => {
		work(store, count);
	}),
);

test('counts as slow counting does, whatever arrives, late or filled in, is evicted or filtered', () => {
	fc.assert(
		fc.property(fc.array(steps, {maxLength: 20}), (list) => {
			const store = openStore(200);
			for (const step of list) {
				step(store);
			}

			work(store);
			const state = store.get();
			const entries = shownEntries(state.logs);
			const {patterns, counted, isCounting} = patternList(state);
			expect(isCounting).toBe(false);
			expect(counted).toBe(entries.length);
			const window = patternWindow(state);
			for (const {text, count, first, last, groups} of patterns) {
				const isOf = createPatternTest(text);
				const times = entries
					.filter(({message}) => isOf(message))
					.map(({time}) => time);
				expect({count, first, last}).toEqual({
					count: times.length,
					first: Math.min(...times),
					last: Math.max(...times),
				});
				expect(window).toBeDefined();
				const cells = window && patternBars(state).cells(groups, window);
				const total = [...groups].flatMap((group) => [
					...(cells?.get(group) ?? []),
				]);
				expect(total.reduce((sum, cell) => sum + cell, 0)).toBe(
					times.filter((time) => window && isInWindow(time, window)).length,
				);
			}
		}),
		{numRuns: 200},
	);
});

test('a page that takes entries out of the time of the bars takes their bar away, too', () => {
	const store = openStore();
	const land = (
		from: number,
		to: number,
		entries: readonly Entry[],
		filter = createFilter({}),
	) => {
		const range = {from: start + from * 1e6, to: start + to * 1e6};
		store.dispatch({
			kind: 'page-landed',
			page: {
				filter,
				order: 'asc',
				whole: range,
				...range,
				range,
				entries,
			},
			malformedCount: 0,
			at: start,
		});
	};

	land(
		0,
		20,
		Array.from({length: 10}, (_, index) => entry(index, `took ${index} ms`)),
		// Of what is known whole nothing is taken out any more.
		createFilter({levels: ['info']}),
	);
	work(store);
	const window = {from: start + 5e6, width: 1e6, count: 10};
	const bar = () => {
		const [pattern] = patternList(store.get()).patterns;
		const bars = patternBars(store.get());
		bars.run(window, () => true);
		const cells = bars.cells(pattern?.groups ?? new Set(), window);
		return [...cells.values()].flatMap((one) => [...one]);
	};

	expect(bar()).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
	// What is left of the entries lies before the bars.
	land(5, 20, []);
	expect(bar()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

function deployment(
	id: string,
	createdAt: number,
	domains: readonly string[],
	status = 'success',
): Deployment {
	return {
		id,
		projectId: 'p',
		status: statusNamed(status),
		domains,
		databases: {},
		createdAt,
	};
}

test('the previous deployment is the newest earlier one with a domain in common, else the newest earlier one that did not fail', () => {
	const shop = deployment('shop', 9, ['shop.dev', 'shop-9.dev']);
	const all = [
		deployment('later', 10, ['shop.dev']),
		shop,
		deployment('failed', 8, [], 'failed'),
		deployment('preview', 7, ['preview.dev']),
		deployment('before', 6, ['shop.dev']),
		deployment('long before', 5, ['shop.dev']),
	];
	expect(previousDeployment(shop, all)?.id).toBe('before');
	expect(previousDeployment({...shop, domains: []}, all)?.id).toBe('preview');
	expect(previousDeployment(shop, [shop])).toBeUndefined();
});

test('while a pattern that was hidden is being left out, the others stay', () => {
	const store = logged([
		...Array.from({length: 3000}, (_, index) => `took ${index} ms`),
		'hello',
		'hi',
	]);
	const texts = () => shownPatterns(store.get()).patterns.map(({text}) => text);
	expect(texts()).toEqual(['took <n> ms', 'hello', 'hi']);
	store.dispatch({
		kind: 'query',
		query: createQuery({
			refinements: [{effect: 'hide', kind: 'pattern', key: 'hello'}],
		}),
	});
	expect(shownPatterns(store.get()).isCounting).toBe(true);
	expect(texts()).toEqual(['took <n> ms', 'hi']);
	work(store);
	expect(shownPatterns(store.get()).isCounting).toBe(false);
	expect(texts()).toEqual(['took <n> ms', 'hi']);
	store.dispatch({
		kind: 'query',
		query: createQuery({filter: createFilter({text: 'hello'})}),
	});
	expect(texts()).toEqual([]);
});

/** A store in which the baseline has logged these messages, whole. */
function against(
	baseline: readonly string[],
	messages: readonly string[],
): Store {
	const store = logged(messages);
	store.dispatch({
		kind: 'baseline-entries',
		entries: baseline.map((message, index) => entry(-index, message)),
		isSample: true,
	});
	store.dispatch({
		kind: 'baseline-told',
		baseline: {
			kind: 'found',
			deploymentId: 'before',
			from: 0,
			to: 1,
			isWhole: true,
			entryCount: baseline.length,
		},
	});
	return store;
}

const times = (count: number, message: (index: number) => string) =>
	Array.from({length: count}, (_, index) => message(index));
const isNew = (line: string) => line.includes(' new ');

test('what is rare is not called new for want of it in a baseline that may have missed it', () => {
	const many = times(300, (index) => `took ${index} ms`);
	const rare = (count: number) =>
		lines(against(many, [...many, ...times(count, () => 'cleaned up')]));
	expect(rare(1).filter((line) => isNew(line))).toEqual([]);
	expect(rare(5).filter((line) => isNew(line))).toEqual([]);
	expect(rare(6).filter((line) => isNew(line))).toEqual(['6 new cleaned up']);
	expect(patternList(against(many, many).get()).leastNewCount).toBe(6);
});

test('what comes much more or less often than in the baseline, or no more, is told; what chance does is not', () => {
	const many = times(700, (index) => `took ${index} ms`);
	const before = [
		...many,
		...times(20, () => 'upstream slow'),
		...times(60, () => 'cache hit'),
		...times(40, () => 'session renewed'),
		...times(30, () => 'index rebuilt'),
		...times(2, () => 'disk checked'),
	];
	const after = [
		...many,
		...times(200, () => 'upstream slow'),
		...times(5, () => 'cache hit'),
		...times(60, () => 'session renewed'),
		...times(9, () => 'upstream lost'),
	];
	const store = against(before, after);
	const changes = () =>
		patternList(store.get()).patterns.map(
			({text, change = 'as before', ratio = 1}) =>
				`${text} ${change} ×${Number(ratio.toPrecision(2))}`,
		);
	expect(changes()).toEqual([
		'upstream lost new ×1',
		'upstream slow more ×8.7',
		'index rebuilt gone ×0',
		'cache hit less ×0.073',
		'took <n> ms as before ×1',
		'session renewed as before ×1',
	]);
	// A filter leaves out some of here: of how often nothing can be said then.
	store.dispatch({
		kind: 'query',
		query: createQuery({filter: createFilter({levels: ['info']})}),
	});
	work(store);
	expect(changes().filter((one) => !one.includes('as before'))).toEqual([
		'upstream lost new ×1',
	]);
});

test('in a baseline of a few entries nothing rare can be told, and from how many times on is known', () => {
	const store = against(
		['hello', 'hello'],
		[...times(998, () => 'hello'), 'hi', 'hi'],
	);
	expect(lines(store).filter((line) => isNew(line))).toEqual([]);
	expect(patternList(store.get()).leastNewCount).toBeGreaterThan(1000);
});

test.each([
	['cart k3j9x2mq: removed Oak board', 'cart xgymdkca: removed Oak board'],
	['cart xgymdkca: removed Oak board', 'cart k3j9x2mq: removed Oak board'],
	['session 4bf92f3577b34da6 ended', 'session deadbeeffacecafe ended'],
	['job "weekly report" is done', 'job weekly is done'],
	['{"user":"k3j9x2mq","left":true}', '{"user":"abcdefgh","left":true}'],
	['waited 12 ms for a lock', 'waited 3 s for a lock'],
	['sent 12 kB of 2 MiB', 'sent 900 B of 1 GiB'],
	['slow path=/a user=bob', 'slow path=/b user='],
	[
		'request 123e4567-e89b-12d3-a456-426614174000 done',
		'request 9F1C2B3A-0000-4ABC-A456-426614174FFF done',
	],
	['token aGVsbG8gd29ybGQhIQ== renewed', 'token Zm9vYmFyYmF6cXV4+/8A renewed'],
	[
		'built sha256:e3b0c44298fc1c149afbf4c8996fb924',
		'built sha256:deadbeefcafefeedfacade0123456789',
	],
	['Summe 1.204,50 € bezahlt', 'Summe 9,00 € bezahlt'],
	['заказ №15 для Анны отправлен', 'заказ №9 для Петра отправлен'],
	['{"msg":"order placed","id":12}', '{"msg":"order placed","id":"a1b2c3d4"}'],
	['“Oak board” is sold out', '“Walnut table” is sold out'],
])('after %j, %j is not new: an id may have no digits', (before, now) => {
	const filler = times(2000, (index) => `took ${index} ms`);
	const store = against([...filler, before, before], [now, ...filler.slice(9)]);
	expect(lines(store).filter((line) => isNew(line))).toEqual([]);
});

test.each([
	[
		'order 1 for Ann sent',
		'order 2 for Pete sent',
		'order 3 for Julie lost',
		'order <n> for Julie lost',
	],
	[
		'{"msg":"order placed","id":1}',
		'{"msg":"order paid","id":"a1b2c3d4"}',
		'{"msg":"order refused","id":2}',
		'{"msg":"order refused","id":<n>}',
	],
	[
		'заказ №15 для Анны отправлен',
		'заказ №16 для Петра отправлен',
		'заказ №9 для Анны отменён',
		'заказ №<n> для Анны отменён',
	],
	[
		'Bestellung 1 an Jörg versandt',
		'Bestellung 2 an Änne versandt',
		'Bestellung 3 an Änne storniert',
		'Bestellung <n> an Änne storniert',
	],
	[
		'hit=true in 3 ms',
		'hit=false in 2 s',
		'hit=true evicted in 1 s',
		'hit=true evicted in <n> s',
	],
])(
	'after %j and %j, %j is new, as its words say something else',
	(first, second, now, pattern) => {
		const filler = times(5000, (index) => `took ${index} ms`);
		const store = against(
			[...filler, first, second],
			[now, ...filler.slice(0, 9)],
		);
		expect(lines(store).filter((line) => isNew(line))).toEqual([
			`1 new ${pattern}`,
		]);
	},
);

test('what is told by its words is new although ids stand beside it', () => {
	const filler = times(5000, (index) => `took ${index} ms`);
	const store = against(
		[...filler, 'cart k3j9x2mq: removed Oak board'],
		['cart k3j9x2mq: lost', 'took 1 ms'],
	);
	expect(lines(store).filter((line) => isNew(line))).toEqual([
		'1 new cart <id>: lost',
	]);
});
