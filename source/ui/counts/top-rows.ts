import {type Micros} from '../../log/entry.ts';
import {isEverything} from '../../log/query.ts';
import {measureWords, ValueTally} from '../../log/tally.ts';
import {type State} from '../../store/state.ts';
import {fit} from '../../text/cut.ts';
import {oncePer} from '../../base/cache.ts';
import {type RangeCount} from '../../store/range-count.ts';
import {type Command, type ModeOf} from '../keys/binding.ts';
import {type Face, faceRow, topAround} from '../look/line.ts';
import {shownSetting, type Setting} from '../look/setting.ts';
import {count, safe, shortRegion} from '../look/words.ts';
import {type ListOfView, type Snapshot} from '../view/view.ts';
import {bar} from './counts-rows.ts';
import {
	largest,
	countShown,
	type WholeSpan,
	wholeSpan,
} from './counts-table.ts';

/** Draws the top values: what is measured of them, a heading, a row for each value. */
export function createTopRows({
	snapshot: getSnapshot,
	setting,
}: Parameters<ListOfView['createRows']>[0]): ReturnType<
	ListOfView['createRows']
> {
	let first = 0;
	return {
		row(index, width, height) {
			const snapshot = getSnapshot();
			const {mode} = snapshot.state.screen;
			if (mode.kind !== 'top') {
				return '';
			}

			const table = topTable(snapshot);
			const {theme} = setting;
			if (table.rows.length === 0) {
				return faceRow(face(table, mode), index, {width, height}, theme);
			}

			const lines = [
				...measureLines(table, width),
				...noteLines(table, shownSetting(setting, snapshot.state), width),
				headingLine(table, mode, width),
			].map((line) => theme.paint('quiet', line));
			const room = Math.max(1, height - lines.length);
			const selected = Math.min(mode.index, table.rows.length - 1);
			const top = topAround(selected, table.rows.length, room);
			first = top - lines.length;
			const line = lines[index];
			if (line !== undefined) {
				return line;
			}

			const at = top + index - lines.length;
			const row = table.rows[at];
			return row === undefined
				? ''
				: valueRow(row, at === selected, {table, mode, setting, width});
		},
		click(index) {
			const {state} = getSnapshot();
			const {mode} = state.screen;
			return mode.kind === 'top' && first + index >= 0
				? step(state, first + index - mode.index)
				: [];
		},
	};
}

type Top = ModeOf<'top'>;

function face({isCounting, range, other}: TopTable, {field}: Top): Face {
	return {
		role: 'text',
		lines: isCounting
			? ['Counting …']
			: [
					range?.failure?.message ??
						other?.failure?.message ??
						`No entry that was counted has ${safe(field)}.`,
					'c counts all of the query’s time; esc goes back.',
				],
	};
}

/** Chooses the value that stands so many rows below. */
export function step(state: State, by: number): readonly Command[] {
	const {mode} = state.screen;
	if (mode.kind !== 'top') {
		return [];
	}

	const last = createTopTable(state).rows.length - 1;
	return [
		{
			kind: 'mode',
			mode: {...mode, index: Math.max(0, Math.min(mode.index + by, last))},
		},
	];
}

const countWidth = 11;
const ratioWidth = 8;

function headingLine({before}: TopTable, {field}: Top, width: number): string {
	const right = (words: string, cells: number) =>
		fit(words, cells, {align: 'right'});
	return fit(
		[
			` ${right('count', countWidth)}`,
			...(before === undefined
				? [right('share', ratioWidth)]
				: [right('beside', countWidth), right('ratio', ratioWidth)]),
			safe(field),
		].join('  '),
		width,
		{ellipsis: '…'},
	);
}

/** `p50 12 ms  p95 340 ms  p99 1.2 s  max 4.8 s`, of both spans. */
function measureLines(
	{tally, before}: TopTable,
	width: number,
): readonly string[] {
	const words = measureLine(tally);
	if (words === '') {
		return [];
	}

	return (
		before === undefined
			? [words]
			: [`now     ${words}`, `beside  ${measureLine(before) || 'no numbers'}`]
	).map((line) => fit(`  ${line}`, width, {ellipsis: '…'}));
}

/** Says why the other span could not have shown all. */
function noteLines(
	{baseline}: TopTable,
	{timestamps}: Setting,
	width: number,
): readonly string[] {
	if (baseline === undefined || baseline.kind === 'whole') {
		return [];
	}

	const words =
		baseline.kind === 'partial'
			? `only since the deployment, ${timestamps.dateTime(baseline.from)}: nothing was logged before`
			: 'nothing was logged then: what is new or more is not known';
	return [fit(`  beside  ${words}`, width, {ellipsis: '…'})];
}

