import fc from 'fast-check';
import {expect, test} from 'vitest';
import {v1Traits} from '../../../source/feeds/v1/v1.ts';
import {EntryColumns} from '../../../source/log/entry-columns.ts';
import {contentKey, type Entry} from '../../../source/log/entry.ts';
import {
	createFilter,
	createQuery,
	everything,
	loadedFilter,
	matches,
	type Query,
} from '../../../source/log/query.ts';
import {messageTest, type Refinement} from '../../../source/log/refinement.ts';
import {createState} from '../../../source/store/create-store.ts';
import {type EntryId} from '../../../source/store/buffer/log-buffer.ts';
import {idOfBookmark, type Bookmark} from '../../../source/store/bookmark.ts';
import {type Logs} from '../../../source/store/logs.ts';
import {type State} from '../../../source/store/state.ts';
import {update} from '../../../source/store/update.ts';
import {
	listOf,
	selectedItem,
	viewport,
} from '../../../source/store/list/viewport.ts';

const second = 1_000_000;
const start = 1_700_000_000 * second;

const levels = ['info', 'warning', 'info', 'error'];
const hidesThree: Refinement = {kind: 'text', effect: 'hide', text: '3'};
const readsOdd: Refinement = {
	kind: 'regex',
	effect: 'keep',
	source: '[13579]$',
	flags: '',
};
const errors = createFilter({levels: ['error']});
const queries = [
	createQuery(),
	createQuery({filter: errors}),
	createQuery({filter: createFilter({levels: ['error', 'warning']})}),
	createQuery({filter: createFilter({text: '7'})}),
	createQuery({filter: createFilter({text: 'second'})}),
	createQuery({filter: errors, scope: 'everything'}),
	createQuery({refinements: [hidesThree]}),
	createQuery({filter: errors, refinements: [hidesThree, readsOdd]}),
];

/** What the server holds of a span of time, the same whenever it is asked: an entry a second, some with a twin. */
function pageOf(from: number, to: number): Entry[] {
	return Array.from({length: Math.ceil((to - from) / second)}, (_, index) => {
		const time = from + index * second;
		const entry = {
			time,
			level: levels[(time / second) % levels.length] ?? '',
			region: '',
			message: `second ${time / second}`,
		};
		return (time / second) % 5 === 0 ? [entry, entry] : [entry];
	}).flat();
}

/** The first one may be late. */
function liveFrom(
	now: number,
	{count, late}: {readonly count: number; readonly late: number},
): Entry[] {
	return Array.from({length: count}, (_, index) => ({
		time: now + (index === 0 ? -late : index) * second,
		level: levels[(now / second + index) % levels.length] ?? '',
		region: '',
		message: `live ${now / second + index}`,
	}));
}

type Step =
	| {readonly kind: 'live'; readonly count: number; readonly late: number}
	| {readonly kind: 'page'; readonly from: number; readonly length: number}
	| {readonly kind: 'move'; readonly by: number}
	| {readonly kind: 'go'; readonly to: 'first' | 'newest'}
	| {readonly kind: 'mark' | 'range'}
	| {readonly kind: 'query'; readonly index: number}
	/** Of the view's long work. */
	| {readonly kind: 'work'; readonly steps: number};

const steps: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		kind: fc.constant('live' as const),
		count: fc.integer({min: 1, max: 80}),
		late: fc.constantFrom(0, 0, 3, 40),
	}),
	fc.record({
		kind: fc.constant('page' as const),
		from: fc.integer({min: -300, max: 0}),
		length: fc.integer({min: 1, max: 200}),
	}),
	fc.record({
		kind: fc.constant('move' as const),
		by: fc.integer({min: -40, max: 40}),
	}),
	fc.record({
		kind: fc.constant('go' as const),
		to: fc.constantFrom('first' as const, 'newest' as const),
	}),
	fc.constant({kind: 'mark' as const}),
	fc.constant({kind: 'range' as const}),
	fc.record({
		kind: fc.constant('query' as const),
		index: fc.nat({max: queries.length - 1}),
	}),
	fc.record({
		kind: fc.constant('work' as const),
		steps: fc.constantFrom(1, 3, 1000),
	}),
);

test('the list is what a plain filter says, and marks, the begun range and what is selected stay on their entries, through appends, late entries, pages, eviction and changes of the query', () => {
	fc.assert(
		fc.property(fc.array(steps, {minLength: 5, maxLength: 60}), (all) => {
			let state = open();
			let now = start;
			for (const step of all) {
				const before = state;
				switch (step.kind) {
					case 'live': {
						const entries = liveFrom(now, step).filter(isAskedFor(state));
						now += step.count * second;
						state = update(state, {
							kind: 'live-entries',
							entries: EntryColumns.of(entries),
							malformedCount: 0,
							at: now,
						});
						expectSame(before, state);
						break;
					}

					case 'page': {
						const from = start + step.from * second;
						const to = Math.min(from + step.length * second, start);
						state = update(state, {
							kind: 'page-landed',
							at: now,
							malformedCount: 0,
							page: {
								filter: loadedFilter(state.logs.asked),
								order: 'desc',
								from,
								to,
								range: {from, to},
								whole: {from, to},
								entries: pageOf(from, to).filter(isAskedFor(state)),
							},
						});
						expectSame(before, state);
						break;
					}

					case 'move': {
						state = update(state, step);
						break;
					}

					case 'go': {
						state = update(state, {kind: 'go', selection: {kind: step.to}});
						break;
					}

					case 'mark':
					case 'range': {
						state = update(state, step);
						break;
					}

					case 'query': {
						const query = queries[step.index] ?? createQuery();
						state = update(state, {kind: 'query', query});
						expectChosenAgain(before, state);
						state = update(state, {kind: 'ask'});
						state = update(state, {
							kind: 'live-opened',
							filter: loadedFilter(query),
							at: now,
						});
						break;
					}

					case 'work': {
						let {steps} = step;
						state.logs.view.run(() => steps-- > 0, now);
						break;
					}
				}

				expectFiltered(state);
			}
		}),
		{numRuns: 200},
	);
});

