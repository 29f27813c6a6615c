import {type State} from '../../store/state.ts';
import {type Binding, type Command, say} from '../keys/binding.ts';
import {type Micros} from '../../log/entry.ts';
import {type CountAsk, type RangeCount} from '../../store/range-count.ts';
import {type Beside} from '../../store/screen-state.ts';
import {heldCount} from '../../store/missing.ts';
import {type Setting} from '../look/setting.ts';
import {isWide} from '../look/surface.ts';
import {count, safe} from '../look/words.ts';
import {rangeCountOf, type WholeSpan} from './counts-table.ts';

/** Counts more than is loaded. */
export const countAllKey: Binding = {
	keys: ['c'],
	name: 'count all',
	help: 'count all of the query’s time, also what is not loaded; again: what is loaded',
	group: 'Counts',
	hint: {words: 'count all', rank: 1},
	run: countAll,
};

const hour: Micros = 3_600_000_000;
const day = 24 * hour;

export const stopCountingKey: Binding = {
	keys: ['escape'],
	help: 'stop the counting',
	group: 'Counts',
	isBound: ({counting}) => counting.some(({status}) => status === 'running'),
	run: () => [{kind: 'count-stopped'}],
};

function countAll(state: State, setting: {now: () => number}): Command[] {
	if (rangeCountOf(state) !== undefined) {
		return [
			{kind: 'count-asked', asks: []},
			...say('Counted is what is loaded.'),
		];
	}

	const ask = rangeAsk(state, setting.now() + (state.clockOffset ?? 0));
	return ask === undefined ? [] : [{kind: 'count-asked', asks: [ask]}];
}

/** What to count by paging, where all of the query is to be counted; nothing while no counts are shown. The end of a range that is open is for who asks. */
function rangeAsk(state: State, until?: Micros): CountAsk | undefined {
	const {mode} = state.screen;
	const {filter, refinements, range} = state.logs.query;
	const common = {
		...deploymentOf(state),
		filter,
		refinements,
		range: {...range, ...(range.until === undefined && {until})},
		of: 'this',
	} as const;
	if (mode.kind === 'counts') {
		const {zone} = state.logs;
		return {by: mode.by, width: mode.width, zone, ...common};
	}

	return mode.kind === 'top' ? {by: mode.field, ...common} : undefined;
}

/** Two spans of the same length to hold against each other: the last hour of the query, or the range that it has, and another one. */
export function besideAsks(
	state: State,
	field: string,
	beside: Beside,
): readonly CountAsk[] {
	const {
		logs: {query, buffer},
		details,
	} = state;
	const {filter, refinements, range} = query;
	const until = range.until ?? (buffer.lastTime ?? 0) + 1;
	const deployedAt = details.deployment?.createdAt;
	const since = Math.max(
		range.since ?? until - hour,
		beside === 'previous' && range.since === undefined
			? (deployedAt ?? 0)
			: Number.NEGATIVE_INFINITY,
	);
	const length = until - since;
	const common = {by: field, filter, refinements};
	const back = beside === 'hour' ? hour : day;
	const end = deployedAt ?? since;
	return [
		{...common, ...deploymentOf(state), range: {since, until}, of: 'this'},
		beside === 'previous'
			? {...common, range: {since: end - length, until: end}, of: 'previous'}
			: {
					...common,
					...deploymentOf(state),
					range: {since: since - back, until: until - back},
					of: 'this',
				},
	];
}

function deploymentOf({logs: {buffer}}: State): Pick<CountAsk, 'deployment'> {
	return buffer.deployment === '' ? {} : {deployment: buffer.deployment};
}

/** Says of what the counts are, and whether that is all there is. */
export function rangeWordsOf(
	{
		isCounting,
		range,
		whole,
	}: {
		readonly isCounting: boolean;
		readonly range?: RangeCount | undefined;
		readonly whole: WholeSpan;
	},
	{logs, screen}: State,
	{theme, timestamps, now}: Setting,
): string {
	const at = (time: Micros) => timestamps.dateTime(time);
	if (range !== undefined) {
		const {status, reached, entryCount, failure, ask} = range;
		const looked = `${count(entryCount)} entries`;
		const since = reached === undefined ? '' : ` back to ${at(reached)}`;
		switch (status) {
			case 'running': {
				return theme.paint(
					'busy',
					`counting all: ${looked}${since} · esc stops`,
				);
			}

			case 'done': {
				return `all ${ask.range.since === undefined ? '' : `since ${at(ask.range.since)} `}until ${at(ask.range.until ?? 0)}`;
			}

			case 'stopped': {
				return theme.paint('busy', `stopped: ${looked}${since}`);
			}

			case 'failed': {
				return theme.paint(
					'bad',
					`${looked}${since}: ${safe(failure?.message ?? '')}`,
				);
			}
		}
	}

	if (isCounting) {
		return theme.paint('busy', 'counting');
	}

	const loaded = `${count(heldCount(logs))} loaded`;
	if (!isWide(screen.columns)) {
		return whole.kind === 'none'
			? 'not all there is'
			: whole.from === undefined
				? 'all of the query'
				: `whole since ${timestamps.timeOn(now(), whole.from)}`;
	}

	if (whole.kind === 'none') {
		return `${loaded}, not all there is · c counts all`;
	}

	const {from, until} = whole;
	const end = until === undefined ? '' : ` until ${at(until)}`;
	return from === undefined
		? `${loaded}, all of the query${end}${end === '' ? '' : ' · c counts all'}`
		: `${loaded}, whole since ${at(from)}${end} · c counts all`;
}

const units: ReadonlyArray<readonly [unit: Micros, name: string]> = [
	[86_400_000_000, 'd'],
	[3_600_000_000, 'h'],
	[60_000_000, 'min'],
	[1_000_000, 's'],
];

/** `5 min`. */
export function spanWords(width: Micros): string {
	const [unit, name] = units.find(([one]) => width >= one) ?? [1_000_000, 's'];
	return `${width / unit} ${name}`;
}
