import fc from 'fast-check';
import {expect, test} from 'vitest';
import {contentKey, type Entry} from '../../source/log/entry.ts';
import {
	createFilter,
	createQuery,
	type Filter,
	matches,
} from '../../source/log/query.ts';
import {type Action} from '../../source/store/action.ts';
import {createState} from '../../source/store/create-state.ts';
import {knownGaps} from '../../source/store/known.ts';
import {listOf} from '../../source/store/viewport.ts';
import {update} from '../../source/store/update.ts';
import {type WantedPage, wanted} from '../../source/store/wanted.ts';
import {ModelServer} from '../helpers/model-server.ts';

const second = 1_000_000;
const start = 1_700_000_000 * second;
const pageSize = 7;

const filters = [
	createFilter({}),
	createFilter({levels: ['error']}),
	createFilter({levels: ['error', 'warning']}),
	createFilter({levels: ['info']}),
	createFilter({levels: ['debug', 'info']}),
	createFilter({text: 'a'}),
	createFilter({levels: ['info'], text: 'b'}),
];

type Step =
	| {
			readonly kind: 'emit';
			readonly count: number;
			readonly gap: number;
			readonly jitter: number;
	  }
	| {readonly kind: 'wait'; readonly seconds: number}
	| {
			readonly kind: 'cut';
			readonly missed: number;
			readonly seconds: number;
			readonly replay: number;
	  }
	| {readonly kind: 'filter'; readonly index: number}
	| {readonly kind: 'move'; readonly by: number}
	| {readonly kind: 'go'; readonly to: 'first' | 'newest'}
	| {readonly kind: 'pages'; readonly count: number}
	| {readonly kind: 'page-failed'}
	| {readonly kind: 'reload'};

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constant('emit' as const),
			count: fc.integer({min: 1, max: 20}),
			gap: fc.constantFrom(0, 1, 1000, 300_000),
			jitter: fc.constantFrom(0, 0, 500_000),
		}),
	},
	fc.record({
		kind: fc.constant('wait' as const),
		seconds: fc.integer({min: 1, max: 20}),
	}),
	fc.record({
		kind: fc.constant('cut' as const),
		missed: fc.integer({min: 0, max: 25}),
		seconds: fc.integer({min: 0, max: 10}),
		replay: fc.constantFrom(0, 0, 5),
	}),
	fc.record({
		kind: fc.constant('filter' as const),
		index: fc.integer({min: 0, max: filters.length - 1}),
	}),
	fc.record({
		kind: fc.constant('move' as const),
		by: fc.integer({min: -30, max: 30}),
	}),
	fc.record({
		kind: fc.constant('go' as const),
		to: fc.constantFrom('first' as const, 'newest' as const),
	}),
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('pages' as const),
			count: fc.integer({min: 1, max: 4}),
		}),
	},
	fc.record({kind: fc.constant('page-failed' as const)}),
	fc.record({kind: fc.constant('reload' as const)}),
);

/** A reader, the state and a model of the server, driven without clock or wire. */
class Run {
	readonly server = new ModelServer(start);
	state;
	#serial = 0;

	constructor({
		lag,
		limit,
		filter = createFilter({}),
	}: {
		readonly lag: number;
		readonly limit: number;
		readonly filter?: Filter;
	}) {
		this.server.lag = lag;
		this.state = createState({
			query: createQuery({filter}),
			limit,
			columns: 80,
			rows: 24,
		});
		this.do({kind: 'list-height', height: 5});
	}

	do(action: Action) {
		this.state = update(this.state, action);
	}

	get logs() {
		return this.state.logs;
	}

	take(step: Step) {
		switch (step.kind) {
			case 'emit': {
				this.emit(step.count, step.gap, step.jitter);
				this.receive();
				break;
			}

			case 'wait': {
				this.server.now += step.seconds * second;
				break;
			}

			case 'cut': {
				this.cut(step);
				break;
			}

			case 'filter': {
				const filter = filters[step.index] ?? createFilter({});
				this.do({kind: 'query', query: {...this.logs.query, filter}});
				if (this.logs.query !== this.logs.asked) {
					this.do({kind: 'ask'});
				}

				this.open();
				break;
			}

			case 'move': {
				this.do({kind: 'move', by: step.by});
				break;
			}

			case 'go': {
				this.do({kind: 'go', selection: {kind: step.to}});
				break;
			}

			case 'pages': {
				for (let count = 0; count < step.count; count++) {
					this.answerPage();
				}

				break;
			}

			case 'page-failed': {
				this.failPage();
				break;
			}

			case 'reload': {
				this.do({kind: 'reload'});
				this.open();
				break;
			}
		}
	}

