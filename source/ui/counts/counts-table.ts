import {oncePer} from '../../base/cache.ts';
import {
	beginningOf,
	type GroupName,
	GroupTally,
	noName,
	otherNames,
} from '../../log/tally.ts';
import {type Micros} from '../../log/entry.ts';
import {levels, plainLevel} from '../../log/level.ts';
import {
	type Counting,
	isShownCount,
	type LoadedCounts,
	loadedCounts,
	spansOf,
} from '../../store/shown/loaded-counts.ts';
import {type RangeCount} from '../../store/range-count.ts';
import {endOfAsked, knownGaps} from '../../store/missing.ts';
import {type State} from '../../store/state.ts';
import {firstTime} from '../../store/buffer/look-up.ts';
import {isValue} from '../../log/fields/field-filter.ts';
import {createFilter, type Query} from '../../log/query.ts';
import {type Snapshot} from '../view/view.ts';
import {type Command, say} from '../keys/binding.ts';
import {safe} from '../look/words.ts';

/** Entries over time, a row a span, a column a value. */
export type CountsTable = {
	/** The values, most important first. */
	readonly columns: readonly GroupName[];
	readonly rows: readonly CountRow[];
	readonly sums: readonly number[];
	readonly sum: number;
	/** That of the row with most entries. */
	readonly most: number;
	readonly isCounting: boolean;
	/** What it is of, where the whole span was asked for. */
	readonly range?: RangeCount;
	/** Of what is loaded. */
	readonly whole: WholeSpan;
};

export type CountRow = {
	readonly time: Micros;
	readonly counts: readonly number[];
	readonly sum: number;
	/** Whether all that was logged then is counted. */
	readonly isWhole: boolean;
	/** Nothing is loaded from the row's time on until then. */
	readonly missingUntil?: Micros;
};

/** The newest span of which all is loaded: sides that are absent are those of the query; `none` where that is not known of any. */
export type WholeSpan =
	| {readonly kind: 'none'}
	| {
			readonly kind: 'span';
			readonly from?: Micros | undefined;
			readonly until?: Micros | undefined;
	  };

/** So many columns tell values apart. */
const mostColumns = 6;
/** Spans in which nothing was logged have rows, too, up to so many. */
const mostRows = 10_000;

/** The table of a snapshot, made once. */
export const countsTable = oncePer(({state}: Snapshot) => createTable(state));

/** What is counted of the whole span that is asked for, where that was asked for. */
export function rangeCountOf(state: State): RangeCount | undefined {
	const {since} = state.logs.query.range;
	return state.counting.find(
		({ask}) =>
			ask.of === 'this' &&
			ask.range.since === since &&
			isShownCount(state, ask),
	);
}

/** What is counted of the query's time: all of it where that was asked for, else what is loaded. */
export function countShown(
	state: State,
	counting: Counting,
): {
	readonly range?: RangeCount;
	readonly loaded?: LoadedCounts;
	readonly isCounting: boolean;
} {
	const range = rangeCountOf(state);
	if (range !== undefined) {
		return {range, isCounting: range.status === 'running'};
	}

	const loaded = loadedCounts(state, counting);
	const isDone = (loaded.groups ?? loaded.values)?.isDone === true;
	return {loaded, isCounting: !state.logs.matches.isDone || !isDone};
}

export function createTable(state: State): CountsTable {
	const {mode} = state.screen;
	if (mode.kind !== 'counts') {
		return emptyTable;
	}

	const {by, width} = mode;
	const {range, loaded, isCounting} = countShown(state, {by, width});
	const tally =
		range?.tally.groups ?? loaded?.groups?.sum() ?? new GroupTally();
	const {columns, sums, counted, most} = sumsOf(tally, by);
	const {next} = spansOf(state.logs, width);
	const {isWhole, isMissing} = knownOf(state, range);
	const rowAt = (time: Micros): CountRow => {
		const until = next(time);
		const {counts = columns.map(() => 0), sum = 0} = counted.get(time) ?? {};
		return {
			time,
			counts,
			sum,
			isWhole: isWhole(time, until),
			...(sum === 0 && isMissing(time, until) && {missingUntil: until}),
		};
	};

	return {
		columns,
		rows: joinMissing(
			spans([...counted.keys()], width, next).map((time) => rowAt(time)),
		),
		sums,
		sum: tally.count,
		most,
		isCounting,
		...(range !== undefined && {range}),
		whole: wholeSpan(state),
	};
}