test('a long jump marks where it began, a short one does not', () => {
	let state = update(open(), {
		kind: 'live-entries',
		entries: EntryColumns.of(pageOf(start, start + 100 * second)),
		malformedCount: 0,
		at: start,
	});
	state = update(state, {kind: 'move', by: -3});
	const entry = selected(state);
	state = update(state, {kind: 'go', selection: {kind: 'newest'}});
	expect(state.logs.marks).toEqual([]);
	state = update(state, {kind: 'move', by: -3});
	state = update(state, {kind: 'go', selection: {kind: 'first'}});
	expect(state.logs.marks).toMatchObject([{entry, isJump: true}]);
});

function open(): State {
	const state = update(
		createState({
			traits: v1Traits,
			query: createQuery(),
			limit: 300,
			columns: 80,
			rows: 24,
		}),
		{kind: 'list-height', height: 10},
	);
	return update(state, {kind: 'live-opened', filter: everything, at: start});
}

/** Whatever has come, what is held of what was marked or selected is where its mark says. */
function expectSame(before: State, after: State) {
	expect(after.logs.marks.map(({entry}) => entry)).toEqual(
		before.logs.marks.map(({entry}) => entry),
	);
	for (const mark of [
		...after.logs.marks,
		...(after.logs.rangeFrom === undefined ? [] : [after.logs.rangeFrom]),
	]) {
		expectOnEntry(mark, after);
	}

	const {selection} = after.logs;
	const chosen = selected(before);
	if (selection.kind === 'entry' && chosen !== undefined) {
		const isHeld = after.logs.view.spotOf(selection.id) !== undefined;
		if (isHeld) {
			expect(contentKey(selected(after) ?? chosen)).toBe(contentKey(chosen));
			expect(rowOf(after)).toBe(rowOf(before));
		}
	}
}

/** What the server would send of all that there is. */
function isAskedFor({logs}: State): (entry: Entry) => boolean {
	return (entry) => matches(loadedFilter(logs.asked), entry);
}

function isShown({filter, refinements, scope}: Query, entry: Entry): boolean {
	return (
		scope === 'everything' ||
		(matches(filter, entry) &&
			refinements.every((one) => messageTest(one)(entry.message)))
	);
}

/** The entries that are held, in the order of their times, and those on the list. */
function expectFiltered({logs: {buffer, view, query}}: State) {
	if (!view.isDone) {
		return;
	}

	const held = [...buffer.places(0, Number.POSITIVE_INFINITY)]
		.map((place) => buffer.idAt(place))
		.filter((id) => {
			const entry = buffer.entry(id);
			return entry !== undefined && isShown(query, entry);
		});
	const ids: EntryId[] = [];
	for (let spot = view.first(); spot !== undefined; spot = view.next(spot)) {
		ids.push(view.idAt(spot));
	}

	expect(ids).toEqual(held);
	const times = ids.map((id) => buffer.entry(id)?.time ?? 0);
	expect(times).toEqual(times.toSorted((a, b) => a - b));
}

/** After another query: the selected entry keeps its row; while it is not on the list, the nearest older one that is takes its place. */
function expectChosenAgain(before: State, after: State) {
	const {selection, query, buffer} = after.logs;
	const isHeld =
		selection.kind === 'entry' && buffer.locate(selection.id) !== undefined;
	const chosen = isHeld ? buffer.entry(selection.id) : undefined;
	if (chosen === undefined) {
		return;
	}

	const now = selected(after);
	if (isShown(query, chosen)) {
		expect(now && contentKey(now)).toBe(contentKey(chosen));
		expectSameRow(before.logs, after.logs);
	} else if (now !== undefined && now.time <= chosen.time) {
		const between = [...buffer.places(now.time + 1, chosen.time)]
			.map((place) => buffer.entry(buffer.idAt(place)))
			.filter((entry) => entry !== undefined && isShown(query, entry));
		expect(between).toEqual([]);
	}
}

/** Unless the list begins below the row on which it stood. */
function expectSameRow(before: Logs, after: Logs) {
	const [first] = viewport(after).items;
	const list = listOf(after);
	const {top} = viewport(before);
	if (first !== undefined && list.previous(first) === undefined) {
		expect(viewport(after).top).toBeLessThanOrEqual(top);
	} else {
		expect(viewport(after).top).toBe(top);
	}
}

function expectOnEntry(mark: Bookmark, {logs: {buffer}}: State) {
	const id = idOfBookmark(mark, buffer);
	const isHeld = [...buffer.places(mark.entry.time, mark.entry.time + 1)].some(
		(place) => {
			const held = buffer.entry(buffer.idAt(place));
			return held !== undefined && contentKey(held) === contentKey(mark.entry);
		},
	);
	expect(id !== undefined).toBe(isHeld);
	const entry = id === undefined ? undefined : buffer.entry(id);
	expect(entry ?? mark.entry).toEqual(mark.entry);
}

function selected({logs}: State): Entry | undefined {
	const item = selectedItem(logs);
	return item?.kind === 'entry'
		? logs.buffer.entry(logs.view.idAt(item.spot))
		: undefined;
}

function rowOf({logs}: State): number {
	return viewport(logs).top;
}