	emit(count: number, gap: number, jitter: number) {
		for (let index = 0; index < count; index++) {
			const serial = this.#serial++;
			this.server.now += gap;
			this.server.emit({
				time: this.server.now - (serial % 3 === 0 ? jitter : 0),
				level: ['info', 'error', 'warning', 'debug'][serial % 4] ?? 'info',
				message: `${['a', 'b', 'ab'][serial % 3]} ${serial}`,
				region: '',
			});
		}
	}

	open(replay = 0) {
		const stream = wanted(this.state).find(({kind}) => kind === 'live');
		if (stream?.kind === 'live' && this.logs.connection.kind !== 'live') {
			this.server.open(stream.filter, replay);
			this.do({
				kind: 'live-opened',
				filter: stream.filter,
				at: this.server.now,
			});
		}
	}

	receive() {
		for (;;) {
			const entries = this.server.receive(6);
			if (entries.length === 0) {
				return;
			}

			this.do({
				kind: 'live-entries',
				entries,
				malformedCount: 0,
				at: this.server.now,
			});
		}
	}

	cut({
		missed,
		seconds,
		replay,
	}: {
		readonly missed: number;
		readonly seconds: number;
		readonly replay: number;
	}) {
		this.server.cut();
		this.do({
			kind: 'live-cut',
			at: this.server.now,
			attempt: 1,
			retryAt: this.server.now,
		});
		this.emit(missed, 1000, 0);
		this.server.now += seconds * second;
		this.open(replay);
		this.receive();
	}

	wantedPage(): WantedPage | undefined {
		const page = wanted(this.state).find(({kind}) => kind === 'page');
		return page?.kind === 'page' ? page : undefined;
	}

	/** False when no page is wanted. */
	answerPage(): boolean {
		const page = this.wantedPage();
		if (page === undefined) {
			return false;
		}

		this.server.now = Math.max(this.server.now, page.dueAt);
		this.do({
			kind: 'page-landed',
			page: this.server.page({...page, limit: pageSize}),
			malformedCount: 0,
			at: this.server.now,
		});
		return true;
	}

	failPage() {
		const page = this.wantedPage();
		if (page !== undefined) {
			this.do({
				kind: 'page-failed',
				from: page.from,
				to: page.to,
				failure: {message: 'Broken.', isRefusal: false},
				serverTime: this.server.now,
			});
		}
	}

	settle() {
		this.open();
		this.receive();
		for (let count = 0; count < 2000; count++) {
			if (!this.answerPage()) {
				return;
			}
		}

		throw new Error('Pages are asked for without end.');
	}
}

function counts(entries: readonly Entry[]): Map<string, number> {
	const found = new Map<string, number>();
	for (const entry of entries) {
		const key = contentKey(entry);
		found.set(key, (found.get(key) ?? 0) + 1);
	}

	return found;
}

function shownEntries({logs}: Run): Entry[] {
	const entries: Entry[] = [];
	logs.view.run(() => true);
	for (
		let spot = logs.view.first();
		spot !== undefined;
		spot = logs.view.next(spot)
	) {
		const entry = logs.buffer.entry(logs.view.idAt(spot));
		if (entry !== undefined) {
			entries.push(entry);
		}
	}

	return entries;
}