function measureLine(tally: ValueTally): string {
	const {measure, numbers, otherNumberCount} = tally;
	if (measure === undefined) {
		return '';
	}

	const sign = numbers.isExact ? '' : '≈';
	const at = (share: number) => measureWords(numbers.at(share) ?? 0, measure);
	return [
		`${count(numbers.count)} numbers${otherNumberCount === 0 ? '' : ` (${count(otherNumberCount)} of another unit)`}`,
		`min ${measureWords(numbers.least, measure)}`,
		`p50 ${sign}${at(0.5)}`,
		`p95 ${sign}${at(0.95)}`,
		`p99 ${sign}${at(0.99)}`,
		`max ${measureWords(numbers.most, measure)}`,
	].join('  ');
}

function valueRow(
	{value, count: times, before}: TopRow,
	isSelected: boolean,
	{
		table,
		mode,
		setting: {theme},
		width,
	}: {
		readonly table: TopTable;
		readonly mode: Top;
		readonly setting: Setting;
		readonly width: number;
	},
): string {
	const most = largest(table.rows.map((row) => row.count));
	const right = (words: string, cells: number) =>
		fit(words, cells, {align: 'right'});
	const words =
		value === ''
			? '""'
			: mode.field === 'region'
				? shortRegion(value)
				: safe(value);
	const nameWidth = Math.max(12, Math.min(48, Math.floor(width / 3)));
	return fit(
		[
			`${isSelected ? theme.paint('selected', '▌') : ' '}${right(count(times), countWidth)}`,
			...(before === undefined
				? [
						theme.paint(
							'quiet',
							right(
								`${((times / Math.max(1, table.tally.count)) * 100).toFixed(1)} %`,
								ratioWidth,
							),
						),
					]
				: [
						theme.paint('quiet', right(count(before), countWidth)),
						theme.paint(
							table.isComparable && times > before ? 'busy' : 'quiet',
							right(
								table.isComparable ? ratioWords(times, before) : '–',
								ratioWidth,
							),
						),
					]),
			fit(words, nameWidth, {ellipsis: '…'}),
			theme.paint(
				'name',
				bar(times, most, Math.max(4, width - nameWidth - 44)),
			),
		].join('  '),
		width,
		{ellipsis: '…'},
	);
}

function ratioWords(times: number, before: number): string {
	if (before === 0) {
		return 'new';
	}

	if (times === 0) {
		return 'gone';
	}

	const ratio = times / before;
	return `×${ratio >= 100 ? Math.round(ratio) : Number(ratio.toPrecision(2))}`;
}

type TopRow = {
	readonly value: string;
	readonly count: number;
	/** How often it came in the other span; absent where there is none. */
	readonly before?: number;
};

/** The values of a field, and what they are held against. */
type TopTable = {
	readonly tally: ValueTally;
	readonly before?: ValueTally;
	readonly rows: readonly TopRow[];
	readonly isCounting: boolean;
	readonly range?: RangeCount;
	readonly other?: RangeCount;
	/** What the other span could have shown, once it is counted. */
	readonly baseline?: Baseline;
	/** Whether what is new, gone, more or less is known. */
	readonly isComparable: boolean;
	/** Of what is loaded. */
	readonly whole: WholeSpan;
};

/** Whether anything was logged in the span that values are held against. */
type Baseline =
	| {readonly kind: 'whole' | 'empty'}
	| {readonly kind: 'partial'; readonly from: Micros};

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
			isComparable: false,
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
		rows: topOf(tally),
		isCounting,
		isComparable: false,
		...(range !== undefined && {range}),
		whole: wholeSpan(state),
	};
}

/** Made once for what is counted: keys are quicker than new entries. */
function topOf(tally: ValueTally): readonly TopRow[] {
	let top = tops.get(tally);
	if (top?.revision !== tally.revision) {
		top = {revision: tally.revision, rows: tally.top(mostRows)};
		tops.set(tally, top);
	}

	return top.rows;
}

const tops = new WeakMap<
	ValueTally,
	{readonly revision: number; readonly rows: readonly TopRow[]}
>();

/** What stands out most is first: what is more or less than chance would have it. */
function besideTable(state: State): TopTable {
	const [range, other] = state.counting;
	const baseline = baselineOf(state, other);
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
		isComparable:
			range?.status === 'done' &&
			baseline !== undefined &&
			baseline.kind !== 'empty',
		whole: {kind: 'none'},
		...(baseline !== undefined && {baseline}),
		...(range !== undefined && {range}),
		...(other !== undefined && {other}),
	};
}

/** Before a deployment it logged nothing, and where nothing is filtered, what has no entry logged nothing. */
function baselineOf(
	{details, logs}: State,
	other: RangeCount | undefined,
): Baseline | undefined {
	if (other?.status !== 'done') {
		return undefined;
	}

	const {
		ask: {of, range},
		entryCount,
	} = other;
	const deployedAt =
		(of === 'this' ? details.deployment?.createdAt : undefined) ?? 0;
	if (
		entryCount === 0 &&
		(deployedAt >= (range.until ?? 0) || isEverything(logs.query.filter))
	) {
		return {kind: 'empty'};
	}

	return deployedAt > (range.since ?? 0)
		? {kind: 'partial', from: deployedAt}
		: {kind: 'whole'};
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
