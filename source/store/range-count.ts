import {BoundedNames, GroupTally, ValueTally} from '../log/tally.ts';
import {type Entry, type Micros} from '../log/entry.ts';
import {createFieldLookup} from '../log/fields/entry-field.ts';
import {type Failure} from '../log/failure.ts';
import {plainLevel} from '../log/level.ts';
import {type Filter} from '../log/query.ts';
import {createWhereTest, type Refinement} from '../log/refinement.ts';
import {createSpans, type Spans} from '../log/spans.ts';
import {type TimeRange} from '../log/time-range.ts';
import {type Measures} from './logs.ts';

/** A span to count by paging through it. */
export type CountAsk = {
	/** Level, region or a field. */
	readonly by: string;
	/** Of spans of time; absent: values are counted. */
	readonly width?: Micros;
	/** In which spans begin; absent: in UTC. */
	readonly zone?: string;
	readonly filter: Filter;
	readonly refinements: readonly Refinement[];
	/** It has an end. */
	readonly range: TimeRange;
	/** Whose entries: this deployment's, or the one's that it replaced. */
	readonly of: 'this' | 'previous';
	/** Of which the entries are that do not tell it. */
	readonly deployment?: string | undefined;
};

/** What was counted of a span so far; nothing of it is kept but the tally, which changes in place. */
export type RangeCount = {
	readonly key: string;
	readonly ask: CountAsk;
	/** Entries that were looked at. */
	readonly entryCount: number;
	/** All from here to the end of the span are counted. */
	readonly reached?: Micros;
	readonly tally: RangeTally;
} & (
	| {
			readonly status: 'running' | 'done' | 'stopped';
			readonly failure?: undefined;
	  }
	| {readonly status: 'failed'; readonly failure: Failure}
);

/** Counts entries as they come. */
class RangeTally {
	readonly groups = new GroupTally();
	readonly values = new ValueTally();
	readonly #names = new BoundedNames();
	readonly #ask: CountAsk;
	readonly #isWanted: (entry: Entry) => boolean;
	readonly #find: ReturnType<typeof createFieldLookup>;
	readonly #spans: Spans;

	constructor(ask: CountAsk, measures?: Pick<Measures, 'offsetAt'>) {
		this.#ask = ask;
		const {width = 1, zone = 'utc'} = ask;
		this.#spans = createSpans(
			width,
			(time) => measures?.offsetAt(time, zone) ?? 0,
		);
		this.#isWanted = createWhereTest(ask.refinements, ask.deployment);
		this.#find = createFieldLookup(ask.by, ask.deployment);
	}

	add(entry: Entry) {
		if (!this.#isWanted(entry)) {
			return;
		}

		const {by, width} = this.#ask;
		const value = this.#find(entry);
		const text =
			value !== undefined && by === 'level'
				? plainLevel(value.text)
				: value?.text;
		if (width !== undefined) {
			this.groups.add(this.#spans.startOf(entry.time), [
				this.#names.take(text),
			]);
		} else if (value !== undefined) {
			this.values.add(text ?? '', value.kind, value.number);
		}
	}
}

/** Begins a count: nothing has come yet. */
export function createRangeCount(
	ask: CountAsk,
	measures?: Pick<Measures, 'offsetAt'>,
): RangeCount {
	return {
		key: JSON.stringify(ask),
		ask,
		status: 'running',
		entryCount: 0,
		tally: new RangeTally(ask, measures),
	};
}