/** Nothing is doubled anywhere; nothing is missing where no gap is said. */
function expectTruth(run: Run) {
	const {logs, server} = run;
	const shown = shownEntries(run);
	const emitted = server.emitted
		.map(({entry}) => entry)
		.filter((entry) => matches(logs.query.filter, entry));
	const emittedCounts = counts(emitted);
	for (const [key, count] of counts(shown)) {
		expect(count, `doubled: ${key}`).toBeLessThanOrEqual(
			emittedCounts.get(key) ?? 0,
		);
	}

	const gaps = knownGaps(logs);
	const shownCounts = counts(shown);
	for (const entry of emitted) {
		if (!gaps.some(({from, to}) => entry.time >= from && entry.time < to)) {
			const key = contentKey(entry);
			expect(shownCounts.get(key) ?? 0, `missing: ${key}`).toBe(
				emittedCounts.get(key),
			);
		}
	}

	expect(shown.map(({time}) => time)).toEqual(
		shown.map(({time}) => time).toSorted((a, b) => a - b),
	);
}

test('what the list holds is what the server emitted, or a gap covers the difference, for any script of cuts, filters, moves, failures and evictions', () => {
	fc.assert(
		fc.property(
			fc.array(step, {minLength: 1, maxLength: 25}),
			fc.constantFrom(0, 0, 3 * second),
			fc.constantFrom(1_000_000, 300),
			fc.constantFrom(...filters),
			(steps, lag, limit, firstFilter) => {
				const run = new Run({lag, limit, filter: firstFilter});
				run.emit(30, 100_000, 0);
				run.open();
				for (const one of steps) {
					run.take(one);
				}

				run.settle();
				// What is said to be known holds for the other queries as well.
				for (const filter of [run.logs.query.filter, ...filters]) {
					run.do({kind: 'query', query: {...run.logs.query, filter}});
					expectTruth(run);
				}
			},
		),
		{numRuns: 400},
	);
});

test('following, all that came since the deployment is read to its beginning by going up', () => {
	const run = new Run({lag: 0, limit: 1_000_000});
	run.emit(200, 10_000, 0);
	run.open();
	run.settle();
	for (let count = 0; count < 60; count++) {
		run.do({kind: 'scroll', by: -5});
		run.settle();
	}

	expect(shownEntries(run)).toHaveLength(200);
	expect(knownGaps(run.logs)).toEqual([]);
	expect(listOf(run.logs).first()).toMatchObject({
		kind: 'rule',
		rule: {kind: 'beginning'},
	});
});

test('the first entry of the query is reached without loading what lies between', () => {
	const run = new Run({lag: 0, limit: 1_000_000});
	run.emit(500, 100_000, 0);
	run.open();
	run.settle();
	run.do({kind: 'go', selection: {kind: 'first'}});
	run.settle();
	expect(shownEntries(run)[0]?.message).toBe('a 0');
	expect(shownEntries(run).length).toBeLessThan(100);
	expect(knownGaps(run.logs)).toHaveLength(1);
});

test('after a minute with errors only, all levels show what that minute held, each entry once', () => {
	const run = new Run({lag: 0, limit: 1_000_000});
	run.emit(20, 10_000, 0);
	run.open();
	run.settle();
	run.take({kind: 'filter', index: 1});
	run.settle();
	run.take({kind: 'emit', count: 60, gap: second, jitter: 0});
	expect(shownEntries(run).every(({level}) => level === 'error')).toBe(true);
	run.take({kind: 'filter', index: 0});
	for (let count = 0; count < 40; count++) {
		run.settle();
		run.do({kind: 'scroll', by: -5});
	}

	run.settle();
	expect(shownEntries(run).map(({message}) => message)).toEqual(
		run.server.emitted.map(({entry}) => entry.message),
	);
});

test('a lost connection is filled from the past, and a rule says how much came', () => {
	const run = new Run({lag: 2 * second, limit: 1_000_000});
	run.emit(5, 10_000, 0);
	run.server.now += 10 * second;
	run.open();
	run.take({kind: 'emit', count: 5, gap: second, jitter: 0});
	run.settle();
	run.take({kind: 'cut', missed: 37, seconds: 4, replay: 0});
	run.take({kind: 'emit', count: 5, gap: second, jitter: 0});
	run.settle();
	expectTruth(run);
	const items = [];
	for (
		let item = listOf(run.logs).first();
		item !== undefined;
		item = listOf(run.logs).next(item)
	) {
		items.push(item);
	}

	const rule = items.find(
		(item) => item.kind === 'rule' && item.rule.kind === 'reconnected',
	);
	expect(rule).toMatchObject({rule: {cut: {filledCount: 37}}});
});