/** What is counted, in the columns that are shown. */
type Sums = {
	readonly columns: CountsTable['columns'];
	readonly sums: readonly number[];
	readonly counted: ReadonlyMap<Micros, Pick<CountRow, 'counts' | 'sum'>>;
	readonly most: number;
};

/** Made once for what is counted: keys are quicker than new entries. */
function sumsOf(tally: GroupTally, by: string): Sums {
	const last = knownSums.get(tally);
	if (last?.revision === tally.revision) {
		return last.sums;
	}

	const totals = new Map<GroupName, number>();
	for (const [, cells] of tally.rows()) {
		for (const {names, count} of cells) {
			const name = names[0] ?? noName;
			totals.set(name, (totals.get(name) ?? 0) + count);
		}
	}

	const columns = columnsOf(by, totals);
	const counted = new Map<Micros, Pick<CountRow, 'counts' | 'sum'>>();
	let most = 0;
	for (const [time = 0, cells] of tally.rows()) {
		const row = new Map<GroupName, number>();
		for (const {names, count} of cells) {
			row.set(names[0] ?? noName, count);
		}

		const sum = sumOf(row.values());
		most = Math.max(most, sum);
		counted.set(time, {counts: countsOf(columns, row), sum});
	}

	const sums = {columns, sums: countsOf(columns, totals), counted, most};
	knownSums.set(tally, {revision: tally.revision, sums});
	return sums;
}

const knownSums = new WeakMap<
	GroupTally,
	{readonly revision: number; readonly sums: Sums}
>();

const emptyTable: CountsTable = {
	columns: [],
	rows: [],
	sums: [],
	sum: 0,
	most: 0,
	isCounting: false,
	whole: {kind: 'none'},
};

/** Levels in their order, all else by how often it comes. */
function columnsOf(
	by: string,
	totals: ReadonlyMap<GroupName, number>,
): readonly GroupName[] {
	const names = [...totals]
		.toSorted(
			([a, count], [b, other]) =>
				other - count || (String(a) < String(b) ? -1 : 1),
		)
		.map(([name]) => name)
		.filter((name) => name !== otherNames);
	const ordered =
		by === 'level'
			? [
					...levels.filter((level) => totals.has(level)),
					...names.filter(
						(name) => !(levels as readonly GroupName[]).includes(name),
					),
				]
			: names;
	return ordered.length > mostColumns || totals.has(otherNames)
		? [...ordered.slice(0, mostColumns), otherNames]
		: ordered;
}

function countsOf(
	columns: readonly GroupName[],
	row: ReadonlyMap<GroupName, number>,
): readonly number[] {
	let others = sumOf(row.values());
	return columns.map((name) => {
		if (name === otherNames) {
			return others;
		}

		const count = row.get(name) ?? 0;
		others -= count;
		return count;
	});
}

/** The largest of counts, or 0. */
export function largest(counts: readonly number[]): number {
	let most = 0;
	for (const count of counts) {
		most = Math.max(most, count);
	}

	return most;
}

function sumOf(counts: Iterable<number>): number {
	let sum = 0;
	for (const count of counts) {
		sum += count;
	}

	return sum;
}

