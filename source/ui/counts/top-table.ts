import {oncePer} from '../../base/cache.ts';
import {ValueTally} from '../../log/counts/value-tally.ts';
import {type RangeCount} from '../../store/range-count.ts';
import {type State} from '../../store/state.ts';
import {type Snapshot} from '../view/view.ts';
import {countShown, type WholeSpan, wholeSpan} from './counts-table.ts';

export type TopRow = {
	readonly value: string;
	readonly count: number;
	/** How often it came in the other span; absent where there is none. */
	readonly before?: number;
};

/** The values of a field, and what they are held against. */
export type TopTable = {
	readonly tally: ValueTally;
	readonly before?: ValueTally;
	readonly rows: readonly TopRow[];
	readonly isCounting: boolean;
	readonly range?: RangeCount;
	readonly other?: RangeCount;
	/** Of what is loaded. */
	readonly whole: WholeSpan;
};

const mostRows = 1000;

/** The table of a snapshot, made once. */
export const topTable = oncePer(({state}: Snapshot) => createTopTable(state));

export function createTopTable(state: State): TopTable {
	const {mode} = state.screen;
	if (mode.kind !== 'top') {
		return {
			tally: new ValueTally(),
			rows: [],
			isCounting: false,
			whole: {kind: 'none'},
		};
	}

	if (mode.beside !== undefined) {
		return besideTable(state);
	}

	const {range, loaded, isCounting} = countShown(state, {by: mode.field});
	const tally =
		range?.tally.values ?? loaded?.values?.sum() ?? new ValueTally();
	return {
		tally,
		rows: tally.top(mostRows),
		isCounting,
		...(range !== undefined && {range}),
		whole: wholeSpan(state),
	};
}

/** What stands out most is first: what is more or less than chance would have it. */
function besideTable({counting}: State): TopTable {
	const [range, other] = counting;
	const tally = range?.tally.values ?? new ValueTally();
	const before = other?.tally.values ?? new ValueTally();
	const names = new Set([
		...tally.top(mostRows).map(({value}) => value),
		...before.top(mostRows).map(({value}) => value),
	]);
	const rows = [...names].map((value) => ({
		value,
		count: tally.values.get(value) ?? 0,
		before: before.values.get(value) ?? 0,
	}));
	return {
		tally,
		before,
		rows: rows.toSorted(
			(a, b) => outstanding(b) - outstanding(a) || (a.value < b.value ? -1 : 1),
		),
		isCounting: range?.status === 'running' || other?.status === 'running',
		whole: {kind: 'none'},
		...(range !== undefined && {range}),
		...(other !== undefined && {other}),
	};
}

/** By how many times the spread of such counts they differ. */
function outstanding({
	count,
	before,
}: {
	readonly count: number;
	readonly before: number;
}): number {
	return Math.abs(count - before) / Math.sqrt(count + before + 1);
}
