import fc from 'fast-check';
import {expect, test} from 'vitest';
import {contentKey, type Entry} from '../../source/log/entry.ts';
import {createQuery, everything} from '../../source/log/query.ts';
import {createState} from '../../source/store/create-state.ts';
import {idOfMark, type Mark} from '../../source/store/mark.ts';
import {type State} from '../../source/store/state.ts';
import {update} from '../../source/store/update.ts';
import {selectedItem, viewport} from '../../source/store/viewport.ts';

const second = 1_000_000;
const start = 1_700_000_000 * second;

/** What the server holds of a span of time, the same whenever it is asked: an entry a second, some with a twin. */
function pageOf(from: number, to: number): Entry[] {
	return Array.from({length: Math.ceil((to - from) / second)}, (_, index) => {
		const time = from + index * second;
		const entry = {
			time,
			level: 'info',
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
		level: 'info',
		region: '',
		message: `live ${now / second + index}`,
	}));
}

type Step =
	| {readonly kind: 'live'; readonly count: number; readonly late: number}
	| {readonly kind: 'page'; readonly from: number; readonly length: number}
	| {readonly kind: 'move'; readonly by: number}
	| {readonly kind: 'go'; readonly to: 'first' | 'newest'}
	| {readonly kind: 'mark' | 'range'};

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
);

test('marks, the begun range and what is selected stay on their entries through appends, late entries, pages and eviction', () => {
	fc.assert(
		fc.property(fc.array(steps, {minLength: 5, maxLength: 60}), (all) => {
			let state = open();
			let now = start;
			for (const step of all) {
				const before = state;
				switch (step.kind) {
					case 'live': {
						const entries = liveFrom(now, step);
						now += step.count * second;
						state = update(state, {
							kind: 'live-entries',
							entries,
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
								filter: everything,
								order: 'desc',
								from,
								to,
								range: {from, to},
								limit: 1000,
								entries: pageOf(from, to),
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
				}
			}
		}),
		{numRuns: 200},
	);
});

test('a long jump marks where it began, a short one does not', () => {
	let state = update(open(), {
		kind: 'live-entries',
		entries: pageOf(start, start + 100 * second),
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
		createState({query: createQuery(), limit: 300, columns: 80, rows: 24}),
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

function expectOnEntry(mark: Mark, {logs: {buffer}}: State) {
	const id = idOfMark(mark, buffer);
	const isHeld = [...buffer.places(mark.entry.time, mark.entry.time + 1)].some(
		(place) => {
			const held = buffer.entry(buffer.idAt(place));
			return held !== undefined && contentKey(held) === contentKey(mark.entry);
		},
	);
	expect(id !== undefined).toBe(isHeld);
	// The gutter knows marks by their id alone.
	expect(id).toBe(isHeld ? mark.id : undefined);
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
