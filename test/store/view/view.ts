import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Entry} from '../../../source/log/entry.ts';
import {createFilter, createQuery, matches} from '../../../source/log/query.ts';
import {messageTest, type Refinement} from '../../../source/log/refinement.ts';
import {isWithin} from '../../../source/log/time-range.ts';
import {
	type EntryId,
	LogBuffer,
} from '../../../source/store/buffer/log-buffer.ts';
import {View} from '../../../source/store/view/view.ts';

const live = {source: 1, text: ''};
const past = {source: 0, text: ''};

type Step =
	| {
			readonly kind: 'append';
			readonly count: number;
			readonly gap: number;
			/** Each so much earlier than it should be. */
			readonly late: number;
	  }
	/** A page of what is older than all, or of what lies in the middle: it takes the place of what was there. */
	| {
			readonly kind: 'page';
			readonly from: number;
			readonly span: number;
			readonly count: number;
	  }
	| {readonly kind: 'evict'; readonly at: number}
	| {readonly kind: 'query'; readonly index: number}
	| {readonly kind: 'slice'; readonly steps: number; readonly at: number}
	| {readonly kind: 'walk'};

const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		kind: fc.constant('append' as const),
		count: fc.integer({min: 1, max: 90}),
		gap: fc.constantFrom(0, 1, 10),
		late: fc.constantFrom(0, 0, 0, 50),
	}),
	fc.record({
		kind: fc.constant('page' as const),
		from: fc.integer({min: -200, max: 300}),
		span: fc.integer({min: 1, max: 100}),
		count: fc.integer({min: 0, max: 90}),
	}),
	fc.record({
		kind: fc.constant('evict' as const),
		at: fc.integer({min: 0, max: 6}),
	}),
	fc.record({
		kind: fc.constant('query' as const),
		index: fc.integer({min: 0, max: 9}),
	}),
	fc.record({
		kind: fc.constant('slice' as const),
		steps: fc.integer({min: 0, max: 5}),
		at: fc.integer({min: -200, max: 400}),
	}),
	fc.record({kind: fc.constant('walk' as const)}),
);

const hidesB: Refinement = {kind: 'text', effect: 'hide', text: 'b'};
const readsA: Refinement = {
	kind: 'regex',
	effect: 'keep',
	source: '^a',
	flags: '',
};
const queries = [
	createQuery(),
	createQuery({filter: createFilter({levels: ['error']})}),
	createQuery({filter: createFilter({levels: ['error', 'warning']})}),
	createQuery({filter: createFilter({text: 'a'})}),
	createQuery({filter: createFilter({text: 'ab'})}),
	createQuery({filter: createFilter({text: 'é', regions: ['east']})}),
	createQuery({filter: createFilter({text: 'nowhere'})}),
	createQuery({refinements: [hidesB]}),
	createQuery({refinements: [hidesB, readsA]}),
	createQuery({range: {since: 20, until: 120}}),
];

type Held = {readonly id: EntryId; readonly entry: Entry};

/** A buffer and its view beside a plain list that is sorted and filtered anew each time. */
class Run {
	readonly buffer = new LogBuffer(64);
	held: Held[] = [];
	view = new View(this.buffer, createQuery());
	#serial = 0;
	#now = 0;

	take(step: Step) {
		switch (step.kind) {
			case 'append': {
				for (let index = 0; index < step.count; index++) {
					this.#now += step.gap;
					const entry = this.#entry(this.#now - step.late);
					this.#hold([{id: this.buffer.append(entry, live), entry}]);
				}

				break;
			}

			case 'page': {
				this.#land(step.from, step.from + step.span, step.count);
				break;
			}

			case 'evict': {
				const piece = this.buffer.pieces[step.at];
				if (piece !== undefined) {
					this.buffer.evict(piece);
					this.held = this.held.filter(
						({id}) => this.buffer.locate(id) !== undefined,
					);
				}

				break;
			}

			case 'query': {
				this.view = new View(
					this.buffer,
					queries[step.index] ?? createQuery(),
					this.view,
				);
				break;
			}

			case 'slice': {
				let {steps} = step;
				this.view.run(() => steps-- > 0, step.at);
				break;
			}

			case 'walk': {
				this.expectKnownIsRight();
				break;
			}
		}

		expect(this.buffer.count).toBe(this.held.length);
	}

	get truth(): Held[] {
		const {filter, range, refinements} = this.view.query;
		const tests = refinements.map((refinement) => messageTest(refinement));
		return this.held.filter(
			({entry}) =>
				matches(filter, entry) &&
				isWithin(entry.time, range) &&
				tests.every((test) => test(entry.message)),
		);
	}

