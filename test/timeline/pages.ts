import {expect, test} from 'vitest';
import {contentKey} from '../../source/log/entry.ts';
import {knownGaps} from '../../source/store/missing.ts';
import {type ServedPage} from '../helpers/model-server.ts';
import {expectTruth, Run, second, shownEntries} from '../helpers/run.ts';

/** Shorter than it might be, at its far end, and it goes on. */
function shortened({entries, ...page}: ServedPage, count: number): ServedPage {
	return {
		...page,
		entries:
			page.order === 'desc'
				? entries.slice(Math.min(count, entries.length))
				: entries.slice(0, Math.max(0, entries.length - count)),
	};
}

/** The end of the page before comes once more. */
function overlapping(
	page: ServedPage,
	before: ServedPage | undefined,
): ServedPage {
	const {order, cursor, entries} = page;
	return cursor === undefined || before === undefined
		? page
		: {
				...page,
				entries:
					order === 'desc'
						? [...entries, ...before.entries.slice(0, 2)]
						: [...before.entries.slice(-2), ...entries],
			};
}

/** Servers that hand out pages badly. */
const servers: Record<string, (run: Run) => (page: ServedPage) => ServedPage> =
	{
		'pages that end too early and go on': () => (page) =>
			page.next === undefined ? page : shortened(page, 3),
		'pages cut off at their beginning'() {
			const seen = new Set<string>();
			return (page) => {
				const key = [page.order, page.from, page.to, page.cursor].join(' ');
				const isFirst = !seen.has(key);
				seen.add(key);
				return isFirst && page.next !== undefined
					? shortened(page, Number.POSITIVE_INFINITY)
					: page;
			};
		},
		'empty pages between those that hold something': () => (page) => {
			const {order, cursor, next} = page;
			return next === undefined || cursor?.endsWith('!')
				? page
				: {
						...page,
						entries: [],
						next: `${cursor ?? (order === 'desc' ? '9e15 0' : '0 0')} !`,
					};
		},
		'a cursor that is ignored': (run) => (page) => {
			const {cursor, ...first} = page;
			return cursor === undefined
				? page
				: {
						...run.server.page({...first, kind: 'page', dueAt: 0}),
						cursor,
					};
		},
		'pages that overlap'() {
			let before: ServedPage | undefined;
			return (page) => {
				const spoilt = overlapping(page, before);
				before = page;
				return spoilt;
			};
		},
		'a page in the other order': () => (page) => ({
			...page,
			entries: page.entries.toReversed(),
		}),
	};

test.each(Object.keys(servers))(
	'%s: all is read to the beginning, each entry once',
	(name) => {
		const run = new Run({lag: 0, limit: 1_000_000});
		run.emit(100, second, 0);
		// Some instants are full.
		run.emit(2, 0, 0);
		run.emit(100, second, 0);
		run.spoil = servers[name]?.(run);
		run.open();
		run.settle();
		expectTruth(run);
		for (let count = 0; count < 60; count++) {
			run.do({kind: 'scroll', by: -5});
			run.settle();
		}

		expectTruth(run);
		expect(knownGaps(run.logs)).toEqual([]);
		expect(shownEntries(run)).toHaveLength(202);
	},
);

test.each(Object.keys(servers))(
	'%s: what a lost connection has missed is filled, each entry once',
	(name) => {
		const run = new Run({lag: 0, limit: 1_000_000});
		run.emit(30, second, 0);
		run.spoil = servers[name]?.(run);
		run.open();
		run.settle();
		run.take({kind: 'emit', count: 10, gap: second, jitter: 0});
		run.cut({missed: 60, seconds: 1, replay: 0, gap: second});
		run.take({kind: 'emit', count: 10, gap: second, jitter: 0});
		run.settle();
		expectTruth(run);
	},
);

test('cursors that go round in a circle come to an end, and a rule says what may be missing', () => {
	const run = new Run({lag: 0, limit: 1_000_000});
	run.emit(20, second, 0);
	run.server.now += second;
	run.emit(30, 0, 0);
	run.server.now += second;
	run.emit(20, second, 0);
	run.spoil = (page) =>
		page.cursor === undefined
			? page
			: {...page, entries: [], next: page.cursor === 'a' ? 'b' : 'a'};
	run.open();
	run.settle();
	for (let count = 0; count < 30; count++) {
		run.do({kind: 'scroll', by: -5});
		run.settle();
	}

	expectTruth(run);
	expect(run.logs.failedGaps).toMatchObject([
		{failure: {message: 'The pages of past logs go round in a circle.'}},
	]);
});

test('more entries of one instant than a page holds are shown as often as they were logged', () => {
	const run = new Run({lag: 0, limit: 1_000_000});
	run.emit(20, second, 0);
	run.server.now += second;
	for (let count = 0; count < 40; count++) {
		run.server.emit({
			time: run.server.now,
			level: 'info',
			message: `twin ${count % 9}`,
			region: '',
		});
	}

	run.server.now += second;
	run.emit(20, second, 0);
	run.open();
	run.settle();
	for (let count = 0; count < 30; count++) {
		run.do({kind: 'scroll', by: -5});
		run.settle();
	}

	expectTruth(run);
	expect(knownGaps(run.logs)).toEqual([]);
	expect(
		new Set(shownEntries(run).map((entry) => contentKey(entry))).size,
	).toBe(49);
});
