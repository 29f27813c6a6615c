import {type Micros} from '../../log/entry.ts';
import {createFilter, createQuery} from '../../log/query.ts';
import {type Spot, View} from '../view/view.ts';
import {type Logs} from '../logs.ts';
import {type Rule} from './rule.ts';

/** Entries and rules as they are shown: in the order of time, or with `isReversed` the newest first. */
export class List {
	readonly #view: View;
	readonly #rules: readonly Rule[];
	readonly #isReversed: boolean;

	constructor(view: View, rules: readonly Rule[], isReversed = false) {
		this.#view = view;
		this.#rules = rules;
		this.#isReversed = isReversed;
	}

	first(): Item | undefined {
		return this.#isReversed ? this.#newest() : this.#oldest();
	}

	last(): Item | undefined {
		return this.#isReversed ? this.#oldest() : this.#newest();
	}

	/** The item one row below. */
	next(item: Item): Item | undefined {
		return this.#isReversed ? this.#older(item) : this.#newer(item);
	}

	/** The item one row above. */
	previous(item: Item): Item | undefined {
		return this.#isReversed ? this.#newer(item) : this.#older(item);
	}

	/** The first entry, rules aside. */
	firstEntry(): Item | undefined {
		return this.#entry(
			this.#isReversed ? this.#view.last() : this.#view.first(),
		);
	}

	/** The last entry, rules aside. */
	lastEntry(): Item | undefined {
		return this.#entry(
			this.#isReversed ? this.#view.first() : this.#view.last(),
		);
	}

	/** The newest entry, rules aside. */
	newestEntry(): Item | undefined {
		return this.#entry(this.#view.last());
	}

	entryAt(spot: Spot): Item {
		return {kind: 'entry', spot, time: this.#view.timeAt(spot)};
	}

	/** The entry at or before an instant, else the one after it, else a rule. */
	nearest(time: Micros): Item | undefined {
		return (
			this.#entry(this.#view.before(time + 1)) ??
			this.#entry(this.#view.atOrAfter(time)) ??
			this.first()
		);
	}

	/** The rule that stands before the entries at `time`, if it is still there. */
	ruleAt(time: Micros): Item | undefined {
		const index = this.#rules.findIndex((rule) => rule.time === time);
		return index === -1 ? undefined : this.#rule(index);
	}

	/** What stands at an instant: the rule of a gap in which it lies, else the first entry at or after it, else the last one. */
	atInstant(time: Micros): Item | undefined {
		const index = this.#rules.findIndex(
			(rule) => 'gap' in rule && rule.gap.from <= time && rule.gap.to > time,
		);
		return (
			this.#rule(index) ??
			this.#entry(this.#view.atOrAfter(time)) ??
			this.nearest(time)
		);
	}

	#oldest(): Item | undefined {
		const entry = this.#view.first();
		const rule = this.#rules[0];
		return rule !== undefined &&
			(entry === undefined || rule.time <= this.#view.timeAt(entry))
			? this.#rule(0)
			: this.#entry(entry);
	}

	#newest(): Item | undefined {
		const entry = this.#view.last();
		const index = this.#rules.length - 1;
		const rule = this.#rules[index];
		return rule !== undefined &&
			(entry === undefined || rule.time > this.#view.timeAt(entry))
			? this.#rule(index)
			: this.#entry(entry);
	}

	#newer(item: Item): Item | undefined {
		if (item.kind === 'entry') {
			const entry = this.#view.next(item.spot);
			const index = this.#rules.findIndex((rule) => rule.time > item.time);
			return this.#earlier(entry, index);
		}

		return this.#earlier(this.#view.atOrAfter(item.rule.time), item.index + 1);
	}

	#older(item: Item): Item | undefined {
		if (item.kind === 'entry') {
			const entry = this.#view.previous(item.spot);
			const index = this.#rules.findLastIndex((rule) => rule.time <= item.time);
			return this.#later(entry, index);
		}

		return this.#later(this.#view.before(item.rule.time), item.index - 1);
	}

	/** Of two neighbours, the one that stands first. */
	#earlier(entry: Spot | undefined, index: number): Item | undefined {
		const rule = this.#rule(index);
		return entry === undefined ||
			(rule?.kind === 'rule' && rule.rule.time <= this.#view.timeAt(entry))
			? (rule ?? this.#entry(entry))
			: this.#entry(entry);
	}

	/** Of two neighbours, the one that stands last. */
	#later(entry: Spot | undefined, index: number): Item | undefined {
		const rule = this.#rule(index);
		return entry === undefined ||
			(rule?.kind === 'rule' && rule.rule.time > this.#view.timeAt(entry))
			? (rule ?? this.#entry(entry))
			: this.#entry(entry);
	}

	#rule(index: number): Item | undefined {
		const rule = this.#rules[index];
		return rule === undefined ? undefined : {kind: 'rule', index, rule};
	}

	#entry(spot: Spot | undefined): Item | undefined {
		return spot === undefined ? undefined : this.entryAt(spot);
	}
}

/** What stands on a row of the list. */
export type Item =
	| {readonly kind: 'entry'; readonly spot: Spot; readonly time: Micros}
	| {readonly kind: 'rule'; readonly index: number; readonly rule: Rule};

/** Counts what has come since the reader left the end, as far as it would be shown. */
export function countUnseen(logs: Logs): {
	readonly count: number;
	readonly errorCount: number;
} {
	const {seen, view} = logs;
	if (seen === undefined) {
		return {count: 0, errorCount: 0};
	}

	const count = view.countAfter(seen.id, seen.time);
	return {
		count,
		errorCount: count === 0 ? 0 : errorsOf(logs).countAfter(seen.id, seen.time),
	};
}

const remembered = new WeakMap<View, View>();

/** The errors among what is shown. */
export function errorsOf({view, buffer}: Logs): View {
	let errors = remembered.get(view);
	if (errors === undefined) {
		const {query} = view;
		const {levels} = query.filter;
		const isPossible = levels.length === 0 || levels.includes('error');
		errors = isPossible
			? new View(
					buffer,
					createQuery({
						...query,
						filter: createFilter({...query.filter, levels: ['error']}),
					}),
					view,
				)
			: new View(buffer, createQuery({range: {since: 0, until: 0}}));
		remembered.set(view, errors);
	}

	return errors;
}