	/** Walks end early while not all is known, but what they pass is right. */
	expectKnownIsRight() {
		const truth = this.truth.map(({id}) => id);
		const down = this.#walk('down');
		const up = this.#walk('up');
		expect(down).toEqual(truth.slice(0, down.length));
		expect(up.toReversed()).toEqual(truth.slice(truth.length - up.length));
		const {count, isCounting} = this.view.count();
		expect(count).toBeLessThanOrEqual(truth.length);
		expect(isCounting || count === truth.length).toBe(true);
	}

	expectAllIsRight() {
		const {truth, view} = this;
		expect(this.#walk('down')).toEqual(truth.map(({id}) => id));
		expect(view.count()).toEqual({count: truth.length, isCounting: false});
		for (const {id, entry} of this.held) {
			const spot = view.spotOf(id);
			expect(this.buffer.entry(id)).toEqual(entry);
			expect(spot !== undefined).toBe(truth.some((one) => one.id === id));
			expect(spot && view.idAt(spot)).toBe(spot && id);
		}

		for (const time of [-300, 0, 37, 90, 1000]) {
			const before = view.before(time);
			const after = view.atOrAfter(time);
			expect(before && view.idAt(before)).toBe(
				truth.findLast(({entry}) => entry.time < time)?.id,
			);
			expect(after && view.idAt(after)).toBe(
				truth.find(({entry}) => entry.time >= time)?.id,
			);
		}
	}

	#walk(direction: 'down' | 'up'): EntryId[] {
		const {view} = this;
		const ids: EntryId[] = [];
		for (
			let spot = direction === 'down' ? view.first() : view.last();
			spot !== undefined;
			spot = direction === 'down' ? view.next(spot) : view.previous(spot)
		) {
			ids.push(view.idAt(spot));
		}

		return ids;
	}

	#land(from: number, to: number, count: number) {
		const entries = Array.from({length: count}, (_, index) =>
			this.#entry(from + Math.floor((index * (to - from)) / count)),
		);
		const ids = this.buffer.replace(
			from,
			to,
			entries.map((entry) => ({entry, origin: past})),
		);
		this.held = this.held.filter(
			({entry}) => entry.time < from || entry.time >= to,
		);
		this.#hold(
			entries.map((entry, index) => ({id: ids[index] ?? Number.NaN, entry})),
		);
	}

	/** A stable sort: equal times stay in the order in which they came. */
	#hold(more: readonly Held[]) {
		this.held = [...this.held, ...more].toSorted(
			(a, b) => a.entry.time - b.entry.time,
		);
	}

	#entry(time: number): Entry {
		const serial = this.#serial++;
		return {
			time,
			level: ['info', 'error', 'warning', 'strange'][serial % 4] ?? '',
			message: ['a', 'b', 'ab', 'é', ''][serial % 5] ?? '',
			region: ['east', 'west', ''][serial % 3] ?? '',
		};
	}
}

test('a view is what a plain filter says, through appends, late entries, pages, evictions, changes of the query and slices of any size', () => {
	fc.assert(
		fc.property(fc.array(step, {minLength: 1, maxLength: 30}), (steps) => {
			const run = new Run();
			for (const one of steps) {
				run.take(one);
			}

			run.expectKnownIsRight();
			run.view.run(() => true);
			run.expectAllIsRight();
		}),
		{numRuns: 400},
	);
});

test('the rows around the reader are known before the rest, and no walk looks at all', () => {
	const buffer = new LogBuffer();
	for (let time = 0; time < 400_000; time++) {
		buffer.append(
			{
				time,
				level: 'info',
				message: `${time % 100 === 0 ? 'timeout' : 'entry'} ${time} `.padEnd(
					127,
					'x',
				),
				region: '',
			},
			live,
		);
	}

	const view = new View(
		buffer,
		createQuery({filter: createFilter({text: 'timeout'})}),
	);
	const spot = view.before(200_000);
	expect(spot && view.timeAt(spot)).toBe(199_900);
	let walked = 0;
	for (let at = spot; at !== undefined; at = view.previous(at)) {
		walked++;
	}

	expect(walked).toBeGreaterThan(45);
	expect(walked).toBeLessThan(1000);
	expect(view.count().isCounting).toBe(true);
	while (!view.isDone) {
		let steps = 20;
		view.run(() => steps-- > 0, 200_000);
	}

	expect(view.count()).toEqual({count: 4000, isCounting: false});
});