/** When spans begin: those in which nothing was logged among them, unless there are too many. */
function spans(
	times: readonly Micros[],
	width: Micros,
	next: (start: Micros) => Micros,
): readonly Micros[] {
	const sorted = times.toSorted((a, b) => a - b);
	const first = sorted[0];
	const last = sorted.at(-1);
	if (first === undefined || last === undefined) {
		return [];
	}

	if ((last - first) / width > mostRows) {
		return sorted;
	}

	const starts = [];
	for (let start = first; start <= last; start = next(start)) {
		starts.push(start);
	}

	return starts;
}

/** Makes one row of those that follow each other and of which nothing is loaded: a 0 there would be a guess. */
function joinMissing(rows: readonly CountRow[]): readonly CountRow[] {
	const joined: CountRow[] = [];
	for (const row of rows) {
		const last = joined.at(-1);
		if (row.missingUntil !== undefined && last?.missingUntil !== undefined) {
			joined[joined.length - 1] = {...last, missingUntil: row.missingUntil};
		} else {
			joined.push(row);
		}
	}

	return joined;
}

type Known = {
	/** Whether all of a span is counted. */
	readonly isWhole: (from: Micros, to: Micros) => boolean;
	/** Whether nothing of it is loaded. */
	readonly isMissing: (from: Micros, to: Micros) => boolean;
};

/** Tells of which spans all is counted. */
function knownOf(state: State, range: RangeCount | undefined): Known {
	if (range !== undefined) {
		const {reached = Number.POSITIVE_INFINITY, status} = range;
		return {
			isWhole: (from) => status === 'done' || from >= reached,
			isMissing: () => false,
		};
	}

	const gaps = knownGaps(state.logs);
	return {
		isWhole: (from, to) => !gaps.some((gap) => gap.from < to && gap.to > from),
		isMissing: (from, to) =>
			gaps.some((gap) => gap.from <= from && gap.to >= to),
	};
}

export function wholeSpan({logs}: State): WholeSpan {
	const gaps = knownGaps(logs);
	const end = endOfAsked(logs, logs.query);
	const tail = gaps.find(({to}) => to === end);
	const past = gaps.findLast((gap) => gap !== tail);
	const first = firstTime(logs.buffer, past?.to ?? logs.query.range.since ?? 0);
	return tail !== undefined && (first === undefined || tail.from <= first)
		? {kind: 'none'}
		: {kind: 'span', from: past?.to, until: tail?.from};
}

/** Keeps or hides what has a value of a field, or what has not the field. Levels and regions that are kept are the server's. */
export function filterByValue(
	{logs: {query}}: State,
	{name, value}: {readonly name: string; readonly value: string | undefined},
	effect: 'keep' | 'hide',
): readonly Command[] {
	return [
		{kind: 'query', query: narrow(query, {name, value}, effect)},
		...say(
			effect === 'keep'
				? `Only what has ${words(name, value)} is shown; < goes back.`
				: `What has ${words(name, value)} is hidden; < goes back.`,
		),
	];
}

function narrow(
	query: Query,
	{name, value}: {readonly name: string; readonly value: string | undefined},
	effect: 'keep' | 'hide',
): Query {
	const isServers = name === 'level' || name === 'region';
	if (value !== undefined && value !== '' && effect === 'keep' && isServers) {
		return {
			...query,
			filter: createFilter({
				...query.filter,
				...(name === 'level'
					? {levels: [plainLevel(value)]}
					: {regions: [value]}),
			}),
		};
	}

	const opposite = effect === 'keep' ? 'hide' : 'keep';
	const beginning = value === undefined ? undefined : beginningOf(value);
	return {
		...query,
		refinements: [
			...query.refinements,
			value === undefined
				? {effect: opposite, kind: 'field', name, operator: '?', value: ''}
				: {
						effect,
						...(beginning === undefined
							? isValue(name, value)
							: {kind: 'field', name, operator: ':', value: `${beginning}*`}),
					},
		],
	};
}

function words(name: string, value: string | undefined): string {
	return value === undefined
		? `no ${safe(name)}`
		: `${safe(name)} ${safe(value) || '""'}`;
}
